import { readChildFailure } from '../../functions/core/child-failure.ts';
import { rawPrefix } from '../../functions/core/keys.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { openFolders } from '../../functions/platform/folder.ts';
import { takeStep } from '../../functions/preprocess/steps.ts';
import { silent } from '../world/log.ts';
import { frozen, header, order, ordersPipeline, run } from './orders.ts';

const open = () => {
  const bucket = frozen({ files: { 'a.csv': `${header}\n${order(1)}\n` }, from: 'incoming/2013-02/orders/' }, null);
  const pipeline = ordersPipeline({ rules: { odd: 'CAST(note AS INTEGER) > 0' } });
  const engines = { withEngine: withDuckDB(), withFolder: openFolders() };
  return { bucket, pipeline, ...engines, now: () => new Date(0), log: silent };
};
const part = { part: 1, at: 0, key: `${rawPrefix(run.run, 'orders')}0`, origin: 'a.csv', size: 9, cut: null };
const read = { ...run, step: 'read' as const, edition: 1, partitions: 0, part };
const end = 'States.ExceedToleratedFailureThreshold';

it('writes why a child fails, which the execution does not tell', async () => {
  const world = open();
  await expect(takeStep(read, world)).rejects.toThrow(/odd/);
  const reason = expect.stringMatching(/The rule "odd" of orders fails on a row/);
  expect(await readChildFailure(run.run, end, world.bucket)).toEqual({
    source: 'orders',
    error: 'PipelineInvalid',
    reason,
  });
  expect(await readChildFailure(run.run, 'RowsLost', world.bucket)).toBeUndefined();
});

it('throws what fails a child also where that cannot be written', async () => {
  const world = open();
  world.bucket.crashAt(1, 'before');
  await expect(takeStep(read, world)).rejects.toThrow(/odd/);
});

it('writes nothing of a state whose failure the execution tells', async () => {
  const world = open();
  await expect(takeStep({ ...run, step: undefined }, world)).rejects.toThrow(/odd/);
  expect(await readChildFailure(run.run, end, world.bucket)).toBeUndefined();
});
