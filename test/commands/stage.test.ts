import { GetExecutionHistoryCommand, RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { documentKey, latestKey, pageKey, qualityKey } from '../../functions/core/keys.ts';
import { openWorld } from './stage.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));

const [first, second, third] = ['2013-02-0123456789abcdef', '2013-02-fedcba9876543210', '2013-01-0123456789abcdef'];
const arn = `arn:aws:states:eu-central-1:111111111111:execution:shop-prod:${first}`;
const held = { source: 'orders', problems: ['5 % of 20 rows were rejected.'], holds: true, withinLimits: false };
const counts = { read: 20, clean: 19, rejected: 1, duplicates: 0, files: [], rejections: [], leftOut: false };

describe('runs', () => {
  it('lists what step functions and the bucket know, whatever became of it', async () => {
    const world = openWorld();
    await world.end(third, 'published');
    await world.end(first, 'held');
    world.freeze(`${third}_2`);
    world.statuses.set(second, { status: 'RUNNING' });
    world.statuses.set(`${third}_2`, { status: 'TIMED_OUT' });
    world.statuses.delete(third); // 90 days later
    const { json, said } = await world.run('runs');
    expect(json).toMatchObject([
      { run: first, result: 'held', holds: false },
      { run: second, result: 'running', endedAt: null },
      { run: `${third}_2`, result: 'failed' },
      { run: third, batch: '2013-01', result: 'published', holds: true, startedAt: null },
    ]);
    expect(said).toMatch(new RegExp(`2013-02 +${first} +held +2013-03-01 06:00 +61.0 s`));
  });

  it('lists what is about to begin, and not what start wanted while only some of the files were there', async () => {
    const world = openWorld();
    const latest = { run: null, wanted: [first, second], ended: {} };
    world.bucket.put(latestKey('2013-02'), JSON.stringify(latest));
    expect((await world.run('runs')).json).toMatchObject([{ run: second, result: 'not begun' }]);
  });

  it('says what to do where there is none', async () => {
    expect((await openWorld().run('runs', '2013-02')).said).toBe('There is no run of 2013-02 yet. Upload a batch.');
  });
});

describe('show', () => {
  it('names the runs of a batch that stands in the place of one', async () => {
    const world = openWorld();
    world.bucket.put(latestKey('2013-02'), JSON.stringify({ run: null, wanted: [first], ended: {} }));
    await expect(world.run('show', '2013-02')).rejects.toThrow(/no run 2013-02\..* npm run tributary -- runs 2013-02 /);
    await expect(world.run('show', '2013-03')).rejects.toThrow(/no run 2013-03\..* npm run tributary -- runs --stage/);
  });

  it('says in which state a run failed, why, and what to do', async () => {
    const world = openWorld();
    world.freeze(first);
    world.statuses.set(first, { status: 'FAILED', error: 'SourceUnavailable', cause: '{}' });
    const timestamp = new Date('2013-03-01T06:00:00Z');
    const failure = { error: 'SourceUnavailable', cause: JSON.stringify({ errorMessage: 'orders: no answer' }) };
    world.sfn.on(GetExecutionHistoryCommand, { executionArn: arn }).resolves({
      events: [
        { id: 4, previousEventId: 0, type: 'ExecutionFailed', timestamp, executionFailedEventDetails: failure },
        {
          id: 3,
          previousEventId: 2,
          type: 'LambdaFunctionFailed',
          timestamp,
          lambdaFunctionFailedEventDetails: failure,
        },
        {
          id: 2,
          previousEventId: 1,
          type: 'TaskStateEntered',
          timestamp,
          stateEnteredEventDetails: { name: 'Ingest', input: '{"source":"orders"}' },
        },
      ],
    });
    const { said, json } = await world.run('show', first);
    expect(said).toMatch(/^Ingest +orders +did not end$/m);
    expect(said).toContain('failed in Ingest (orders): SourceUnavailable: orders: no answer');
    expect(said).toContain(`npm run tributary -- redrive ${first} --stage prod`);
    expect(said).toContain(
      `https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/v2/executions/details/${arn}`,
    );
    expect(json).toMatchObject({ result: 'failed', failure: { step: 'Ingest', source: 'orders' } });
  });

  it('offers a run to be accepted that is past its limits', async () => {
    const world = openWorld();
    world.freeze(first);
    await world.end(first, 'held');
    world.bucket.put(qualityKey(first, 'orders'), JSON.stringify({ ...counts, ...held }));
    world.sfn.on(GetExecutionHistoryCommand).resolves({ events: [] });
    const { said } = await world.run('show', first);
    expect(said).toContain('orders: 5 % of 20 rows were rejected.');
    expect(said).toContain(`accept ${first} --reason "<why>" --stage prod`);
    expect(said).toContain(`s3://bucket/${pageKey('2013-02', first, 'held')}`);
  });
});

it('open: gives a link that S3 answers for an hour', async () => {
  const world = openWorld();
  await world.end(first, 'published');
  const { said } = await world.run('open', '2013-02');
  const { searchParams, pathname } = new URL(said);
  expect(pathname).toBe(`/${pageKey('2013-02', first, 'published')}`);
  expect(searchParams.get('X-Amz-Expires')).toBe('3600');
  await expect(world.run('open', '2013-01')).rejects.toThrow(
    /No report of 2013-01 is published.*runs 2013-01 --stage prod/,
  );
});

it('open: names the address of the batch where the stage has a site', async () => {
  const world = openWorld({ ReportsUrl: 'https://d1.cloudfront.net' });
  await world.end(first, 'published');
  const { said, json } = await world.run('open', '2013-02');
  expect(said).toMatch(
    /^https:.*X-Amz.*\nFor whoever has a login: https:\/\/d1\.cloudfront\.net\/2013-02\/index\.html$/,
  );
  expect(json).toMatchObject({ run: first, address: 'https://d1.cloudfront.net/2013-02/index.html' });
});

describe('rerun', () => {
  it('asks start for the next attempt of what incoming/ holds, and waits for its end', async () => {
    const world = openWorld();
    for (const run of [first, `${first}_2`]) world.freeze(run);
    await world.end(first, 'published');
    world.meanwhile(
      () => world.statuses.set(`${first}_3`, { status: 'RUNNING' }),
      () => world.end(`${first}_3`, 'published'),
    );
    const { code, said, json } = await world.run('rerun', '2013-02');
    expect(world.sent()).toEqual([{ rerun: { run: first, attempt: 3 } }]);
    expect([code, json]).toMatchObject([0, { run: `${first}_3`, result: 'published' }]);
    expect(said).toContain(`published: s3://bucket/${pageKey('2013-02', `${first}_3`, 'published')}`);
  });

  it('asks for nothing that start would refuse, and says what to do instead', async () => {
    const world = openWorld();
    world.freeze(first, { fingerprint: 'of another day' });
    await world.end(first, 'published');
    await expect(world.run('rerun', '2013-02')).rejects.toThrow(/backfill --from 2013-02 --stage prod/);
    await expect(world.run('rerun', '2013-01')).rejects.toThrow(/no run of 2013-01 to do again/);
    await expect(world.run('rerun', '201301')).rejects.toThrow(/See which there are: npm run tributary -- runs /);
    expect(world.sent()).toEqual([]);
  });
});

describe('accept', () => {
  const heldWorld = async (fault: string | null) => {
    const world = openWorld();
    world.freeze(first);
    await world.end(first, 'held');
    const file = { file: 'a.csv', format: 'csv', rows: 20, fault, extraColumns: [] };
    const described = { title: '', description: '', optional: false, key: [], rules: [], columns: [] };
    const quality = [{ ...counts, ...held, ...described, files: [file] }];
    world.bucket.put(documentKey('2013-02', first), JSON.stringify({ quality }));
    return world;
  };

  it('hands the reason on', async () => {
    const world = await heldWorld(null);
    world.meanwhile(() => world.end(`${first}_2`, 'published'));
    expect(await world.run('accept', first, '--reason', 'Known to the shop.')).toMatchObject({ code: 0 });
    expect(world.sent()).toEqual([{ rerun: { run: first, attempt: 2, accept: 'Known to the shop.' } }]);
  });

  it('refuses what has no reason, was not held, or cannot be read', async () => {
    const world = await heldWorld('a.csv is cut off.');
    await world.end(third, 'published');
    await expect(world.run('accept', first)).rejects.toThrow(/--reason/);
    await expect(world.run('accept', third, '--reason', 'x')).rejects.toThrow(/was not held/);
    await expect(world.run('accept', first, '--reason', 'x')).rejects.toThrow(/files cannot be read/);
    expect(world.sent()).toEqual([]);
  });
});

describe('redrive', () => {
  it('lets a failed run go on, and says how it ends', async () => {
    const world = openWorld();
    world.freeze(first);
    world.statuses.set(first, { status: 'FAILED', error: 'SourceUnavailable' });
    world.sfn.on(RedriveExecutionCommand, { executionArn: arn }).callsFake(() => {
      world.statuses.set(first, { status: 'RUNNING' });
      return {};
    });
    world.meanwhile(
      () => undefined,
      () => world.end(first, 'published'),
    );
    expect(await world.run('redrive', first)).toMatchObject({ code: 0, json: { run: first, result: 'published' } });
  });

  it('says what helps instead where it would fail again, and where nothing failed', async () => {
    const world = openWorld();
    world.freeze(first);
    world.statuses.set(first, { status: 'FAILED', error: 'TableFailed' });
    await world.end(third, 'published');
    await expect(world.run('redrive', first)).rejects.toThrow(/end again in TableFailed.*Correct the folder pipeline/s);
    await expect(world.run('redrive', third)).rejects.toThrow(/has not failed/);
    expect(world.sfn.commandCalls(RedriveExecutionCommand)).toEqual([]);
  });
});
