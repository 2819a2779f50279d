import { FileFault } from '../fault.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { json, ndjson } from './json.ts';
import { parquet } from './parquet.ts';

/** Every format: its name, the extensions of its files, and its reader. */
const formats: readonly { readonly name: string; readonly extensions: readonly string[]; readonly open: Format }[] = [
  { name: 'csv', extensions: ['csv'], open: csv },
  { name: 'ndjson', extensions: ['ndjson', 'jsonl'], open: ndjson },
  { name: 'json', extensions: ['json'], open: json },
  { name: 'parquet', extensions: ['parquet'], open: parquet },
];

/** How a file of that name is written; throws FileFault for an extension that says nothing. */
export function formatOf(file: string): { readonly name: string; readonly open: Format; readonly gzip: boolean } {
  const [, extension = '', gz] = /\.([^./]*?)(\.gz)?$/i.exec(file) ?? [];
  const format = formats.find(({ extensions }) => extensions.includes(extension.toLowerCase()));
  if (format && !(gz && format.open === parquet)) return { ...format, gzip: gz !== undefined };
  throw new FileFault(
    'has an extension that is not known: name it .csv, .ndjson, .jsonl or .json, each also with .gz, or .parquet',
  );
}
