import { line as lineOf } from 'd3-shape';
import type { LineComponent } from '../../definition/components/line.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import { ChartCard } from './chart-card.tsx';
import type { ChartData } from './data.ts';
import { missingIn, missingNote } from './gaps.ts';
import { numberOf, seriesOf, totalOf } from './numbers.ts';
import { Plot } from './plot.tsx';
import { middleOf, type Spine, spineOf } from './spine.ts';
import { extremesOf, highAndLow, labelOf, pointsOf, teller } from './telling.ts';
import { type ValueAxis, valueAxis } from './value-axis.ts';

/** A line over time, which breaks where a day has no value. */
export function Line({ component, data }: { component: LineComponent; data: ChartData }) {
  const tongue = useTongue();
  const { x, y, thin, zero = false, title } = component;
  const spine = spineOf(data.table, x, data.batch);
  const columns = [...y, ...(thin ? [thin] : [])];
  const series = columns.map((column) => seriesOf(column, component.format, data.definition));
  const values = data.table.rows.flatMap((row) => columns.flatMap((column) => numberOf(row[column]) ?? []));
  const told = y.flatMap((column, at) => {
    const { name, format } = series[at] ?? seriesOf(column, undefined, undefined);
    const extremes = extremesOf(pointsOf(spine, ({ rows }) => totalOf(rows, column, 'mean')));
    return extremes ? [{ name: y.length > 1 ? name : undefined, extremes, tell: teller(spine, format, tongue) }] : [];
  });
  const [main] = told;
  if (!main || values.length === 0) return <ChartCard component={component} data={data} />;
  const note = missingNote(spine, columns, tongue);
  const axis = valueAxis({ values, zero }, series[0]?.format ?? {}, tongue);
  const legend = series.map(({ name, column }, at) => ({
    name,
    mark: column === thin ? 'line thin' : `line series-${at + 1}`,
  }));
  return (
    <ChartCard
      component={component}
      data={data}
      statement={highAndLow(main.extremes, main.tell, tongue)}
      legend={columns.length > 1 ? legend : []}
      missing={note}
    >
      <Plot
        id={data.id}
        label={labelOf({ title, spine, told, note }, tongue)}
        spine={spine}
        axis={axis}
        missing={missingIn(spine, columns)}
      >
        {thin && <path class="line thin" d={pathOf(spine, thin, axis)} />}
        {y.map((column, at) => (
          <path key={column} class={`line series-${at + 1}`} d={pathOf(spine, column, axis)} />
        ))}
      </Plot>
    </ChartCard>
  );
}

/** One path, with a piece for each stretch of values. */
function pathOf({ slots }: Spine, column: string, { y }: ValueAxis): string {
  const points = slots.flatMap((slot) => {
    const at = middleOf(slot) * 10;
    const values = slot.rows.length > 0 ? slot.rows.map((row) => numberOf(row[column])) : [null];
    return values.map((value) => ({ at, value }));
  });
  const path = lineOf<(typeof points)[number]>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => at)
    .y(({ value }) => y(value ?? 0))
    .digits(1);
  return path(points) ?? '';
}
