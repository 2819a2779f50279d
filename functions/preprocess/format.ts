import { FileFault } from './fault.ts';

export type Format = 'csv' | 'ndjson' | 'json' | 'parquet';

const formats: ReadonlyMap<string, Format> = new Map([
  ['csv', 'csv'],
  ['ndjson', 'ndjson'],
  ['jsonl', 'ndjson'],
  ['json', 'json'],
  ['parquet', 'parquet'],
]);

/** How a file of that name is written; throws FileFault for an extension that says nothing. */
export function formatOf(name: string): { readonly format: Format; readonly gzip: boolean } {
  const [, extension = '', gz] = /\.([^./]*?)(\.gz)?$/i.exec(name) ?? [];
  const format = formats.get(extension.toLowerCase());
  if (format && !(gz && format === 'parquet')) return { format, gzip: gz !== undefined };
  throw new FileFault(
    'has an extension that is not known: name it .csv, .ndjson, .jsonl or .json, each also with .gz, or .parquet',
  );
}
