import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportedWorld } from '../../../local/console/exported-world.ts';

jest.mock('../../../pipeline/pipeline.ts', () => {
  const { pipeline } = jest.requireActual('../shop.ts');
  const { distributedOf } = jest.requireActual('../../../functions/definition/distributed.ts');
  return { pipeline: { ...pipeline, distributed: distributedOf({ fromBytes: 1024 ** 3 }) } };
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exported-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['nothing', undefined],
  ['no JSON', '{"events": ['],
  ['no events', '{}'],
  ['an event without a time', '{"events": [{"id": 1, "type": "ExecutionStarted"}]}'],
])('says how a history is written where there is %s', async (_, text) => {
  const path = join(folder, 'history.json');
  if (text !== undefined) await writeFile(path, text);
  expect(() => exportedWorld(path)).toThrow(/history.json is no history .* get-execution-history .* > history.json\.$/);
});

it('knows the state machine of a pipeline that is distributed', async () => {
  const path = join(folder, 'distributed.json');
  const event = { id: 1, type: 'TaskStateEntered', timestamp: '2024-03-01T06:00:00+00:00' };
  await writeFile(path, JSON.stringify({ events: [{ ...event, stateEnteredEventDetails: { name: 'Divide' } }] }));
  expect(exportedWorld(path).about().place).toBe(path);
});
