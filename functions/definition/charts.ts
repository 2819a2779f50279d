import type { NumberFormat } from '../core/number.ts';
import type { ChartDefinition } from './define-report.ts';

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

interface TimeSeriesOptions {
  readonly x: string;
  readonly y: string;
  readonly yTitle: string;
  readonly thin?: string;
  /** Whether the axis begins at zero. */
  readonly zero?: boolean;
  readonly format?: NumberFormat;
}

/** A line over time: `x` a date, a timestamp or a year, `y` a number, a row for each time; `thin` is drawn faintly behind it. */
export function timeSeries(options: TimeSeriesOptions): ChartDefinition['spec'] {
  const { x, y, yTitle, thin, zero = false, format = {} } = options;
  const line = (field: string, mark: object) => ({
    mark: { type: 'line', clip: true, ...mark },
    encoding: { y: { field, type: 'quantitative', title: yTitle, scale: { zero }, axis: axisOf(format) } },
  });
  const at = `datum[${JSON.stringify(x)}]`;
  return {
    usermeta: { along: x },
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

interface RankingOptions {
  readonly label: string;
  readonly value: string;
  readonly valueTitle: string;
  /** Needs the chart's `previousBy`. */
  readonly previous?: boolean;
  /** The most bars; 30 unless told. */
  readonly most?: number;
  readonly format?: NumberFormat;
}

/**
 * Horizontal bars with their values, one for each of the first rows, in the table's order; rows of one label are bars
 * of their own. `previous` is drawn as an upright mark.
 */
export function ranking(options: RankingOptions): ChartDefinition['spec'] {
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
