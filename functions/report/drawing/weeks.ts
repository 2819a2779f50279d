import type { Slot, Spine } from './spine.ts';
import { isoDay, mondayOf, timeOf } from './times.ts';

/** More bars than these cannot be told apart. */
const mostBars = 100;

/** The days of a long time by the week, as ISO 8601 has it; a week that the time cuts is as narrow as it is short. */
export function inWeeks(spine: Spine): Spine {
  if (spine.unit !== 'day' || spine.slots.length <= mostBars) return spine;
  const weeks = new Map<string, Slot>();
  for (const slot of spine.slots) {
    const key = isoDay(mondayOf(timeOf(slot.key)));
    const { from, rows } = weeks.get(key) ?? { from: slot.from, rows: [] };
    weeks.set(key, { key, from, to: slot.to, rows: [...rows, ...slot.rows] });
  }
  return { unit: 'week', slots: [...weeks.values()] };
}
