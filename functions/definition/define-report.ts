import { TributaryError } from '../core/errors.ts';
import type { NumberFormat } from '../core/number.ts';
import type { Component } from './components/components.ts';
import { table } from './components/table.ts';
import type { SqlFile } from './sql-file.ts';

/** One result of SQL over the clean sources; its CSV and Parquet lie beside the page. */
export interface TableDefinition extends SqlFile {
  /** Its heading on the page; a table without one feeds figures and charts, and can be downloaded. */
  readonly title?: string;
  readonly subtitle?: string;
  /** How many rows the page shows; the downloads hold all. 20 unless told. */
  readonly shown?: number;
  /** Days of the batch without a row are as they should be; else the report is to be used with care. */
  readonly gaps?: true;
  /** Column -> heading and number format; columns are shown in the order of the SELECT. */
  readonly columns?: Readonly<
    Record<string, { readonly title?: string; readonly format?: NumberFormat; readonly hidden?: true }>
  >;
}

/** A headline: one column of the first row of a table, with its change against the report compared with. */
export interface FigureDefinition {
  readonly title: string;
  /** What it counts or measures, for whoever has to trust it. */
  readonly description?: string;
  readonly table: string;
  readonly column: string;
  readonly format?: NumberFormat;
  /** Whether more is good news; `neither` colours no change. */
  readonly better: 'higher' | 'lower' | 'neither';
  /** The change, as a share of the former value, up to which it is neither good nor bad news. 0.01 unless told. */
  readonly steady?: number;
  /** A small line under the figure: a table and its column, over the table's first column of dates where it has one. */
  readonly trend?: { readonly table: string; readonly column: string };
}

export interface ReportDefinition {
  readonly title: string;
  readonly subtitle?: string;
  readonly figures: readonly FigureDefinition[];
  /** The components below the figures, in their order; every table with a title unless told. */
  readonly page?: readonly Component[];
  /** In the order in which they are made: a later one may select from an earlier one. */
  readonly tables: readonly TableDefinition[];
}

/** A figure or trend as `pipeline/` has it: it names its table by the file that was imported. */
type ByFile<Named extends { readonly table: string }> = Omit<Named, 'table'> & { readonly table: SqlFile };

export interface ReportOptions extends Omit<ReportDefinition, 'figures'> {
  readonly figures: readonly (Omit<ByFile<FigureDefinition>, 'trend'> & {
    readonly trend?: ByFile<NonNullable<FigureDefinition['trend']>>;
  })[];
  /** What `page` was before; it may stand there empty. */
  readonly charts?: readonly never[];
}

/** Describes the report: what the page shows, and the tables that it shows it from. Throws PipelineInvalid for `charts`. */
export function defineReport({ figures, charts = [], ...rest }: ReportOptions): ReportDefinition {
  if (charts.length > 0) {
    const now = '`page: [ranking(byShop, { title, label, value }), line(daily, { title, x, y }), table(byShop)]`';
    throw new TributaryError('PipelineInvalid', `pipeline/report/report.ts cannot be used: \`charts\` are ${now} now.`);
  }
  return {
    ...rest,
    figures: figures.map(({ trend, ...figure }) => ({ ...named(figure), ...(trend && { trend: named(trend) }) })),
  };
}

const named = <One extends { readonly table: SqlFile }>(one: One) => ({ ...one, table: one.table.name });

/** The components of the page. */
export const pageOf = ({ page, tables }: Pick<ReportDefinition, 'page' | 'tables'>): readonly Component[] =>
  page ?? tables.filter(({ title }) => title !== undefined).map(table);
