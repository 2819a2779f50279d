import type { BarsComponent } from '../../definition/components/bars.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import { BarRows } from './bar-rows.tsx';
import { ChartCard } from './chart-card.tsx';
import type { ChartData } from './data.ts';
import { missingIn, missingNote } from './gaps.ts';
import { seriesOf, totalOf } from './numbers.ts';
import { Plot, percent } from './plot.tsx';
import { middleOf, spineOf } from './spine.ts';
import { pathOf, type Stack, stackOf } from './stack.ts';
import { extremesOf, labelOf, pointsOf, teller } from './telling.ts';
import { levelFor } from './time-axis.ts';
import { valueAxis } from './value-axis.ts';
import { inWeeks } from './weeks.ts';

/** Bars over time, or over names; several columns are stacked. */
export function Bars({ component, data }: { component: BarsComponent; data: ChartData }) {
  const tongue = useTongue();
  const { charts: says } = tongue.words;
  const { x, y, title } = component;
  const series = y.map((column) => seriesOf(column, component.format, data.definition));
  const format = series[0]?.format ?? {};
  const { weeks = format.unit?.trim() === '%' ? 'mean' : 'sum' } = component;
  const spine = spineOf(data.table, x, data.batch);
  const binned = inWeeks(spine);
  const by = binned === spine ? 'sum' : weeks;
  const stacks = binned.slots.map((slot) =>
    stackOf(
      slot,
      y.map((column) => totalOf(slot.rows, column, by)),
    ),
  );
  const extremes = extremesOf(pointsOf(binned, (slot) => stacks[binned.slots.indexOf(slot)]?.total ?? null));
  if (!extremes) return <ChartCard component={component} data={data} />;
  const tell = teller(binned, format, tongue);
  const note = missingNote(spine, y, tongue);
  const label = labelOf({ title, spine: binned, told: [{ name: undefined, extremes, tell }], note }, tongue);
  const axis = valueAxis({ values: stacks.flatMap(({ low, high }) => [low, high]), zero: true }, format, tongue);
  const written = ({ total }: Stack) => (total === null ? '' : tongue.cell(total, format));
  return (
    <ChartCard
      component={component}
      data={data}
      statement={(y.length > 1 ? says.highInAll : says.high)(tell(extremes.high))}
      notes={binned === spine ? [] : [says.weeks[weeks]]}
      legend={series.length > 1 ? series.map(({ name }, at) => ({ name, mark: `series-${at + 1}` })) : []}
      missing={note}
    >
      {spine.unit === 'label' ? (
        <BarRows
          id={data.id}
          label={label}
          rows={stacks.map((stack) => ({ label: stack.slot.key, parts: stack.parts, value: written(stack) || '–' }))}
        />
      ) : (
        <Plot
          id={data.id}
          label={label}
          spine={spine}
          axis={axis}
          missing={missingIn(spine, y)}
          over={<Values stacks={stacks} written={written} y={axis.y} />}
        >
          {y.map((column, at) => (
            <path key={column} class={`bar series-${at + 1}`} d={pathOf(stacks, at, axis)} />
          ))}
        </Plot>
      )}
    </ChartCard>
  );
}

interface ValuesProps {
  readonly stacks: readonly Stack[];
  readonly written: (stack: Stack) => string;
  readonly y: (value: number) => number;
}

/** The values at the ends of the bars, where the bars are wide enough for all of them. */
function Values({ stacks, written, y }: ValuesProps) {
  const level = levelFor(stacks.map(written), stacks.length);
  if (!level) return null;
  return (
    <>
      {stacks.map((stack) => (
        <text
          key={stack.slot.key}
          class={`value-at ${level}`}
          x={percent(middleOf(stack.slot))}
          y={(stack.total ?? 0) < 0 ? y(stack.low) + 13 : y(stack.high) - 5}
          text-anchor="middle"
        >
          {written(stack)}
        </text>
      ))}
    </>
  );
}
