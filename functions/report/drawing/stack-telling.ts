import type { Tongue } from '../../publishing/tongue.tsx';
import type { Series } from './numbers.ts';
import type { Stack } from './stack.ts';
import { extremesOf, type Point, type Told } from './telling.ts';

interface Said {
  readonly series: readonly Series[];
  readonly tell: (point: Point) => Told;
}

/** Where the highest bar is; of stacked ones also where each of their parts is. */
export function highest(stacks: readonly Stack[], { series, tell }: Said, { words, list }: Tongue): string {
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
  if (series.length > 1) return says.highTotal(total, list(parts));
  return stacks.flatMap(pointAt).length === 1 ? says.alone(total) : says.high(total);
}

const partAt =
  (at: number) =>
  ({ slot, parts }: Stack): Point[] => {
    const part = parts[at];
    return part ? [{ slot, value: part.to - part.from }] : [];
  };

/** The whole of a bar, where it has a value. */
export const pointAt = ({ slot, total }: Stack): Point[] => (total === null ? [] : [{ slot, value: total }]);
