import { line } from 'd3-shape';
import { numberOf } from './numbers.ts';
import { middleOf, type Spine } from './spine.ts';
import type { ValueAxis } from './value-axis.ts';

interface Corner {
  /** In thousandths of the width. */
  readonly at: number;
  readonly value: number | null;
}

/** A column as one path, with a piece for each stretch of values; a value alone is a dot. */
export function linePath({ slots }: Spine, column: string, { y }: ValueAxis): string {
  const corners = slots.flatMap((slot) => {
    const values = slot.rows.length > 0 ? slot.rows.map((row) => numberOf(row[column])) : [null];
    return values.map((value): Corner => ({ at: middleOf(slot) * 10, value }));
  });
  const path = line<Corner>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => at)
    .y(({ value }) => y(value ?? 0))
    .digits(1);
  return path(corners) ?? '';
}
