import { aggregateInput, athenaStep } from '../../../functions/aggregate/athena/step.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { silent } from '../../world/log.ts';
import { run } from '../preprocessed.ts';
import { openMarket } from './market.ts';

const ofRun = { run, batch: '2024-05' };

it.each([
  [{ ...ofRun, step: 'query', query: 'found' }],
  [{ ...ofRun, step: 'take', query: 'found', answer: 's3://lake/1.csv', scannedBytes: 0 }],
  [{ ...ofRun, step: 'finish' }],
  [ofRun],
])('is asked for as %j', (input) => {
  expect(aggregateInput.parse(input)).toEqual(input);
});

it.each([
  ['an unknown step', { ...ofRun, step: 'finnish' }],
  ['no query', { ...ofRun, step: 'query' }],
  ['no answer', { ...ofRun, step: 'take', query: 'found', scannedBytes: 0 }],
  ['nothing said of what was scanned', { ...ofRun, step: 'take', query: 'found', answer: 's3://lake/1.csv' }],
])('refuses %s', (_, input) => {
  expect(aggregateInput.safeParse(input).success).toBe(false);
});

it('does each step over the same bucket', async () => {
  const { athena, pipeline } = await openMarket([{ name: 'found', sql: 'SELECT id FROM shops ORDER BY 1' }]);
  const world = { bucket: athena.bucket, pipeline, withEngine: withDuckDB(), log: silent, database: 'market_dev' };
  const asked = await athenaStep({ ...ofRun, step: 'query', query: 'found' }, world);
  expect(asked).toEqual({ sql: expect.stringContaining('FROM "market_dev"."shops"') });
  const answer = (name: string) => `s3://lake/runs/${run}/athena/${name}.csv`;
  await athena.put(`runs/${run}/athena/found.csv`, '"id"\n"2"\n"1"\n');
  await athena.put(`runs/${run}/athena/joins.csv`, '"$join","$place","$rows","$0","$1"\n');
  const take = { ...ofRun, step: 'take', scannedBytes: 3 } as const;
  expect(await athenaStep({ ...take, query: 'found', answer: answer('found') }, world)).toEqual({ rows: 2 });
  expect(await athenaStep({ ...take, query: '_joins', answer: answer('joins') }, world)).toEqual({ rows: 5 });
  const tables = [{ name: 'found', rows: 2 }];
  expect(await athenaStep({ ...ofRun, step: 'finish' }, world)).toEqual({ tables });
});
