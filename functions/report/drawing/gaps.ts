import type { Tongue } from '../../publishing/tongue.tsx';
import { numberOf } from './numbers.ts';
import type { Slot, Spine } from './spine.ts';
import { whenOf } from './when.ts';

/** The steps at which no column has a value; of times that lie anyhow there are none. */
export const missingIn = ({ slots }: Spine, columns: readonly string[]): Slot[] =>
  slots.filter(
    ({ from, to, rows }) => from < to && !rows.some((row) => columns.some((column) => numberOf(row[column]) !== null)),
  );

/** What is missing as few stretches of the axis, those that touch as one. */
export function stretchesOf(missing: readonly Slot[]): { readonly from: number; readonly to: number }[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of missing) {
    const before = all.at(-1);
    if (before && from - before.to < 1e-6) before.to = to;
    else all.push({ from, to });
  }
  return all;
}

/** The most stretches of days, or other steps, that a note names. */
const most = 12;

/** How many steps have no value, and which; undefined where all have one. */
export function missingNote(spine: Spine, columns: readonly string[], tongue: Tongue): string | undefined {
  const missing = missingIn(spine, columns);
  if (missing.length === 0) return undefined;
  const { words, list, days } = tongue;
  const named = missing.slice(0, stretchesOf(missing).length > most ? most : missing.length);
  const more = missing.length - named.length;
  const names =
    spine.unit === 'day' ? [days(named.map(({ key }) => key))] : named.map((slot) => whenOf(slot, spine, tongue));
  const which = more > 0 ? words.charts.andMore(names.join(', '), more) : list(names);
  return words.charts.missing[spine.unit](missing.length, spine.slots.length, which);
}
