import { formatOf, type NumberFormat } from '../../core/number.ts';
import type { ResultColumn } from '../columns.ts';
import { xmlText } from './xml.ts';

/** Cell formats that are always there, by their places: plain, the title of a sheet, a note, a heading. */
export const fixed = { plain: 0, title: 1, note: 2, heading: 3, headingOfNumber: 4 } as const;
const first = Object.keys(fixed).length;

/** How the cells of a column are written, as a spreadsheet says it: whole numbers, and others. */
export interface Formats {
  readonly whole: string;
  readonly part: string;
}

/** The formats of a column, by the rules of the page; undefined for texts. */
export function formatsOf(
  { name, type }: Pick<ResultColumn, 'name' | 'type'>,
  format?: NumberFormat,
): Formats | undefined {
  if (type === 'date') return { whole: 'yyyy-mm-dd', part: 'yyyy-mm-dd' };
  if (type === 'timestamp') return { whole: 'yyyy-mm-dd hh:mm:ss', part: 'yyyy-mm-dd hh:mm:ss' };
  if (type !== 'number') return undefined;
  const written = formatOf(name, format);
  const digits = written.digits ?? (written.currency === undefined ? undefined : digitsOf(written.currency));
  return { whole: numberCode(written, digits ?? 0), part: numberCode(written, digits ?? 2) };
}

function numberCode({ unit = '', currency, plain }: NumberFormat, digits: number): string {
  const number = `${plain ? '0' : '#,##0'}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  const behind = `${currency === undefined ? '' : ` ${currency}`}${unit}`.replaceAll('"', '');
  return behind === '' ? number : `${number}"${behind}"`;
}

const digitsOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** The place of a format among the cells of the workbook. */
export const styleOf = (code: string, codes: readonly string[]): number => first + codes.indexOf(code);

/** `xl/styles.xml`; each code is a number format, in that order. */
export function stylesXml(codes: readonly string[]): string {
  const formats = codes.map((code, at) => `<numFmt numFmtId="${200 + at}" formatCode="${xmlText(code)}"/>`).join('');
  const cells = codes.map(
    (_, at) => `<xf numFmtId="${200 + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  );
  const font = (more: string, size = 11) =>
    `<font>${more}<sz val="${size}"/><name val="Calibri"/><family val="2"/></font>`;
  const cell = (fontId: number, more = '') =>
    `<xf numFmtId="0" fontId="${fontId}" fillId="0" borderId="0" xfId="0" applyFont="1"${more}`;
  const right = ' applyAlignment="1"><alignment horizontal="right"/></xf>';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${
    codes.length > 0 ? `<numFmts count="${codes.length}">${formats}</numFmts>` : ''
  }<fonts count="4">${font('')}${font('<b/>', 14)}${font('<i/>')}${font('<b/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${
    first + codes.length
  }">${cell(0, '/>')}${cell(1, '/>')}${cell(2, '/>')}${cell(3, '/>')}${cell(3, right)}${cells.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}
