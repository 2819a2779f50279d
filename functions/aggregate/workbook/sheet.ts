import { jsonCell, type ResultColumn } from '../columns.ts';
import { fixed } from './styles.ts';
import { cellText, columnLetters } from './xml.ts';

/** A column of a sheet. */
export interface SheetColumn extends Pick<ResultColumn, 'name' | 'type'> {
  readonly heading: string;
  readonly hidden: boolean;
  /** The styles of its cells: of whole numbers, and of others. */
  readonly whole: number;
  readonly part: number;
}

/** What stands above the rows of a sheet. */
export interface SheetHead {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly SheetColumn[];
}

/** The rows above the first of the table: its title, a note, the headings. */
export const headRows = 3;

/** The beginning of a sheet, up to its first row. */
export function sheetBegin({ title, note, columns }: SheetHead): string {
  const widths = columns.map(
    ({ heading, type, hidden }, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${widthOf(heading, type)}" customWidth="1"${hidden ? ' hidden="1"' : ''}/>`,
  );
  const headings = columns.map(({ heading, type }) =>
    textOf(heading, type === 'number' ? fixed.headingOfNumber : fixed.heading),
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${headRows}" topLeftCell="A${headRows + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>${rowXml(1, [textOf(title, fixed.title)])}${rowXml(2, [textOf(note, fixed.note)])}${rowXml(headRows, headings)}`;
}

/** The end of a sheet with so many rows of the table. */
export const sheetEnd = ({ columns }: SheetHead, rows: number): string =>
  `</sheetData><autoFilter ref="A${headRows}:${columnLetters(columns.length - 1)}${headRows + rows}"/></worksheet>`;

/** A row of the table, the nth from 0. */
export const sheetRow = (row: Readonly<Record<string, unknown>>, at: number, columns: readonly SheetColumn[]): string =>
  rowXml(
    headRows + 1 + at,
    columns.map((column) => cellOf(row[column.name], column)),
  );

/** A cell without its place; undefined where it is empty. */
type CellXml = { readonly attributes: string; readonly inside: string } | undefined;

const rowXml = (number: number, cells: readonly CellXml[]) =>
  `<row r="${number}">${cells
    .map((cell, at) => (cell ? `<c r="${columnLetters(at)}${number}"${cell.attributes}>${cell.inside}</c>` : ''))
    .join('')}</row>`;

/** Text stands in its cell as it is, and is never a formula. */
const textOf = (text: string, style: number): CellXml =>
  text === ''
    ? undefined
    : {
        attributes: `${styled(style)} t="inlineStr"`,
        inside: `<is><t xml:space="preserve">${cellText(text)}</t></is>`,
      };
const numberIn = (value: number, style: number, more = ''): CellXml => ({
  attributes: `${styled(style)}${more}`,
  inside: `<v>${value}</v>`,
});
const styled = (style: number) => (style === fixed.plain ? '' : ` s="${style}"`);

function cellOf(found: unknown, { type, whole, part }: SheetColumn): CellXml {
  const cell = jsonCell(found, type);
  if (cell === null) return undefined;
  if (typeof cell === 'boolean') return numberIn(cell ? 1 : 0, fixed.plain, ' t="b"');
  if (typeof cell === 'number') return numberIn(cell, Number.isInteger(cell) ? whole : part);
  const days = type === 'date' || type === 'timestamp' ? serialOf(cell) : undefined;
  return days === undefined ? textOf(cell, fixed.plain) : numberIn(days, whole);
}

/** Days since the end of 1899; undefined before March 1900, where spreadsheets disagree, and behind the last year they know. */
function serialOf(iso: string): number | undefined {
  const days = Date.parse(iso) / 86_400_000 + 25_569;
  return days >= 61 && days < 2_958_466 ? days : undefined;
}

const widthOf = (heading: string, type: ResultColumn['type']) => {
  const least = type === 'timestamp' ? 20 : type === 'text' ? 18 : 12;
  return Math.min(40, Math.max(least, heading.length + 4));
};
