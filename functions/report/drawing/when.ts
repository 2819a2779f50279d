import type { Tongue } from '../../publishing/tongue.tsx';
import type { Slot, Spine } from './spine.ts';

/** A place of the axis in words: `Feb 8`, with its year where the axis spans several. */
export function whenOf({ key }: Pick<Slot, 'key'>, { unit, slots }: Spine, { cell, ...tongue }: Tongue): string {
  const yearOf = (slot: Slot | undefined) => slot?.key.slice(0, 4);
  const isOneYear = yearOf(slots[0]) === yearOf(slots.at(-1));
  switch (unit) {
    case 'day':
    case 'week':
      return isOneYear ? tongue.shortDay(key) : tongue.day(key);
    case 'month':
      return tongue.month(key);
    case 'year':
      return key.slice(0, 4);
    case 'moment':
      return cell(key, {}, 'timestamp');
    case 'label':
      return key;
  }
}
