import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { fill } from '../../../commands/backfill/backfill.ts';
import { makerOn } from '../../../commands/site/stage-maker.ts';
import { batchOf } from '../../../functions/core/batch.ts';
import { minutes } from '../../../functions/core/duration.ts';
import { qualityKey } from '../../../functions/core/keys.ts';
import { dynamodb } from '../../../functions/origins/dynamodb/options.ts';
import { upload } from '../../../functions/origins/upload/options.ts';
import { sourceOf, startWorld } from '../../start/world.ts';

const outputs = {
  BucketName: 'bucket',
  UploadsQueueUrl: 'https://sqs/uploads',
  DeadLettersUrl: 'https://sqs/dead',
  StateMachineArn: 'arn:aws:states:local:0:stateMachine:shop',
  TopicArn: 'arn:aws:sns:local:0:shop',
  Definition: 'fingerprint',
};
const stock = sourceOf('stock', { origin: dynamodb({ table: 'stock' }) });
const months = ['2012-12', '2013-01', '2013-02', '2013-03'].map((name) => batchOf('month', name));

/** How the run of a batch goes; published unless told. */
type Ends = Record<string, 'published' | 'held' | 'failed' | 'never begins' | 'stops here'>;

/** A deployed pipeline: its queue and its state machine are faked, and what is behind them is start itself. */
function deployed(sources = [stock]) {
  const world = startWorld(sources);
  world.clock.now = Date.parse('2013-03-15T00:00:00Z');
  const statuses = new Map<string, string>();
  const sent: unknown[] = [];
  const ends: Ends = {};
  const batchOfRun = (run: string) => run.slice(0, 7);

  const sqs = mockClient(SQSClient);
  sqs.on(SendMessageCommand).callsFake(async ({ QueueUrl, MessageBody }) => {
    expect(QueueUrl).toBe(outputs.UploadsQueueUrl);
    sent.push(JSON.parse(MessageBody));
    if (ends[JSON.parse(MessageBody).open.batch] !== 'never begins') await world.deliver(MessageBody);
  });
  const sfn = mockClient(SFNClient);
  sfn.on(DescribeExecutionCommand).callsFake(async ({ executionArn }) => {
    const [, run = ''] = executionArn.split(':execution:shop:');
    if (!world.executions.has(run)) throw new ExecutionDoesNotExist({ message: 'none', $metadata: {} });
    const status = statuses.get(run) ?? 'RUNNING';
    return { status, ...(status === 'FAILED' && { error: 'SourceUnavailable', cause: 'The table does not answer.' }) };
  });
  /** Time passes, and what runs comes to its end. */
  const pause = async (seconds: number) => {
    world.clock.now += seconds * 1000;
    for (const run of world.runs().filter((one) => !statuses.has(one))) {
      const end = ends[batchOfRun(run)] ?? 'published';
      if (end === 'stops here') throw new Error('Ctrl-C');
      statuses.set(run, end === 'published' ? 'SUCCEEDED' : 'FAILED');
      if (end === 'published' || end === 'held') await world.end(run, end);
      const execution = world.executions.get(run);
      if (execution) execution.ended = true;
    }
  };
  const flag = ' --stage prod';
  const placeOf = (key: string) => `s3://bucket/${key}`;
  const maker = makerOn(outputs, { ...world.world, sqs: new SQSClient(), sfn: new SFNClient(), pause, flag });
  const lines: string[] = [];
  const plain = (text: string) => text;
  const line = (text = '') => void lines.push(text);
  const screen = { line, begin: () => () => '', bold: plain, red: plain, green: plain };
  return {
    ...world,
    ends,
    statuses,
    sent,
    lines,
    run: async (dryRun = false) => {
      lines.length = 0;
      const { code = 0, lines: last } = await fill({ batches: months, dryRun, site: { flag, placeOf } }, maker, screen);
      lines.push(...last);
      return code;
    },
    batches: () => world.runs().map(batchOfRun),
  };
}

it('makes the batches that are over in calendar order, each compared with the one before', async () => {
  const stage = deployed();
  expect(await stage.run()).toBe(0);
  expect(stage.sent).toEqual(['2012-12', '2013-01', '2013-02'].map((batch) => ({ open: { batch } })));
  const compared = stage.runs().map((run) => stage.manifest(run).comparedWith?.run ?? null);
  expect(compared).toEqual([null, ...stage.runs().slice(0, -1)]);
  expect(stage.lines.at(-1)).toContain('Done. 2013-03 waited: the same command goes on with what has come by then.');
});

it('lists what it would do, and does nothing', async () => {
  const stage = deployed([sourceOf('orders'), stock]);
  await stage.deliver(stage.put('incoming/2012-12/orders/a.csv'));
  await stage.end(stage.runs()[0] ?? '', 'published');
  stage.put('incoming/2013-01/orders/a.csv');
  stage.put('incoming/2013-03/orders/a.csv');
  expect(await stage.run(true)).toBe(0);
  expect(stage.lines).toEqual([
    expect.stringMatching(/^ {2}2012-12 {2}is published {2}2012-12-[0-9a-f]{16}$/),
    expect.stringMatching(/^ {2}2013-01 {2}to run {2}2013-01-[0-9a-f]{16}$/),
    '  2013-02  waits for  orders: 1 more in incoming/2013-02/orders/',
    '  2013-03  waits for  its end, 2013-04-01T00:00:00Z',
  ]);
  expect(stage.sent).toEqual([]);
});

it('does nothing a second time', async () => {
  const stage = deployed();
  await stage.run();
  stage.sent.length = 0;
  expect(await stage.run()).toBe(0);
  expect(stage.sent).toEqual([]);
  expect(stage.lines[0]).toMatch(/2012-12 {2}is published/);
});

it('goes on after a stop with the run that was under way, which is not started twice', async () => {
  const stage = deployed();
  stage.ends['2013-01'] = 'stops here';
  await expect(stage.run()).rejects.toThrow('Ctrl-C');
  stage.ends['2013-01'] = 'published';
  expect(await stage.run()).toBe(0);
  expect(stage.batches()).toEqual(['2012-12', '2013-01', '2013-02']);
});

it('stops at a run that fails, says why and what to do, and goes on once it was redriven', async () => {
  const stage = deployed();
  stage.ends['2013-01'] = 'failed';
  expect(await stage.run()).toBe(1);
  expect(stage.batches()).toEqual(['2012-12', '2013-01']);
  const [, failed = ''] = stage.runs();
  const said = stage.lines.join('\n');
  expect(said).toContain('failed: SourceUnavailable: The table does not answer.');
  expect(said).toContain(`npm run tributary -- redrive ${failed} --stage prod`);
  expect(stage.lines.at(-1)).toMatch(/Stopped at 2013-01.*the same command/);

  expect(await stage.run()).toBe(1); // nobody has done anything
  stage.statuses.delete(failed); // redriven
  stage.ends['2013-01'] = 'published';
  expect(await stage.run()).toBe(0);
  expect(stage.batches()).toEqual(['2012-12', '2013-01', '2013-02']);
});

it('stops at a run that is held, until it is accepted or corrected', async () => {
  const stage = deployed();
  stage.ends['2013-01'] = 'held';
  expect(await stage.run()).toBe(1);
  const [, held = ''] = stage.runs();
  expect(stage.lines.join('\n')).toContain(`s3://bucket/reports/2013-01/${held}/quality.html`);
  stage.sent.length = 0;
  expect(await stage.run()).toBe(1);
  expect(stage.lines.find((line) => line.includes('2013-01'))).toContain('was held');
  expect(stage.lines.join('\n')).toContain(`accept ${held} --reason "<why>" --stage prod`);
  expect(stage.sent).toEqual([]);

  const problems = { files: [], rejections: [], problems: ['There are no rows.'], withinLimits: false, holds: true };
  const counts = { read: 0, clean: 0, rejected: 0, duplicates: 0, leftOut: false };
  stage.bucket.put(qualityKey(held, 'stock'), JSON.stringify({ source: 'stock', ...counts, ...problems }));
  await stage.deliver(JSON.stringify({ rerun: { run: held, attempt: 2, accept: 'Known to the shop.' } }));
  stage.statuses.set(`${held}_2`, 'SUCCEEDED');
  await stage.end(`${held}_2`, 'published');
  expect(await stage.run()).toBe(0);
  expect(stage.manifest(stage.runs().at(-1) ?? '').comparedWith?.run).toBe(`${held}_2`);
});

it('says where to look when no run begins', async () => {
  const stage = deployed();
  stage.ends['2012-12'] = 'never begins';
  expect(await stage.run()).toBe(1);
  expect(stage.lines.join('\n')).toMatch(
    /No run began.*\n.*npm run tributary -- logs 2012-12-[0-9a-f]{16} --stage prod/,
  );
  expect(stage.runs()).toEqual([]);
});

it('leaves a batch alone that is late, which fails by itself', async () => {
  const orders = sourceOf('orders', {
    origin: upload({ complete: { files: 2 } }),
    late: { after: minutes(1), action: 'fail' },
  });
  const stage = deployed([orders]);
  expect(await stage.run()).toBe(0);
  expect(stage.lines[0]).toBe('  2012-12  waits for  orders: 2 more in incoming/2012-12/orders/ (late)');
  expect(stage.runs()).toEqual([]);
});

it('points latest back where inputs have come back that were published before', async () => {
  const stage = deployed([sourceOf('orders')]);
  for (const body of ['A', 'B', 'A']) {
    const event = stage.put('incoming/2012-12/orders/a.csv', body);
    stage.clock.now += 60_000;
    if (stage.runs().length < 2) {
      await stage.deliver(event);
      const run = stage.runs().at(-1) ?? '';
      stage.statuses.set(run, 'SUCCEEDED');
      await stage.end(run, 'published');
    }
  }
  const [a] = stage.runs();
  expect(await stage.run()).toBe(0);
  expect(await stage.latest('2012-12')).toBe(a);
});
