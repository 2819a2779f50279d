import type { ColumnType } from '../../functions/contract/contract.ts';
import { code } from './code.ts';
import type { GuessedColumn } from './columns.ts';
import { titleOf } from './names.ts';
import type { Origin } from './origin.ts';

/** The lines of a column in `z.object`: what is to be looked at, as a comment, and its type. */
export function zodOf(column: GuessedColumn, origin: Origin): string {
  const { name, deliveredAs, empty, lacking } = column;
  const absent = empty === 0 ? '' : lacking > 0 || origin.sparse ? '.nullish()' : '.nullable()';
  const described = titleOf(name === deliveredAs ? name : deliveredAs.trim() || name);
  return `    // ${seen(column)}\n    ${name}: ${typeText(column)}${absent}.describe(${code(described)}),\n`;
}

function typeText({ type, oneOf }: GuessedColumn): string {
  return oneOf.length > 0 ? `z.enum(${code(oneOf)})` : zodText(type);
}

function zodText(type: ColumnType): string {
  switch (type.kind) {
    case 'string':
      return 'z.string()';
    case 'integer':
      return 'z.int()';
    case 'number':
      return 'z.number()';
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'boolean':
      return 'z.boolean()';
    case 'date':
      return 'z.iso.date()';
    case 'dateTime':
      return 'z.iso.datetime({ offset: true })';
    case 'localTime':
      return `localTime(${code(type.zone)})`;
  }
}

/** How the type is told on the screen. */
export const shortType = (column: GuessedColumn): string =>
  column.oneOf.length > 0 ? `enum of ${column.oneOf.length}` : zodText(column.type).replace(/^z\.|\((\{.*)?\)$/g, '');

/** What the rows have of the column: no value of a text, as it may be one that is not to be seen. */
export function seen(column: GuessedColumn): string {
  const { values, distinct, empty } = column;
  if (values === 0) return 'no value seen: what is its type?';
  const facts = [...extent(column), `${distinct} different`, ...(empty > 0 ? [`${empty} empty`] : [])];
  return [...facts, ...doubts(column)].join(', ');
}

function* extent({ type, least, greatest, longest }: GuessedColumn) {
  if (least !== null) yield least === greatest ? `always ${least}` : `${least} to ${greatest}`;
  else if (type.kind === 'string') yield longest === 1 ? '1 character' : `up to ${longest} characters`;
}

function* doubts({ type, oneOf, zeros, fits }: GuessedColumn) {
  if (oneOf.length > 0) yield 'is that all there can be?';
  if (type.kind === 'localTime') yield 'whose clocks are they?';
  if (type.kind === 'string' && zeros && fits.has('plain')) yield 'kept as text for its zeros in front';
  else if (type.kind === 'string' && fits.has('plain')) yield 'has more digits than a number keeps';
}
