import type { SqlFile } from '../sql-file.ts';
import { type ChartOptions, nameOf, type OfTable } from './component.ts';

export interface BarsOptions extends ChartOptions {
  /** A time (dates, timestamps, years as numbers) or names, one row for each. */
  readonly x: string;
  /** The length of the bars; several are stacked. */
  readonly y: string | readonly string[];
  /** What the bar of a week is, where the days are too many for a bar each: `sum` unless told, of percentages `mean`. */
  readonly weeks?: 'sum' | 'mean';
}

export interface BarsComponent extends OfTable, Omit<BarsOptions, 'y'> {
  readonly kind: 'bars';
  readonly along: string;
  readonly y: readonly string[];
}

/** Bars over time, upright, with a gap where a day has no row; over names, one below the other, so that each can be read. */
export const bars = (table: SqlFile, options: BarsOptions): BarsComponent => ({
  kind: 'bars',
  table: nameOf('bars', table, options),
  ...options,
  y: [options.y].flat(),
  names: [options.x, ...[options.y].flat()],
  along: options.x,
});
