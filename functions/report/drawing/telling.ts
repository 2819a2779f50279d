import type { NumberFormat } from '../../core/number.ts';
import type { Tongue } from '../../publishing/tongue.tsx';
import type { Slot, Spine } from './spine.ts';
import { whenOf } from './when.ts';

/** A value at its place. */
export interface Point {
  readonly slot: Slot;
  readonly value: number;
}

/** One value of each place that has one. */
export const pointsOf = ({ slots }: Spine, ofSlot: (slot: Slot) => number | null): Point[] =>
  slots.flatMap((slot) => {
    const value = ofSlot(slot);
    return value === null ? [] : [{ slot, value }];
  });

/** A point in words. */
export interface Told {
  readonly when: string;
  readonly value: string;
}

/** The first, last, highest and lowest of some points. */
export interface Extremes {
  readonly first: Point;
  readonly last: Point;
  readonly high: Point;
  readonly low: Point;
}

/** Undefined where there is no point; of equal ones the first. */
export function extremesOf(points: readonly Point[]): Extremes | undefined {
  const [first] = points;
  if (!first) return undefined;
  const best = (isBetter: (one: number, other: number) => boolean) =>
    points.reduce((best, one) => (isBetter(one.value, best.value) ? one : best));
  const [high, low] = [best((one, other) => one > other), best((one, other) => one < other)];
  return { first, last: points.at(-1) ?? first, high, low };
}

/** Writes points of an axis in words. */
export const teller =
  (spine: Spine, format: NumberFormat, tongue: Tongue) =>
  ({ slot, value }: Point): Told => ({
    when: tongue.words.charts.when[spine.unit](whenOf(slot, spine, tongue)),
    value: tongue.cell(value, format),
  });

/** Where the highest and the lowest are; of points that are all the same, that they are; of one alone, where it is. */
export function highAndLow(
  { first, last, high, low }: Extremes,
  tell: (point: Point) => Told,
  { words }: Tongue,
): string {
  const { charts: says } = words;
  const [top, bottom] = [tell(high), tell(low)];
  if (first === last) return says.alone(top);
  return top.value === bottom.value ? says.same(top.value) : says.highAndLow(top, bottom);
}

interface Labelled {
  readonly title: string;
  readonly spine: Spine;
  readonly told: readonly {
    /** Where there are several. */
    readonly name: string | undefined;
    readonly extremes: Extremes;
    readonly tell: (point: Point) => Told;
  }[];
  readonly note: string | undefined;
}

/** A chart in words: its title, how far it reaches, how it starts and ends, its highest and lowest, and what is missing. */
export function labelOf({ title, spine, told, note }: Labelled, tongue: Tongue): string {
  const { charts: says } = tongue.words;
  const ends = [spine.slots[0], spine.slots.at(-1)].map((slot) => (slot ? whenOf(slot, spine, tongue) : '–'));
  const lines = told.map(({ name, extremes, tell }) => {
    const { first, last } = extremes;
    const ends = first === last ? [] : [says.startAndEnd(tell(first), tell(last))];
    const said = [...ends, highAndLow(extremes, tell, tongue)].join(' ');
    return name === undefined ? said : says.of(name, said);
  });
  const [from = '–', to = from] = ends;
  return [`${title}.`, says.extent(from, to), ...lines, note].filter((one) => one !== undefined).join(' ');
}
