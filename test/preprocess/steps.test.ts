import { readChildFailure } from '../../functions/core/child-failure.ts';
import { TributaryError } from '../../functions/core/errors.ts';
import { rawPrefix } from '../../functions/core/keys.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { openFolders } from '../../functions/platform/folder.ts';
import { takeStep, tellFailure } from '../../functions/preprocess/steps.ts';
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
const failure = new TributaryError('PipelineInvalid', 'The rule "odd" fails.');
const end = 'States.ExceedToleratedFailureThreshold';

it('fails a child that reads a part by the name of what is wrong', async () => {
  await expect(takeStep(read, open())).rejects.toMatchObject({
    name: 'PipelineInvalid',
    message: expect.stringMatching(/The rule "odd" of orders fails on a row/),
  });
});

it('writes why a child fails, which the execution does not tell', async () => {
  const world = open();
  await tellFailure(read, failure, world.bucket);
  const told = { source: 'orders', error: 'PipelineInvalid', reason: 'The rule "odd" fails.' };
  expect(await readChildFailure(run.run, end, world.bucket)).toEqual(told);
  expect(await readChildFailure(run.run, 'RowsLost', world.bucket)).toBeUndefined();
});

it('writes nothing of a state whose failure the execution tells', async () => {
  const world = open();
  await tellFailure({ ...run, step: undefined }, failure, world.bucket);
  expect(await readChildFailure(run.run, end, world.bucket)).toBeUndefined();
});
