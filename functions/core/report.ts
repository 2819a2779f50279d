import type { Cell } from './quality.ts';

/** How a number is written: digits after the point, and what stands behind it. */
export interface NumberFormat {
  readonly digits?: number;
  /** Written after the number: ` min`, ` %`. */
  readonly unit?: string;
  /** Without commas between thousands, as a year or a number that names something. */
  readonly plain?: boolean;
}

/** A number that is no amount: it names a year, or something that is counted elsewhere. */
const naming = /(^|_)(year|yr|id|code|zip|number|no|nr)(_|$)/i;

/** How a column of that name is written: as the definition says, and a year or a number that names something is plain. */
export const formatOf = (name: string, format: NumberFormat = {}): NumberFormat =>
  format.unit === undefined && format.digits === undefined && naming.test(name) ? { plain: true, ...format } : format;

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
  readonly columns?: Readonly<
    Record<string, { readonly title?: string; readonly format?: NumberFormat; readonly hidden?: true }>
  >;
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

const d3Format = ({ digits, plain }: NumberFormat) =>
  JSON.stringify(`${plain ? '' : ','}${digits === undefined ? '' : `.${digits}f`}`);
const axisOf = ({ unit = '', plain }: NumberFormat) => ({
  format: plain ? '~f' : ',~f',
  labelExpr: `datum.label + ${JSON.stringify(unit)}`,
});

const days = 86_400_000;

/** Moments as coarse as the time that the axis spans: years, months, days or hours. */
const momentLabel = `utcFormat(datum.value, ${[
  [5 * 366 * days, '%Y'],
  [120 * days, '%b %Y'],
  [2 * days, '%-d %b'],
]
  .map(([span, format]) => `domain('x')[1] - domain('x')[0] >= ${span} ? '${format}' : `)
  .join('')}'%-d %b %H:%M')`;

/** A line over time: `x` a date, a timestamp or a year, `y` a number; `thin` is drawn faintly behind it. */
export function timeSeries(options: {
  readonly x: string;
  readonly y: string;
  readonly yTitle: string;
  readonly thin?: string;
  /** Whether the axis begins at zero. */
  readonly zero?: boolean;
  readonly format?: NumberFormat;
}): ChartDefinition['spec'] {
  const { x, y, yTitle, thin, zero = false, format = {} } = options;
  const line = (field: string, mark: object) => ({
    mark: { type: 'line', clip: true, ...mark },
    encoding: { y: { field, type: 'quantitative', title: yTitle, scale: { zero }, axis: axisOf(format) } },
  });
  const at = `datum[${JSON.stringify(x)}]`;
  return {
    height: 220,
    // A number of four digits is a year, not so many milliseconds after 1970.
    transform: [
      {
        calculate: `isNumber(${at}) && ${at} >= 1000 && ${at} <= 9999 ? utc(${at}, 0, 1) : toDate(${at})`,
        as: 'moment',
      },
    ],
    encoding: { x: { field: 'moment', type: 'temporal', title: null, axis: { labelExpr: momentLabel, grid: false } } },
    layer: [...(thin ? [line(thin, { strokeWidth: 1, opacity: 0.45 })] : []), line(y, { strokeWidth: 2.2 })],
  };
}

/** Parts a label from the number of its row, which keeps rows of one label apart. */
const apart = '\u001f';

/**
 * Horizontal bars with their values, one for each of the first rows, in the table's order; rows of one label are bars
 * of their own. `previous` is drawn as an upright mark.
 */
export function ranking(options: {
  readonly label: string;
  readonly value: string;
  readonly valueTitle: string;
  /** Needs the chart's `previousBy`. */
  readonly previous?: boolean;
  /** The most bars; 30 unless told. */
  readonly most?: number;
  readonly format?: NumberFormat;
}): ChartDefinition['spec'] {
  const { label, value, valueTitle, previous = false, most = 30, format = {} } = options;
  const length = (field: string) => ({ field, type: 'quantitative', title: valueTitle, axis: axisOf(format) });
  const both = [value, ...(previous ? [`previous_${value}`] : [])];
  const ends = both.map((field) => `datum[${JSON.stringify(field)}]`);
  const written = `format(${ends[0]}, ${d3Format(format)}) + ${JSON.stringify(format.unit ?? '')}`;
  return {
    usermeta: { most, written: { field: value, format } },
    height: { step: 26 },
    transform: [
      { window: [{ op: 'row_number', as: 'row' }] },
      { filter: `datum.row <= ${most}` },
      {
        calculate: `(isValid(datum[${JSON.stringify(label)}]) ? datum[${JSON.stringify(label)}] : '–') + ${JSON.stringify(apart)} + datum.row`,
        as: 'label_of_row',
      },
      { calculate: `max(${ends.join(', ')})`, as: 'end_of_marks' },
      { calculate: written, as: 'written_value' },
    ],
    encoding: {
      y: {
        field: 'label_of_row',
        type: 'nominal',
        sort: null,
        title: null,
        axis: { labelExpr: `split(datum.label, ${JSON.stringify(apart)})[0]` },
      },
    },
    layer: [
      { mark: 'bar', encoding: { x: length(value) } },
      ...(previous ? [{ mark: 'tick', encoding: { x: length(`previous_${value}`) } }] : []),
      {
        mark: { type: 'text', align: 'left', dx: 6 },
        encoding: { x: length('end_of_marks'), text: { field: 'written_value' } },
      },
    ],
  };
}

/** A value that a person reads: thousands grouped, digits as asked; a missing one is a dash. */
export function formatCell(
  cell: Cell | undefined,
  format: NumberFormat = {},
  type: 'number' | 'boolean' | 'text' | 'date' | 'timestamp' = 'text',
): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'number' || (type === 'number' && isNumeric(cell)) ? formatNumber(cell, format) : String(cell);
}

/** Behind the point; Node 20 writes no more. */
const mostDigits = 20;

/** A number, or the text of an exact one, without loss. */
function formatNumber(number: number | `${number}`, { digits, unit = '', plain = false }: NumberFormat): string {
  const places =
    digits ?? (typeof number === 'string' ? (number.split('.')[1] ?? '').length : Number.isInteger(number) ? 0 : 2);
  const shown = Math.min(places, mostDigits);
  const format = { minimumFractionDigits: shown, maximumFractionDigits: shown, signDisplay: 'negative' } as const;
  return new Intl.NumberFormat('en-US', { ...format, useGrouping: !plain }).format(number) + unit;
}

const isNumeric = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);
