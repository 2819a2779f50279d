import { scaleLinear } from 'd3-scale';
import type { NumberFormat } from '../../core/number.ts';
import type { Tongue } from '../../publishing/tongue.tsx';

/** How high a plot is, in pixels, whatever its width. */
export const height = 200;

/** The axis of values: its lines lie evenly from the foot of the plot to its top. */
export interface ValueAxis {
  /** From the top. */
  readonly labels: readonly string[];
  /** Where a value lies, in pixels from the top. */
  readonly y: (value: number) => number;
}

interface Range {
  readonly values: readonly number[];
  readonly zero: boolean;
}

/** An axis of round numbers around the values. */
export function valueAxis(range: Range, format: NumberFormat, { cell }: Tongue): ValueAxis {
  const scale = scaleLinear(domainOf(range), [height, 0]).nice(4);
  const ticks = scale.ticks(4);
  const [foot = 0, next = 1, top = next] = [ticks[0], ticks[1], ticks.at(-1)];
  scale.domain([foot, top]);
  const digits = Math.max(0, -Math.floor(Math.log10(next - foot) + 1e-9));
  const labels = ticks.map((tick) => cell(tick, { ...format, digits })).reverse();
  return { labels, y: (value) => Number(scale(value).toFixed(1)) };
}

/** From the lowest to the highest value, and more where these are the same, or as good as that. */
function domainOf({ values, zero }: Range): [number, number] {
  const all = zero ? [...values, 0] : values;
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * 1e-9, 1e-15)) return [low, high];
  const room = size > 1e-15 ? size / 10 : 1;
  return [low < 0 || !(zero || size <= 1e-15) ? low - room : low, high + room];
}
