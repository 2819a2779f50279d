import type { Contract } from '../../contract/contract.ts';
import { visible, visibleNames } from '../../core/visible.ts';
import { FileFault } from '../fault.ts';
import { startBytes } from '../text/survey.ts';
import { replacement } from '../text/utf8.ts';

/** Of a byte order mark, which stands before the header, three are taken off. */
const mostHeaderBytes = startBytes - 3;
const tooLong = `has more than ${mostHeaderBytes} bytes in its header. See whether it is one, and whether a quote is open there`;

/** The names in the first line of a CSV file, of which `start` is the beginning; throws FileFault for one that goes on behind it. */
export function headerOf(start: Buffer, separator: string): string[] {
  const text = start.toString();
  const names: string[] = [];
  for (let at = 0; ; at += separator.length) {
    const quoted = /"((?:[^"]|"")*)"/y;
    quoted.lastIndex = at;
    const [whole, name] = quoted.exec(text) ?? [];
    const end = whole ? at + whole.length : endOf(text, at, separator);
    names.push(name?.replaceAll('""', '"') ?? text.slice(at, end));
    if (end === text.length && start.length >= mostHeaderBytes) throw new FileFault(tooLong);
    if (!text.startsWith(separator, end)) return names;
    at = end;
  }
}

function endOf(text: string, from: number, separator: string): number {
  const ends = [separator, '\n', '\r'].map((end) => text.indexOf(end, from)).filter((at) => at >= 0);
  return Math.min(text.length, ...ends);
}

/** Throws FileFault where the columns of a file are not those of the contract, their order and further ones aside. */
export function checkColumns(found: readonly string[], { columns }: Contract): void {
  if (found.some((name) => name.includes('\0')))
    throw new FileFault('has a NUL character in the name of a column. Export it anew');
  const twice = found.find((name, at) => name !== '' && found.indexOf(name) !== at);
  if (twice !== undefined)
    throw new FileFault(`has the column ${visible(twice)} twice. Leave one out, or name it otherwise`);
  const missing = columns.filter(({ required, deliveredAs }) => required && !found.includes(deliveredAs));
  if (missing.length === 0) return;
  const names = visibleNames(missing.map(({ deliveredAs }) => deliveredAs));
  const advice = found.some((name) => name.includes(replacement))
    ? `Save it as UTF-8: ${replacement} stands where its names are none`
    : 'Add what is missing, or change rename in pipeline/';
  throw new FileFault(
    `lacks the ${missing.length === 1 ? 'column' : 'columns'} ${names}: it has ${visibleNames(found)}. ${advice}`,
  );
}

/** Throws FileFault where a first line is no header that names columns of the contract with that separator between them. */
export function checkHeader(start: Buffer, separator: string, { columns }: Contract): void {
  const known = columns.map(({ deliveredAs }) => deliveredAs);
  const names = (between: string) => headerOf(start, between).some((name) => known.includes(name));
  if (/^\s*(\[\s*)?\{/.test(start.toString('latin1', 0, 100))) {
    throw new FileFault('is JSON. Name it .json, or .ndjson where each line is an object');
  }
  if (/^"?sep=.{0,4}"?[\r\n]/i.test(start.toString('latin1', 0, 20))) {
    throw new FileFault('has a line "sep=" before its header, which is for a spreadsheet alone. Delete that line');
  }
  if (names(separator)) return;
  const other = [',', ';', '\t', '|'].find(names);
  if (other === undefined) {
    throw new FileFault(
      `has no header: its first line names none of the columns ${visibleNames(known)}. ` +
        'Add the header, or see whether it is CSV at all',
    );
  }
  const [found, wanted] = [JSON.stringify(other), JSON.stringify(separator)];
  throw new FileFault(
    `has ${found} between its columns instead of ${wanted}. Export it anew, or set upload({ separator: ${found} })`,
  );
}

/** Of more columns a rejected row keeps those that the contract reads: all of them at once take gigabytes. */
const mostKept = 1000;

/** The names of the columns that are kept of a rejected row. */
export function keptOf(names: readonly string[], columns: Contract['columns']): ReadonlySet<string> {
  return new Set(names.length > mostKept ? columns.map(({ deliveredAs }) => deliveredAs) : names);
}
