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
export function valueAxis({ values, zero }: Range, format: NumberFormat, { cell }: Tongue): ValueAxis {
  const [low, high] = [Math.min(...values, ...(zero ? [0] : [])), Math.max(...values, ...(zero ? [0] : []))];
  const isFlat = low === high;
  const scale = scaleLinear(
    [isFlat && low !== 0 ? low - Math.abs(low) / 10 : low, isFlat ? high + (Math.abs(high) / 10 || 1) : high],
    [height, 0],
  ).nice(4);
  const ticks = scale.ticks(4);
  const [foot = 0, next = 1, top = next] = [ticks[0], ticks[1], ticks.at(-1)];
  scale.domain([foot, top]);
  const digits = Math.max(0, -Math.floor(Math.log10(next - foot) + 1e-9));
  const labels = ticks.map((tick) => cell(tick, { ...format, digits })).reverse();
  return { labels, y: (value) => Number(scale(value).toFixed(1)) };
}
