import type { LineComponent } from '../../definition/components/line.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import { ChartCard } from '../drawing/chart-card.tsx';
import type { ChartData } from '../drawing/data.ts';
import { missingIn, missingNote } from '../drawing/gaps.ts';
import { linePath } from '../drawing/line-path.ts';
import { numberOf, type Series, seriesOf, totalOf } from '../drawing/numbers.ts';
import { Plot } from '../drawing/plot.tsx';
import { spineOf } from '../drawing/spine.ts';
import { extremesOf, highAndLow, labelOf, pointsOf, teller } from '../drawing/telling.ts';
import { tipsOf } from '../drawing/tips.ts';
import { valueAxis } from '../drawing/value-axis.ts';

/** A line over time, which breaks where a day has no value. */
export function Line({ component, data }: { component: LineComponent; data: ChartData }) {
  const tongue = useTongue();
  const { title, thin, zero = false } = component;
  const { spine, series, values } = linesIn(component, data);
  const columns = series.map(({ column }) => column);
  const told = series.flatMap(({ column, name, format }) => {
    const extremes =
      column === thin ? undefined : extremesOf(pointsOf(spine, ({ rows }) => totalOf(rows, column, 'mean')));
    const tell = teller(spine, format, tongue);
    return extremes ? [{ name: component.y.length > 1 ? name : undefined, extremes, tell }] : [];
  });
  const [main] = told;
  if (!main) return <ChartCard component={component} data={data} />;
  const note = missingNote(spine, columns, tongue);
  const axis = valueAxis({ values, zero }, series[0]?.format ?? {}, tongue);
  return (
    <ChartCard
      component={component}
      data={data}
      statement={highAndLow(main.extremes, main.tell, tongue)}
      legend={series.length > 1 ? series.map((one) => ({ name: one.name, mark: markOf(one, component) })) : []}
      missing={note}
    >
      <Plot
        id={data.id}
        label={labelOf({ title, spine, told, note }, tongue)}
        spine={spine}
        axis={axis}
        missing={missingIn(spine, columns)}
        tips={tipsOf(spine, { series, valueAt: ({ rows }, column) => totalOf(rows, column, 'mean') }, tongue)}
      >
        {series.toReversed().map((one) => (
          <path key={one.column} class={markOf(one, component)} d={linePath(spine, one.column, axis)} />
        ))}
      </Plot>
    </ChartCard>
  );
}

/** What is drawn: the lines, the thin one last. */
function linesIn({ x, y, thin, format }: LineComponent, { table, definition, batch }: ChartData) {
  const series = [...y, thin ?? []].flat().map((column) => seriesOf(column, format, definition));
  const values = table.rows.flatMap((row) => series.flatMap(({ column }) => numberOf(row[column]) ?? []));
  return { spine: spineOf(table, x, batch), series, values };
}

const markOf = ({ column }: Series, { y, thin }: LineComponent) =>
  column === thin ? 'line thin' : `line series-${y.indexOf(column) + 1}`;
