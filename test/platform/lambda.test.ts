import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { TributaryError } from '../../functions/core/errors.ts';
import { jsonText } from '../../functions/core/json.ts';
import { lambda } from '../../functions/platform/lambda.ts';
import { log } from '../../functions/platform/log.ts';

const context: Partial<Context> = { functionName: 'shop-dev-ingest', awsRequestId: 'r-1' };
const invoke = (handler: (event: unknown, context: Context) => Promise<unknown>, event: unknown) =>
  handler(event, context as Context);
const schema = z.object({ run: z.string() });

const line = jsonText(z.looseObject({}));
let logged: z.infer<typeof line>[] = [];
beforeEach(() => {
  logged = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      logged.push(line.parse(String(text)));
      return true;
    });
  }
});
afterEach(() => jest.restoreAllMocks());

it('hands the work an event of the right shape', async () => {
  await expect(
    invoke(
      lambda(schema, async ({ run }) => `did ${run}`),
      { run: 'r1', more: true },
    ),
  ).resolves.toBe('did r1');
});

it('refuses an event of another shape, saying where it differs', async () => {
  await expect(
    invoke(
      lambda(schema, async () => 1),
      { run: 1 },
    ),
  ).rejects.toMatchObject({
    name: 'EventInvalid',
    message: expect.stringContaining('run:'),
  });
});

describe('an invocation whose time is nearly over', () => {
  const soonOver = { functionName: 'shop-dev-ingest', getRemainingTimeInMillis: () => 5001 } as Context;

  it.each([
    [{ run: 'r1', source: 'orders' }, 'shop-dev-ingest of orders did not end'],
    [{ run: 'r1' }, 'shop-dev-ingest did not end'],
  ])('is stopped with a word about what it worked on: %j', async (event, words) => {
    let stopped: AbortSignal | undefined;
    const endless = lambda(schema, (_, stop) => {
      stopped = stop;
      return new Promise(() => undefined);
    });
    await expect(endless(event, soonOver)).rejects.toMatchObject({
      name: 'OutOfTime',
      message: expect.stringContaining(words),
    });
    expect(stopped?.aborted).toBe(true);
    expect(logged).toContainEqual(expect.objectContaining({ level: 'ERROR', error: 'OutOfTime', ...event }));
  });
});

describe('who is to hear what the work failed with', () => {
  const soonOver = { functionName: 'shop-dev-preprocess', getRemainingTimeInMillis: () => 5001 } as Context;
  const hearing = (work: () => Promise<void>, failed: (error: Error) => Promise<void>) =>
    lambda(schema, work, undefined, ({ run }, { name, message }) => failed(new Error(`${run} ${name} ${message}`)));

  it('hears that its time was over, before it is answered', async () => {
    const heard: string[] = [];
    const endless = hearing(
      () => new Promise(() => undefined),
      async ({ message }) => void heard.push(message),
    );
    await expect(endless({ run: 'r1' }, soonOver)).rejects.toMatchObject({ name: 'OutOfTime' });
    expect(heard).toEqual([expect.stringMatching(/^r1 OutOfTime shop-dev-preprocess did not end/)]);
  });

  it('takes nothing from the error where that fails too', async () => {
    const failing = hearing(
      () => Promise.reject(new TributaryError('InputGone', 'a.csv is gone')),
      () => Promise.reject(new Error('S3 is away')),
    );
    await expect(invoke(failing, { run: 'r1' })).rejects.toMatchObject({ name: 'InputGone' });
  });
});

it('lets an error through by its name, and logs it as one, with what was worked on', async () => {
  const failing = lambda(schema, async () => {
    throw new TributaryError('InputGone', 'a.csv is gone');
  });
  await expect(invoke(failing, { run: 'r1' })).rejects.toMatchObject({ name: 'InputGone' });
  const failed = { message: 'failed', run: 'r1', error: 'InputGone', reason: 'a.csv is gone' };
  expect(logged).toEqual([expect.objectContaining({ level: 'ERROR', ...failed, function_request_id: 'r-1' })]);
});

it('logs each event as one line, by its level, where each fact is a field', async () => {
  const telling = lambda(schema, async ({ run }) => {
    log.info('began', { run });
    log.warn('odd', { files: ['a\nb', 'c'] });
  });
  await invoke(telling, { run: 'r1' });
  expect(logged).toMatchObject([
    { level: 'INFO', message: 'began', run: 'r1', function_name: 'shop-dev-ingest' },
    { level: 'WARN', message: 'odd', files: ['a\nb', 'c'] },
  ]);
});

describe('each line says what is worked on', () => {
  const telling = (event: z.ZodType) => lambda(event, async () => log.info('began', { rows: 3 }));
  const batch = '2025-01';
  const run = `${batch}-00aa11bb22cc33dd_2`;

  it.each<[string, object, object]>([
    ['a source of a run', { run, batch, source: 'orders' }, { run, batch, source: 'orders' }],
    ['a run', { run, batch }, { run, batch }],
    ['a run that has ended', { source: 'aws.states', detail: { name: run } }, { run, batch }],
    ['what has no run', { source: 'aws.s3', detail: { object: { key: 'k' } } }, {}],
  ])('%s', async (_, event, subject) => {
    await invoke(telling(z.looseObject({})), event);
    const { level: _level, timestamp: _at, service: _service, ...said } = logged[0] ?? {};
    const facts = Object.entries(said).filter(([name]) => !/^(function_|cold_start|sampling|xray)/.test(name));
    expect(Object.fromEntries(facts)).toEqual({ message: 'began', step: 'ingest', rows: 3, ...subject });
  });

  it('and nothing of the event before', async () => {
    await invoke(telling(z.looseObject({})), { run, source: 'orders' });
    await invoke(telling(z.looseObject({})), {});
    expect(logged[1]).not.toHaveProperty('run');
    expect(logged[1]).not.toHaveProperty('source');
  });
});

it('follows what the work came to, by source and of all, in the format that CloudWatch makes metrics of', async () => {
  const measuring = lambda(
    schema,
    async () => 7,
    (read) => ({ bySource: { RowsRead: read, BytesRead: 9 }, ofAll: { RejectedOfLimit: 50 } }),
  );
  const [run, batch, step] = ['2025-01-00aa11bb22cc33dd', '2025-01', 'ingest'];
  await invoke(measuring, { run, source: 'orders' });
  const metrics = (Dimensions: string[][], ...Metrics: object[]) => ({
    CloudWatchMetrics: [{ Namespace: 'Tributary', Dimensions, Metrics }],
  });
  const of = { run, batch, step, source: 'orders' };
  expect(logged).toMatchObject([
    {
      ...of,
      RowsRead: 7,
      BytesRead: 9,
      _aws: metrics([['service', 'source']], { Name: 'RowsRead', Unit: 'Count' }, { Name: 'BytesRead', Unit: 'Bytes' }),
    },
    { ...of, RejectedOfLimit: 50, _aws: metrics([['service']], { Name: 'RejectedOfLimit', Unit: 'Percent' }) },
  ]);
});
