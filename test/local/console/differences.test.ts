import type { Manifest } from '../../../functions/core/manifest.ts';
import type { Quality } from '../../../functions/core/quality.ts';
import { adviceOn } from '../../../local/console/run/advice.ts';
import { codeKey } from '../../../local/console/run/code-of-run.ts';
import { differencesOf } from '../../../local/console/run/differences.ts';
import { lastGood, type RunFacts, readFacts } from '../../../local/console/run/facts.ts';
import { executionSchema } from '../../../local/console/run/history.ts';

const manifest = (run: string, etag: string, fingerprint = 'aaaa'): Manifest => ({
  run,
  batch: '2013-02',
  attempt: 1,
  fingerprint,
  frozenAt: '2026-01-01T00:00:00Z',
  sources: [
    {
      name: 'orders',
      objects: [{ key: 'incoming/2013-02/orders/f.csv', size: 1, etag, lastModified: '2026-01-01T00:00:00Z' }],
    },
  ],
  absent: [],
  comparedWith: { batch: '2013-01', run: '2013-01-0000000000000000' },
  waiver: null,
});
const quality = (read: number, more: Partial<Quality> = {}): Quality => ({
  source: 'orders',
  files: [{ file: 'f.csv', format: 'csv', rows: read, fault: null, extraColumns: [] }],
  read,
  clean: read,
  rejected: 0,
  duplicates: 0,
  rejections: [],
  withinLimits: true,
  holds: false,
  problems: [],
  leftOut: false,
  ...more,
});
const code = (files: Record<string, string>, columns: Record<string, string>) =>
  JSON.stringify({ files, columns: { orders: columns } });

const [good, bad] = ['2013-02-1111111111111111', '2013-02-2222222222222222'];
const objects: Record<string, string> = {
  'reports/2013-02/latest.json': JSON.stringify({ run: good }),
  [`runs/${good}/manifest.json`]: JSON.stringify(manifest(good, 'x')),
  [`runs/${bad}/manifest.json`]: JSON.stringify(manifest(bad, 'y', 'bbbb')),
  [`runs/${bad}/quality/orders.json`]: JSON.stringify(quality(7)),
  [codeKey(good)]: code({ 'pipeline/a.sql': '1', 'functions/b.ts': '1' }, { day: 'DATE, required', gone: 'VARCHAR' }),
  [codeKey(bad)]: code({ 'pipeline/a.sql': '2', 'functions/c.ts': '1' }, { day: 'DATE, may be missing' }),
};
const read = async (key: string) => objects[key];
const failed = executionSchema.parse({
  executionArn: 'e',
  stateMachineArn: 'm',
  name: bad,
  status: 'FAILED',
  startDate: 0,
  input: JSON.stringify({ run: bad, batch: '2013-02' }),
});

async function factsOf(from = read): Promise<{ now: RunFacts; before: RunFacts }> {
  const now = await readFacts(failed, from);
  const before = now && (await lastGood(now, from));
  if (!now || !before) throw new Error('There is no good run.');
  return { now, before };
}

const machine = (...names: string[]) =>
  JSON.stringify({ States: Object.fromEntries(names.map((name) => [name, { Type: 'Pass' }])) });
const same = { now: machine('Ingest'), good: machine('Ingest') };
/** All that there is to tell. */
const all = (...lines: string[]) => ({ lines, unknown: [] });

it('says which inputs, files and columns differ from the last good run', async () => {
  const { now, before } = await factsOf();
  expect(differencesOf(now, before, same)).toEqual({
    since: good,
    inputs: all('changed: incoming/2013-02/orders/f.csv'),
    code: all('changed: pipeline/a.sql', 'new: functions/c.ts', 'gone: functions/b.ts'),
    schema: all('orders.day: DATE, may be missing; it was DATE, required', 'orders: the column gone is gone'),
  });
});

describe('of a stage, where no file of code is known', () => {
  const onStage = (from: typeof read) => factsOf(async (key) => (key.endsWith('code.json') ? undefined : from(key)));

  it('tells what manifests and Step Functions know, and says what they do not', async () => {
    const { now, before } = await onStage(read);
    const definitions = { good: machine('Ingest', 'Report'), now: machine('Ingest', 'Check') };
    expect(differencesOf(now, before, definitions)).toMatchObject({
      inputs: all('changed: incoming/2013-02/orders/f.csv'),
      code: {
        lines: [
          'the definition in pipeline/ is another: bbbb, not aaaa',
          'the state Check is new',
          'the state Report is gone',
        ],
        unknown: [`Which version of functions/ has run is told by a report alone, and ${bad} has none.`],
      },
      schema: {
        lines: [],
        unknown: [`Which columns pipeline/ asks for is told by a report alone, and ${bad} has none.`],
      },
    });
  });

  it('knows that the columns are the same where pipeline/ is', async () => {
    const from = async (key: string) =>
      key === `runs/${bad}/manifest.json` ? JSON.stringify(manifest(bad, 'y')) : read(key);
    const { now, before } = await onStage(from);
    expect(differencesOf(now, before, same).schema).toEqual(all());
  });

  it('says that Step Functions has forgotten the last good run', async () => {
    const { now, before } = await onStage(read);
    expect(differencesOf(now, before, { ...same, good: undefined }).code.unknown).toContain(
      `Step Functions does not know the order of the steps of ${good} any more.`,
    );
  });

  it('says whose manifest is gone', async () => {
    const { now, before } = await onStage(async (key) =>
      key === `runs/${good}/manifest.json` ? undefined : read(key),
    );
    expect(differencesOf(now, before, same).inputs).toEqual({
      lines: [],
      unknown: [`The bucket has no manifest of ${good}, which tells its inputs.`],
    });
  });
});

it('tells a source that is new, and of what is pulled that nothing is known before it is counted', async () => {
  const { now, before } = await factsOf();
  const own = manifest(bad, 'x');
  const sources = [...own.sources, { name: 'tickets', objects: [] }];
  expect(differencesOf({ ...now, manifest: { ...own, sources } }, before, same).inputs).toEqual({
    lines: ['the source tickets is new'],
    unknown: ['What was read of tickets is not known, as its rows are not counted.'],
  });
});

it('counts rows that are not as many as before, and columns that are new in a file', async () => {
  const { now, before } = await factsOf();
  const files = [{ file: 'f.csv', format: 'csv', rows: 7, fault: null, extraColumns: ['gate'] }];
  const other = { ...now, quality: [quality(7, { files })] };
  expect(differencesOf(other, { ...before, quality: [quality(9)] }, same)).toMatchObject({
    inputs: all('changed: incoming/2013-02/orders/f.csv', 'orders: 7 rows, not 9'),
    schema: { lines: expect.arrayContaining(['f.csv: the column gate is new']) },
  });
});

it('takes the batch before where this one has no good run', async () => {
  const first = async (key: string) => (key.endsWith('latest.json') ? undefined : objects[key]);
  const { now, before } = await factsOf(first);
  expect(before.run).toBe('2013-01-0000000000000000');
  const other = { ...before, manifest: { ...manifest('x', 'x'), batch: '2013-01' } };
  expect(differencesOf(now, other, same).inputs).toEqual(all('it is another batch: 2013-02, not 2013-01'));
});

it('knows nothing of an execution that is no run of the pipeline', async () => {
  expect(await readFacts({ ...failed, input: '{"order":1}' }, read)).toBeUndefined();
});

it('advises to accept only what a person may', async () => {
  const { now } = await factsOf();
  const holding = { ...now, quality: [quality(7, { holds: true })] };
  expect(adviceOn(holding, 'RunHeld', ' --stage prod').command).toBe(
    `npm run tributary -- accept ${bad} --reason "<why>" --stage prod`,
  );
  const files = [{ file: 'f.csv', format: 'csv', rows: 0, fault: 'It is no CSV.', extraColumns: [] }];
  const broken = { ...now, quality: [quality(0, { holds: true, files })] };
  expect(adviceOn(broken, 'RunHeld', '').command).toBeUndefined();
});

it.each([
  ['', 'StoreUnavailable', 'npm start -- --batch 2013-02'],
  [' --stage prod', 'StoreUnavailable', `npm run tributary -- redrive ${bad} --stage prod`],
  [' --stage prod', 'TableFailed', undefined], // which no redrive mends
])('gives the command to try again%s after %s', async (flag, error, command) => {
  expect(adviceOn((await factsOf()).now, error, flag).command).toBe(command);
});
