import type { Tongue } from '../../publishing/tongue.tsx';
import type { Series } from './numbers.ts';
import { middleOf, type Slot, type Spine } from './spine.ts';
import { whenOf } from './when.ts';

/** What the page's script says where the pointer is: the middle of each place in percent, and its values, a line each. */
export type Tips = readonly (readonly [middle: number, text: string])[];

interface Valued {
  readonly series: readonly Series[];
  readonly valueAt: (slot: Slot, column: string) => number | null;
}

export const tipsOf = (spine: Spine, { series, valueAt }: Valued, tongue: Tongue): Tips =>
  spine.slots.map((slot) => {
    const values = series.map(({ name, column, format }) => {
      const value = tongue.cell(valueAt(slot, column), format);
      return series.length > 1 ? `${name} ${value}` : value;
    });
    return [Number(middleOf(slot).toFixed(1)), [whenOf(slot, spine, tongue), ...values].join('\n')];
  });
