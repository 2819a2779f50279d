import type { SqlFile } from '../sql-file.ts';
import { type ChartOptions, nameOf, type OfTable } from './component.ts';

export interface LineOptions extends ChartOptions {
  /** A time: dates, timestamps, or years as numbers, one row for each. */
  readonly x: string;
  /** The values; several are a line each. */
  readonly y: string | readonly string[];
  /** Drawn thinly behind, as the days behind their mean over a week. */
  readonly thin?: string;
  /** Whether the axis begins at zero. */
  readonly zero?: boolean;
}

export interface LineComponent extends OfTable, Omit<LineOptions, 'y'> {
  readonly kind: 'line';
  readonly along: string;
  readonly y: readonly string[];
}

/** A line over time, which breaks where a day has no value. */
export const line = (table: SqlFile, options: LineOptions): LineComponent => ({
  kind: 'line',
  table: nameOf('line', table, options),
  ...options,
  y: [options.y].flat(),
  names: [options.x, options.y, options.thin ?? []].flat(),
  along: options.x,
});
