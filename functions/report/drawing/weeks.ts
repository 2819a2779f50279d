import type { Slot, Spine } from './spine.ts';
import { mondayOf, timeOf } from './times.ts';

/** More bars than these cannot be told apart. */
const mostBars = 100;

/** The days of a long time by the week of ISO 8601, each called by its first day; one that the time cuts is as narrow as it is short. */
export function inWeeks(spine: Spine): Spine {
  if (spine.unit !== 'day' || spine.slots.length <= mostBars) return spine;
  const weeks = new Map<number, Slot>();
  for (const slot of spine.slots) {
    const monday = mondayOf(timeOf(slot.key));
    const { key, from, rows } = weeks.get(monday) ?? { ...slot, rows: [] };
    weeks.set(monday, { key, from, to: slot.to, rows: [...rows, ...slot.rows] });
  }
  return { unit: 'week', slots: [...weeks.values()] };
}
