import { scaleLinear } from 'd3-scale';
import type { Batch } from '../../core/batch.ts';
import type { Row, Table } from '../../core/quality.ts';
import { legible } from '../../core/visible.ts';
import { isoDay, kindOf, later, stepOf, timeOf, type Unit } from './times.ts';

/** A place on the axis, in percent of its width, and the rows that are there: none where something is missing. */
export interface Slot {
  /** An ISO date, an ISO moment, a year, or a label. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly Row[];
}

/** What a chart is drawn along: every step of its time, whether it has a row or not. */
export interface Spine {
  readonly unit: Unit;
  readonly slots: readonly Slot[];
}

export const middleOf = ({ from, to }: Pick<Slot, 'from' | 'to'>): number => (from + to) / 2;

/** More steps than this are no steps: a slip in one date shall not make an axis of a million days. */
const mostSteps = 4000;

/** The axis of a column: for dates the batch's days, for other times as far as they reach, else a slot for each row. */
export function spineOf(table: Table, column: string, batch: Pick<Batch, 'from' | 'to'>): Spine {
  const kind = kindOf(table, column);
  if (kind === 'label') return inRows(table.rows, column);
  const byTime = new Map<number, Row[]>();
  for (const row of table.rows) {
    const time = timeOf(row[column]);
    if (!Number.isNaN(time)) byTime.set(time, [...(byTime.get(time) ?? []), row]);
  }
  const times = [...byTime.keys()].sort((one, other) => one - other);
  const { unit, steps } = kind === 'date' ? datesIn(times, batch) : momentsIn(times, kind);
  const keyOf = (time: number) =>
    unit === 'moment' ? new Date(time).toISOString() : isoDay(time).slice(0, kind === 'year' ? 4 : 10);
  const placed = (time: number) => ({ key: keyOf(time), rows: byTime.get(time) ?? [] });
  return steps ? evenly(unit, steps.map(placed)) : scattered(unit, times.map(placed));
}

/** A slot for each row, by its name. */
export const inRows = (rows: readonly Row[], column: string): Spine =>
  evenly(
    'label',
    rows.map((row) => ({ key: legible(String(row[column] ?? '–')), rows: [row] })),
  );

interface Steps {
  readonly unit: Unit;
  /** Undefined where the times lie anyhow. */
  readonly steps: readonly number[] | undefined;
}

/** The steps of the batch, and of whatever lies before and behind it. */
function datesIn(times: readonly number[], { from, to }: Pick<Batch, 'from' | 'to'>): Steps {
  const unit = stepOf(times);
  const [first = Date.parse(from), last = first] = [times[0], times.at(-1)];
  let start = first;
  while (later(start, unit, -1) >= Date.parse(from)) start = later(start, unit, -1);
  const steps = [start];
  const next = () => later(steps.at(-1) ?? start, unit);
  while (steps.length <= mostSteps && (next() <= last || next() < Date.parse(to))) steps.push(next());
  return { unit, steps: steps.length > mostSteps ? undefined : steps };
}

/** Steps of one length, where at least every other one has a row. */
function momentsIn(times: readonly number[], kind: 'moment' | 'year'): Steps {
  const unit = kind === 'year' ? 'year' : 'moment';
  if (times.length === 0) return { unit, steps: [] };
  const places = kind === 'year' ? times.map((time) => new Date(time).getUTCFullYear()) : times;
  const [first = 0, last = first] = [places[0], places.at(-1)];
  const step = places.reduce((common, place) => divisor(common, place - first), 0) || 1;
  const count = (last - first) / step + 1;
  if (count > 2 * times.length || count > mostSteps) return { unit, steps: undefined };
  const at = (index: number) => (kind === 'year' ? timeOf(first + index * step) : first + index * step);
  return { unit, steps: Array.from({ length: count }, (_, index) => at(index)) };
}

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));

type Placed = Pick<Slot, 'key' | 'rows'>;

const evenly = (unit: Unit, all: readonly Placed[]): Spine => ({
  unit,
  slots: all.map((one, at) => ({ ...one, from: (at / all.length) * 100, to: ((at + 1) / all.length) * 100 })),
});

function scattered(unit: Unit, all: readonly Placed[]): Spine {
  const at = scaleLinear([timeOf(all[0]?.key), timeOf(all.at(-1)?.key)], [1, 99]);
  return { unit, slots: all.map((one) => ({ ...one, from: at(timeOf(one.key)), to: at(timeOf(one.key)) })) };
}
