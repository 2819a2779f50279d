import type { BarsComponent } from '../../definition/components/bars.ts';
import { type Tongue, useTongue } from '../../publishing/tongue.tsx';
import { BarRows } from '../drawing/bar-rows.tsx';
import { ChartCard } from '../drawing/chart-card.tsx';
import type { ChartData } from '../drawing/data.ts';
import { missingIn, missingNote } from '../drawing/gaps.ts';
import { type Series, seriesOf, totalOf } from '../drawing/numbers.ts';
import { Plot } from '../drawing/plot.tsx';
import { spineOf } from '../drawing/spine.ts';
import { type Stack, stackOf } from '../drawing/stack.ts';
import { BarPaths, BarValues } from '../drawing/stacks.tsx';
import { extremesOf, labelOf, type Point, type Told, teller } from '../drawing/telling.ts';
import { valueAxis } from '../drawing/value-axis.ts';
import { inWeeks } from '../drawing/weeks.ts';

/** Bars over time, or over names; several columns are stacked. */
export function Bars({ component, data }: { component: BarsComponent; data: ChartData }) {
  const tongue = useTongue();
  const { series, spine, binned, stacks, by } = barsIn(component, data);
  const format = series[0]?.format ?? {};
  const extremes = extremesOf(stacks.flatMap(pointAt));
  if (!extremes) return <ChartCard component={component} data={data} />;
  const tell = teller(binned, format, tongue);
  const note = missingNote(spine, component.y, tongue);
  const told = [{ name: undefined, extremes, tell }];
  const drawn = {
    id: data.id,
    label: labelOf({ title: component.title, spine, told, note }, tongue),
    stacks,
    written: ({ total }: Stack) => tongue.cell(total, format),
  };
  return (
    <ChartCard
      component={component}
      data={data}
      statement={highest(stacks, { series, tell }, tongue)}
      notes={binned === spine ? [] : [tongue.words.charts.weeks[by]]}
      legend={series.length > 1 ? series.map(({ name }, at) => ({ name, mark: `series-${at + 1}` })) : []}
      missing={note}
    >
      {spine.unit === 'label' ? (
        <Lying {...drawn} />
      ) : (
        <Plot
          {...drawn}
          {...upright(drawn, axisOf(stacks, format, tongue))}
          spine={spine}
          missing={missingIn(spine, component.y)}
        />
      )}
    </ChartCard>
  );
}

/** What is drawn: the bars of each day or name, or, where the days are too many, of each week. */
function barsIn({ x, y, format, weeks }: BarsComponent, { table, definition, batch }: ChartData) {
  const series = y.map((column) => seriesOf(column, format, definition));
  const spine = spineOf(table, x, batch);
  const binned = inWeeks(spine);
  const by = weeks ?? (series[0]?.format.unit?.trim() === '%' ? 'mean' : 'sum');
  const valuesOf = (rows: Parameters<typeof totalOf>[0]) =>
    y.map((column) => totalOf(rows, column, binned === spine ? 'sum' : by));
  return { series, spine, binned, by, stacks: binned.slots.map((slot) => stackOf(slot, valuesOf(slot.rows))) };
}

interface Said {
  readonly series: readonly Series[];
  readonly tell: (point: Point) => Told;
}

/** Where the highest bar is; of stacked ones also where each of their parts is. */
function highest(stacks: readonly Stack[], { series, tell }: Said, { words, list }: Tongue): string {
  const { charts: says } = words;
  const highIn = (points: readonly Point[]) => {
    const { high } = extremesOf(points) ?? {};
    return high ? [tell(high)] : [];
  };
  const parts = series.flatMap(({ name }, at) =>
    highIn(stacks.flatMap(partAt(at))).map((one) => says.highPart(name, one)),
  );
  const [total] = highIn(stacks.flatMap(pointAt));
  if (!total) return '';
  return series.length > 1 ? says.highTotal(total, list(parts)) : says.high(total);
}

const partAt =
  (at: number) =>
  ({ slot, parts }: Stack): Point[] => {
    const part = parts[at];
    return part ? [{ slot, value: part.to - part.from }] : [];
  };

const pointAt = ({ slot, total }: Stack): Point[] => (total === null ? [] : [{ slot, value: total }]);

const axisOf = (stacks: readonly Stack[], ...rest: [Parameters<typeof valueAxis>[1], Tongue]) =>
  valueAxis({ values: stacks.flatMap(({ low, high }) => [low, high]), zero: true }, ...rest);

interface DrawnBars {
  readonly id: string;
  readonly label: string;
  readonly stacks: readonly Stack[];
  readonly written: (stack: Stack) => string;
}

const upright = ({ stacks, written }: DrawnBars, axis: ReturnType<typeof valueAxis>) => ({
  axis,
  over: <BarValues stacks={stacks} written={written} axis={axis} />,
  children: <BarPaths stacks={stacks} axis={axis} />,
});

const Lying = ({ id, label, stacks, written }: DrawnBars) => (
  <BarRows
    id={id}
    label={label}
    rows={stacks.map((stack) => ({ label: stack.slot.key, parts: stack.parts, value: written(stack) }))}
  />
);
