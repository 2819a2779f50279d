import type { Slot } from './spine.ts';
import type { ValueAxis } from './value-axis.ts';

/** The parts of a bar, one upon the other: those below zero below it. */
export interface Stack {
  readonly slot: Slot;
  /** Undefined where a part has no value. */
  readonly parts: readonly ({ readonly from: number; readonly to: number } | undefined)[];
  readonly low: number;
  readonly high: number;
  /** Null where no part has a value. */
  readonly total: number | null;
}

export function stackOf(slot: Slot, values: readonly (number | null)[]): Stack {
  let [low, high] = [0, 0];
  const parts = values.map((value) => {
    if (value === null) return undefined;
    const from = value < 0 ? low : high;
    if (value < 0) low += value;
    else high += value;
    return { from, to: from + value };
  });
  return { slot, parts, low, high, total: values.every((value) => value === null) ? null : low + high };
}

/** How much of its place a bar leaves free, at each side. */
const margin = 0.14;

/** All bars of one part as one path, in thousandths of the width. */
export const pathOf = (stacks: readonly Stack[], part: number, { y }: ValueAxis): string =>
  stacks
    .flatMap(({ slot, parts }) => {
      const { from, to } = parts[part] ?? { from: 0, to: 0 };
      if (from === to) return [];
      const room = slot.to - slot.from || 1.2;
      const left = (slot.from === slot.to ? slot.from - room / 2 : slot.from) + room * margin;
      const [x, width] = [left, room * (1 - 2 * margin)].map((one) => Number((one * 10).toFixed(1)));
      return [`M${x},${y(from)}h${width}V${y(to)}h-${width}z`];
    })
    .join('');
