import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportedWorld } from '../../../local/console/exported-world.ts';

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
