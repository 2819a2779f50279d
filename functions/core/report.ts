import type { Cell } from './quality.ts';

/** How a number is written: digits after the point, and what stands behind it. */
export interface NumberFormat {
  readonly digits?: number;
  /** Written after the number: ` min`, ` %`. */
  readonly unit?: string;
}

/** One result of SQL over the clean sources; its CSV and Parquet lie beside the page. */
export interface TableDefinition {
  /** The file's name without `.sql`; later tables may select from it. */
  readonly name: string;
  /** A SELECT that names its order, so that the same rows come in the same order. */
  readonly sql: string;
  /** Shown on the page under this title; a table without one feeds figures and charts, and can be downloaded. */
  readonly title?: string;
  readonly subtitle?: string;
  /** How many rows the page shows; the downloads hold all. 20 unless told. */
  readonly shown?: number;
  /** Column -> heading and number format; columns are shown in the order of the SELECT. */
  readonly columns?: Readonly<Record<string, { readonly title?: string; readonly format?: NumberFormat; readonly hidden?: true }>>;
}

/** A headline: one column of the first row of a table, with its change against the report compared with. */
export interface FigureDefinition {
  readonly title: string;
  readonly table: string;
  readonly column: string;
  readonly format?: NumberFormat;
  /** Whether more is good news; `neither` colours no change. */
  readonly better: 'higher' | 'lower' | 'neither';
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

/** A line over time: `x` a date column, `y` a number; `thin` is drawn faintly behind it. */
export function timeSeries(options: { x: string; y: string; yTitle: string; thin?: string; zero?: boolean }): ChartDefinition['spec'] {
  const { x, y, yTitle, thin, zero = false } = options;
  const line = (field: string, mark: object) => ({
    mark: { type: 'line', clip: true, ...mark },
    encoding: {
      x: { field: x, type: 'temporal', timeUnit: 'utcyearmonthdate', title: null, axis: { format: '%-d %b', grid: false } },
      y: { field, type: 'quantitative', title: yTitle, scale: { zero } },
    },
  });
  return { height: 220, layer: [...(thin ? [line(thin, { strokeWidth: 1, opacity: 0.4 })] : []), line(y, { strokeWidth: 2 })] };
}

/** Horizontal bars, the best first as the table has them; `previous` is drawn as an upright mark. */
export function ranking(options: { label: string; value: string; valueTitle: string; previous?: boolean }): ChartDefinition['spec'] {
  const { label, value, valueTitle, previous = false } = options;
  const y = { field: label, type: 'nominal', sort: null, title: null };
  const bar = (field: string, mark: object) => ({ mark, encoding: { y, x: { field, type: 'quantitative', title: valueTitle } } });
  return {
    height: { step: 26 },
    layer: [bar(value, { type: 'bar' }), ...(previous ? [bar(`previous_${value}`, { type: 'tick', thickness: 2 })] : [])],
  };
}

/** A value that a person reads: thousands grouped, digits as asked; a missing one is a dash. */
export function formatCell(cell: Cell | undefined, format: NumberFormat = {}): string {
  if (cell === null || cell === undefined) return '–';
  const number = typeof cell === 'number' ? cell : Number.NaN;
  if (Number.isNaN(number)) return String(cell);
  const { digits = Number.isInteger(number) ? 0 : 2, unit = '' } = format;
  return number.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }) + unit;
}
