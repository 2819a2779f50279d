import { type Batch, batchAfter, batchOf, type Period } from '../../functions/core/batch.ts';
import type { Values } from '../door/options.ts';

/** The batches from one to another, in calendar order; throws with advice where that is none. */
export function rangeOf({ from, to = from }: Pick<Values, 'from' | 'to'>, period: Period): Batch[] {
  if (from === undefined || to === undefined) throw new Error('Which batches? Say --from and --to.');
  const [first, last] = [batchOf(period, from), batchOf(period, to)];
  const batches: Batch[] = [];
  for (let batch: Batch | undefined = first; batch && batch.from <= last.from; batch = batchAfter(period, batch)) {
    batches.push(batch);
  }
  if (batches.length === 0) throw new Error(`${to} is before ${from}: --from says the first batch, --to the last one.`);
  return batches;
}
