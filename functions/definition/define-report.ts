import type { NumberFormat } from '../core/number.ts';

/** A file of SQL, as it is imported. */
export interface SqlFile {
  /** The file's name without `.sql`; later tables may select from it. */
  readonly name: string;
  /** A SELECT that names its order, so that the same rows come in the same order. */
  readonly sql: string;
}

/** One result of SQL over the clean sources; its CSV and Parquet lie beside the page. */
export interface TableDefinition extends SqlFile {
  /** Shown on the page under this title; a table without one feeds figures and charts, and can be downloaded. */
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
  /** A small line under the figure: a table and its column, in the table's order. */
  readonly trend?: { readonly table: string; readonly column: string };
}

export interface ChartDefinition {
  readonly title: string;
  readonly subtitle?: string;
  readonly table: string;
  /** A Vega-Lite specification without `data`: the table's rows are put in, numbers as numbers. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Joins the previous report's row with the same key: its columns come in as `previous_<column>`. */
  readonly previousBy?: string;
  /** Takes the whole width of the page. */
  readonly wide?: true;
}

export interface ReportDefinition {
  readonly title: string;
  readonly subtitle?: string;
  readonly figures: readonly FigureDefinition[];
  readonly charts: readonly ChartDefinition[];
  readonly tables: readonly TableDefinition[];
}

/** A figure, chart or trend as `pipeline/` has it: it names its table by the file that was imported. */
type ByFile<Named extends { readonly table: string }> = Omit<Named, 'table'> & { readonly table: SqlFile };

export interface ReportOptions extends Omit<ReportDefinition, 'figures' | 'charts'> {
  readonly figures: readonly (Omit<ByFile<FigureDefinition>, 'trend'> & {
    readonly trend?: ByFile<NonNullable<FigureDefinition['trend']>>;
  })[];
  readonly charts: readonly ByFile<ChartDefinition>[];
}

/** Describes the report: what the page shows, and the tables that it shows it from; a later one may select from an earlier one. */
export const defineReport = ({ figures, charts, ...rest }: ReportOptions): ReportDefinition => ({
  ...rest,
  figures: figures.map(({ trend, ...figure }) => ({ ...named(figure), ...(trend && { trend: named(trend) }) })),
  charts: charts.map(named),
});

const named = <One extends { readonly table: SqlFile }>(one: One) => ({ ...one, table: one.table.name });
