import { measuresOf } from '../../functions/preprocess/measures.ts';
import { pipelineOf, sourceOf } from '../start/world.ts';

const limited = (rejected: number) => pipelineOf([sourceOf('orders', { limits: { rejected } })]);
const counted = {
  source: 'orders',
  read: 200,
  clean: 196,
  rejected: 3,
  duplicates: 1,
  withinLimits: true,
  holds: false,
};

it('follows every row of a source by what became of it', () => {
  expect(measuresOf(counted, limited(0.1)).bySource).toEqual({
    RowsRead: 200,
    RowsClean: 196,
    RowsRejected: 3,
    RowsDuplicate: 1,
  });
});

it.each([
  [3, 0.02, 75],
  [4, 0.02, 100],
  [200, 1, 100],
  [200, 0.001, 1000], // no more than that is told
  [1, 0, 1000],
  [0, 0, 0],
])('tells %p of 200 rows where a share of %p is allowed as %p %% of the limit', (rejected, limit, percent) => {
  const { ofAll } = measuresOf({ ...counted, rejected }, limited(limit));
  expect(ofAll.RejectedOfLimit).toBeCloseTo(percent);
});

it('tells a source without a row as far from its limit', () => {
  expect(measuresOf({ ...counted, read: 0, rejected: 0 }, limited(0.1)).ofAll.RejectedOfLimit).toBe(0);
});
