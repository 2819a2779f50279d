import type { ReportDocument } from '../functions/core/document.ts';
import type { Quality } from '../functions/core/quality.ts';
import { writtenChange, writtenValue } from '../functions/publishing/figure.ts';
import { tongueOf } from '../functions/publishing/tongue.tsx';

/** In columns of letters that are of one width each. */
const terminal = tongueOf('en');

/** The headline figures, a line each, with the change against the report compared with. */
export function figureLines(
  { figures, changes, comparedWith }: Pick<ReportDocument, 'figures' | 'changes' | 'comparedWith'>,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const told = { batch: comparedWith?.batch ?? '', tongue: terminal };
  const rows = figures.map((figure, at) => {
    const change = changes.find((one) => one.figure === at);
    return [figure.title, writtenValue(figure, terminal), (change && writtenChange(figure, change, told)) ?? ''];
  });
  const lines = aligned('lrl', rows);
  if (fits(lines, columns)) return lines;
  const values = aligned(
    'lr',
    rows.map(([title = '', value = '']) => [title, value]),
  );
  return rows.flatMap(([, , change], at) => [values[at] ?? '', ...(change ? [`  ${change}`] : [])]);
}

/** Whether the report is to be used, where it is not without care, and each reason. */
export const careLines = ({ verdict, checks }: Pick<ReportDocument, 'verdict' | 'checks'>): string[] =>
  verdict.use === 'yes' ? [] : [verdict.says, ...checks.flatMap(({ result, says }) => (result === 'pass' ? [] : says))];

/** What each source delivered, a line each under a heading: read = clean + rejected + duplicates. */
export function sourceLines(
  { quality, absent }: { readonly quality: readonly Quality[]; readonly absent: readonly string[] },
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const lines = aligned('lrrrrr', [
    ['source', 'files', 'read', 'clean', 'rejected', 'duplicates'],
    ...quality.map(({ source, files, read, clean, rejected, duplicates }) => [
      source,
      ...[files.length, read, clean, rejected, duplicates].map(count),
    ]),
  ]);
  const sums = quality.flatMap(({ source, read, clean, rejected, duplicates }) => [
    `${source}: ${some(read, 'row', 'rows')} =`,
    `  ${count(clean)} clean + ${count(rejected)} rejected`,
    `  + ${some(duplicates, 'duplicate', 'duplicates')}`,
  ]);
  return [
    ...(fits(lines, columns) ? lines : sums),
    ...absent.map((source) => `${source}  delivered nothing; it is optional`),
  ];
}

/** Whether the lines, which are moved in by two blanks, are whole on a screen of that width. */
const fits = (lines: readonly string[], columns: number) => lines.every((line) => placesOf(line) + 2 <= columns);

/** Told of each source. */
const mostReasons = 3;

/** Why rows were rejected, the most frequent reasons of each source. */
export const rejectionLines = ({ quality }: { readonly quality: readonly Quality[] }): string[] =>
  quality.flatMap(({ source, rejections }) => {
    const told = rejections.slice(0, mostReasons).map(({ column, reason, rows, examples: [first] }) => {
      const where = first ? ` (${first.file}, row ${count(first.row)})` : '';
      return `${source}: ${some(rows, 'row', 'rows')}: ${column === null ? '' : `${column} `}${reason}${where}`;
    });
    const rest = rejections.length - told.length;
    return rest > 0 ? [...told, `${source}: ${some(rest, 'further reason', 'further reasons')} on its page`] : told;
  });

export const count = (number: number) => number.toLocaleString('en-US');

/** `a, b and c` */
export const list = new Intl.ListFormat('en-GB');

export const some = (number: number, one: string, many: string) => `${count(number)} ${number === 1 ? one : many}`;

/** Letters that take two places on a terminal: https://www.unicode.org/reports/tr11/ */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;
const placesOf = (text: string) => text.length + (text.match(wide)?.length ?? 0);

/** Columns of texts, each told by a letter to stand at the left (l) or the right (r) of its place. */
export function aligned(places: string, rows: readonly (readonly string[])[]): string[] {
  const widths = [...places].map((_, at) => Math.max(0, ...rows.map((row) => placesOf(row[at] ?? ''))));
  const cell = (text: string, at: number) => {
    const blanks = ' '.repeat((widths[at] ?? 0) - placesOf(text));
    return places[at] === 'r' ? blanks + text : text + blanks;
  };
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
