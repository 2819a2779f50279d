import { area, line } from 'd3-shape';
import type { Batch } from '../../core/batch.ts';
import type { Table } from '../../core/quality.ts';
import type { TableDefinition } from '../../definition/define-report.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import { missingIn, missingNote, stretchesOf } from './gaps.ts';
import { Hatch } from './hatch.tsx';
import { seriesOf, totalOf } from './numbers.ts';
import { middleOf, spineOf } from './spine.ts';
import { extremesOf, labelOf, pointsOf, teller } from './telling.ts';

interface TrendProps {
  readonly title: string;
  readonly id: string;
  readonly column: string;
  readonly table: Table;
  readonly definition: TableDefinition | undefined;
  readonly batch: Batch;
}

const height = 42;

/** A column as a small line, over the table's first column of dates where it has one; what is missing is a gap. */
export function Trend({ title, id, column, table, definition, batch }: TrendProps) {
  const tongue = useTongue();
  const dates = table.columns.find(({ type }) => type === 'date')?.name;
  const spine = spineOf(table, dates ?? '', batch);
  const extremes = extremesOf(pointsOf(spine, ({ rows }) => totalOf(rows, column, 'mean')));
  if (!extremes || spine.slots.length < 2) return null;
  const tell = teller(spine, seriesOf(column, undefined, definition).format, tongue);
  const note = missingNote(spine, [column], tongue);
  const told = [{ name: undefined, extremes, tell }];
  const { low, high } = extremes;
  const points = spine.slots.map((slot) => ({ at: middleOf(slot) * 10, value: totalOf(slot.rows, column, 'mean') }));
  const y = ({ value }: { value: number | null }) =>
    high.value === low.value ? 22 : 36 - (((value ?? 0) - low.value) / (high.value - low.value)) * 30;
  const x = ({ at }: { at: number }) => at;
  const isThere = ({ value }: { value: number | null }) => value !== null;
  type One = (typeof points)[number];
  return (
    <svg
      class="trend"
      width="100%"
      height={height}
      role="img"
      aria-label={labelOf({ title: tongue.words.page.trendOf(title), spine, told, note }, tongue)}
    >
      <Hatch id={`${id}-gap`} stretches={stretchesOf(missingIn(spine, [column]))} height={height} />
      <svg width="100%" height={height} viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="area" d={area<One>().defined(isThere).x(x).y0(height).y1(y).digits(1)(points) ?? ''} />
        <path class="line series-1" d={line<One>().defined(isThere).x(x).y(y).digits(1)(points) ?? ''} />
      </svg>
    </svg>
  );
}
