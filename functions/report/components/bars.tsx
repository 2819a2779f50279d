import type { Table } from '../../core/quality.ts';
import type { BarsComponent } from '../../definition/components/bars.ts';
import { type Tongue, useTongue } from '../../publishing/tongue.tsx';
import { BarRows } from '../drawing/bar-rows.tsx';
import { ChartCard } from '../drawing/chart-card.tsx';
import type { ChartData } from '../drawing/data.ts';
import { missingIn, missingNote } from '../drawing/gaps.ts';
import { seriesOf, totalOf } from '../drawing/numbers.ts';
import { Plot, type PlotProps } from '../drawing/plot.tsx';
import { type Slot, type Spine, spineOf } from '../drawing/spine.ts';
import { type Stack, stackOf } from '../drawing/stack.ts';
import { highest, pointAt } from '../drawing/stack-telling.ts';
import { BarPaths, BarValues } from '../drawing/stacks.tsx';
import { extremesOf, labelOf, teller } from '../drawing/telling.ts';
import { tipsOf } from '../drawing/tips.ts';
import { valueAxis } from '../drawing/value-axis.ts';
import { inWeeks } from '../drawing/weeks.ts';

/** Bars over time, or over names; several columns are stacked. */
export function Bars({ component, data }: { component: BarsComponent; data: ChartData }) {
  const tongue = useTongue();
  const { series, spine, binned, stacks, by, valueAt } = barsIn(component, data);
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
      notes={binned === spine ? firstRows(spine, data.table, tongue) : [tongue.words.charts.weeks[by]]}
      legend={series.length > 1 ? series.map(({ name }, at) => ({ name, mark: `series-${at + 1}` })) : []}
      missing={note}
    >
      {spine.unit === 'label' ? (
        <Lying {...drawn} />
      ) : (
        <Upright
          {...drawn}
          spine={spine}
          missing={missingIn(spine, component.y)}
          tips={tipsOf(binned, { series, valueAt }, tongue)}
          axis={valueAxis({ values: stacks.flatMap(({ low, high }) => [low, high]), zero: true }, format, tongue)}
        />
      )}
    </ChartCard>
  );
}

/** So many names and no more: a picture of a thousand bars tells nothing. */
const mostNames = 100;

const firstRows = ({ unit, slots }: Spine, { rowCount }: Table, { words, cell }: Tongue) =>
  unit === 'label' && slots.length < rowCount ? [words.charts.firstRows(cell(slots.length), cell(rowCount))] : [];

/** What is drawn: the bars of each day or name, or, where the days are too many, of each week. */
function barsIn({ x, y, format, weeks }: BarsComponent, { table, definition, batch }: ChartData) {
  const series = y.map((column) => seriesOf(column, format, definition));
  const { unit, slots } = spineOf(table, x, batch);
  const spine = { unit, slots: unit === 'label' ? slots.slice(0, mostNames) : slots };
  const binned = inWeeks(spine);
  const by = weeks ?? (series[0]?.format.unit?.trim() === '%' ? 'mean' : 'sum');
  const valueAt = ({ rows }: Slot, column: string) => totalOf(rows, column, binned === spine ? 'sum' : by);
  const stacks = binned.slots.map((slot) =>
    stackOf(
      slot,
      y.map((column) => valueAt(slot, column)),
    ),
  );
  return { series, spine, binned, by, stacks, valueAt };
}

interface DrawnBars {
  readonly id: string;
  readonly label: string;
  readonly stacks: readonly Stack[];
  readonly written: (stack: Stack) => string;
}

const Upright = ({ stacks, written, ...plot }: DrawnBars & Pick<PlotProps, 'spine' | 'missing' | 'tips' | 'axis'>) => (
  <Plot {...plot} over={<BarValues stacks={stacks} written={written} axis={plot.axis} />}>
    <BarPaths stacks={stacks} axis={plot.axis} />
  </Plot>
);

const Lying = ({ id, label, stacks, written }: DrawnBars) => (
  <BarRows
    id={id}
    label={label}
    rows={stacks.map((stack) => ({ label: stack.slot.key, parts: stack.parts, value: written(stack) }))}
  />
);
