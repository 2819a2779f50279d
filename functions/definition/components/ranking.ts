import type { SqlFile } from '../sql-file.ts';
import { type ChartOptions, nameOf, type OfTable } from './component.ts';

export interface RankingOptions extends ChartOptions {
  /** The names of the bars. */
  readonly label: string;
  /** Their lengths, which are written at their ends. */
  readonly value: string;
  /** The column by which the row of the report before is found: its value is an upright mark. */
  readonly previousBy?: string;
  /** The most bars; 30 unless told. */
  readonly most?: number;
}

export interface RankingComponent extends OfTable, RankingOptions {
  readonly kind: 'ranking';
  readonly most: number;
}

/** A bar for each of the first rows, in the table's order; rows of one label are bars of their own. */
export const ranking = (table: SqlFile, options: RankingOptions): RankingComponent => ({
  kind: 'ranking',
  table: nameOf('ranking', table, options),
  ...options,
  most: options.most ?? 30,
  names: [options.label, options.value, ...(options.previousBy ? [options.previousBy] : [])],
});
