import { writeChildFailure } from '../../functions/core/child-failure.ts';
import { documentKey, latestKey } from '../../functions/core/keys.ts';
import type { HistoryEvent } from '../../functions/core/world.ts';
import { type NotifyWorld, notify, statusChangeSchema } from '../../functions/notify/notify.ts';
import { memoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';

const run = '2013-02-0123456789abcdef';
const executionArn = `arn:aws:states:eu-central-1:123456789012:execution:shop:${run}`;
const redrive = `aws stepfunctions redrive-execution --execution-arn ${executionArn}`;

/** An event as EventBridge passes it on. */
const event = (status: string, detail: object = {}) =>
  statusChangeSchema.parse({
    version: '0',
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn: 'arn:aws:states:eu-central-1:123456789012:stateMachine:shop',
      name: run,
      status,
      startDate: 1_362_117_600_000,
      stopDate: 1_362_117_660_000,
      input: JSON.stringify({ run, batch: '2013-02', sources: ['orders', 'customers'] }),
      output: null,
      inputDetails: { included: true },
      outputDetails: null,
      error: null,
      cause: null,
      ...detail,
    },
  });

/** Numbers the events as a history does, each following the one before it unless it says otherwise. */
const historyOf = (events: Partial<HistoryEvent>[]) =>
  events.map((one, at) => ({ id: at + 1, previousId: at, at: '2013-03-01T06:00:00.000Z', type: '', ...one }));

const entered = (state: string, source?: string) => ({
  type: 'TaskStateEntered',
  state,
  input: JSON.stringify({ run, batch: '2013-02', source }),
});
const failed = (error: string, errorMessage: string) => ({
  type: 'LambdaFunctionFailed',
  error,
  cause: JSON.stringify({ errorType: error, errorMessage, trace: ['at secret.ts:1'] }),
});

/** A bucket that says which report of the batch holds. */
const holding = (holds: string | null): NotifyWorld['bucket'] => {
  const bucket = memoryBucket();
  bucket.put(latestKey('2013-02'), JSON.stringify({ run: holds }));
  return bucket;
};

async function messageOf(
  change: ReturnType<typeof event>,
  events: Partial<HistoryEvent>[],
  world: Partial<NotifyWorld> = {},
) {
  const sent: { subject: string; body: string }[] = [];
  await notify(change, {
    name: 'shop',
    locale: 'en',
    bucketName: 'bucket',
    bucket: holding(null),
    history: async function* () {
      yield* historyOf(events).toReversed();
    },
    publish: async (subject, body) => void sent.push({ subject, body }),
    log: silent,
    ...world,
  });
  expect(sent).toHaveLength(1);
  return sent[0] ?? { subject: '', body: '' };
}

it('names the report of a published run, and its headline figures', async () => {
  const page = `reports/2013-02/${run}/index.html`;
  const figures = [
    { title: 'Orders', value: '24,951', change: '-7.6 %' },
    { title: 'Cancelled', value: '1,261' },
  ];
  const output = JSON.stringify({ run, batch: '2013-02', published: true, page, figures, dollars: 0.001246 });
  expect(await messageOf(event('SUCCEEDED', { output }), [], { bucket: holding(run) })).toEqual({
    subject: 'shop 2013-02: the report is published',
    body: `Batch: 2013-02\nRun: ${run}\nReport: s3://bucket/${page}\nReport that holds: this one\nCost: about $0.0012 by list prices\n\nOrders: 24,951 (-7.6 %)\nCancelled: 1,261\n`,
  });
});

it('names the report also where the event left the output out', async () => {
  const { body } = await messageOf(event('SUCCEEDED', { input: null }), []);
  expect(body).toContain(`Report: s3://bucket/reports/2013-02/${run}/index.html`);
});

it('says of a published run that another one holds, and where it is', async () => {
  const { subject, body } = await messageOf(event('SUCCEEDED'), [], { bucket: holding(`${run}_2`) });
  expect(subject).toBe('shop 2013-02: a report is published, another one holds');
  expect(body).toContain(`Report that holds: s3://bucket/reports/2013-02/${run}_2/index.html\n`);
});

it('links pages by their address where the stage has a site', async () => {
  const site = { bucket: holding(`${run}_2`), reportsUrl: 'https://d1.cloudfront.net' };
  const published = await messageOf(event('SUCCEEDED'), [], site);
  expect(published.body).toContain(`Report: https://d1.cloudfront.net/2013-02/${run}/index.html\n`);
  expect(published.body).toContain(`Report that holds: https://d1.cloudfront.net/2013-02/${run}_2/index.html\n`);
  const held = await messageOf(event('FAILED'), [{ type: 'ExecutionFailed', error: 'RunHeld' }], site);
  expect(held.body).toContain(`Quality page: https://d1.cloudfront.net/2013-02/${run}/quality.html\n`);
  expect(published.body + held.body).not.toContain('s3://');
});

it('says of a run that ended badly which report holds meanwhile', async () => {
  const events = [{ type: 'ExecutionFailed', error: 'RunHeld' }];
  const held = await messageOf(event('FAILED'), events, { bucket: holding('2013-02-ffffffffffffffff') });
  expect(held.body).toContain('Report that holds: s3://bucket/reports/2013-02/2013-02-ffffffffffffffff/index.html\n');
});

it('is sent also where nobody can tell which report holds', async () => {
  const bucket = { read: () => Promise.reject(new Error('S3 did not answer')) };
  const { body } = await messageOf(event('SUCCEEDED'), [], { bucket });
  expect(body).not.toContain('that holds');
});

it('names the step, source and reason of a failure among other sources, and how to go on', async () => {
  const message = await messageOf(event('FAILED'), [
    { type: 'MapStateEntered', state: 'Sources' },
    { ...entered('Ingest', 'orders') },
    { ...entered('Ingest', 'customers'), previousId: 1 },
    { type: 'LambdaFunctionScheduled', previousId: 2 },
    { ...failed('StoreUnavailable', 'S3 did not answer'), previousId: 3 },
    { ...failed('SourceUnavailable', 'orders: no answer from db.example:5432'), previousId: 4 },
    { type: 'MapIterationFailed', previousId: 6 },
    { type: 'MapIterationAborted', previousId: 5 },
    { type: 'ExecutionFailed', error: 'SourceUnavailable', cause: '{"errorMessage":"…"}', previousId: 1 },
  ]);
  expect(message).toEqual({
    subject: 'shop 2013-02: failed in Ingest (orders)',
    body: `Batch: 2013-02
Run: ${run}
Source: orders
Step: Ingest
Reason: SourceUnavailable: orders: no answer from db.example:5432
Report that holds: none yet

What to do next: When the cause is gone, let the run continue where it stopped (within 14 days of its end):

  ${redrive}
`,
  });
});

it.each(['OutOfTime', 'Runtime.ExitError', 'Sandbox.Timedout'])(
  'advises more memory before a redrive where a function ended in %s',
  async (error) => {
    const { body } = await messageOf(event('FAILED'), [
      { ...entered('Preprocess', 'orders') },
      { ...failed(error, 'killed') },
      { type: 'ExecutionFailed', error },
    ]);
    expect(body).toMatch(/Source: orders\nStep: Preprocess\n.*memorySize in its function\.yml/s);
    expect(body).toContain(redrive);
  },
);

it.each([(execution: object) => ({ QueryExecution: execution }), (execution: object) => execution])(
  'names the table whose query has failed, and says in the words of Athena why',
  async (told) => {
    const StateChangeReason = 'COLUMN_NOT_FOUND: line 3:1: Column delay cannot be resolved';
    const cause = JSON.stringify(told({ Query: 'SELECT …', Status: { State: 'FAILED', StateChangeReason } }));
    const input = JSON.stringify({ run, batch: '2013-02', query: 'worst_days', asked: { sql: 'SELECT …' } });
    const { subject, body } = await messageOf(event('FAILED'), [
      { type: 'TaskStateEntered', state: 'Athena', input },
      { type: 'TaskFailed', error: 'States.TaskFailed', cause },
      { type: 'ExecutionFailed', error: 'States.TaskFailed', cause },
    ]);
    expect(subject).toBe('shop 2013-02: failed in Athena (worst_days)');
    expect(body).toContain(`Query: worst_days\nStep: Athena\nReason: States.TaskFailed: ${StateChangeReason}\n`);
    expect(body).not.toContain('SELECT');
  },
);

const error = 'States.ExceedToleratedFailureThreshold';
const failedInAPart: Partial<HistoryEvent>[] = [
  { type: 'MapStateEntered', state: 'ReadParts', input: JSON.stringify({ source: 'orders' }) },
  { type: 'MapRunFailed', error },
  { type: 'MapStateEntered', state: 'Partitions', input: JSON.stringify({ source: 'stores' }), previousId: 0 },
  { type: 'ExecutionFailed', error, cause: 'The threshold was exceeded' },
];

it('tells why a part failed, where its child has said so', async () => {
  const bucket = memoryBucket();
  const reason = 'The rule "odd" of orders fails on a row.';
  await writeChildFailure(run, { source: 'orders', error: 'PipelineInvalid', reason }, bucket);
  const { body } = await messageOf(event('FAILED'), failedInAPart, { bucket });
  expect(body).toContain(`Source: orders\nStep: ReadParts\nReason: PipelineInvalid: ${reason}\n`);
  expect(body).toMatch(/What to do next: Correct the folder pipeline/);
});

it('says where the reason is of a part that failed for good without a word', async () => {
  const { body } = await messageOf(event('FAILED'), failedInAPart);
  expect(body).toMatch(/Source: orders\nStep: ReadParts\n.*A part of the source failed for good.*Map Run.*log/s);
  expect(body).toContain(redrive);
});

it('sends to the quality page of a held run, and advises no redrive', async () => {
  const { subject, body } = await messageOf(event('FAILED'), [
    { ...failed('SourceUnavailable', 'for a while') },
    { ...entered('Report') },
    { type: 'FailStateEntered', state: 'Held', input: '{}' },
    { type: 'ExecutionFailed', error: 'RunHeld', cause: 'A source is past its limits.' },
  ]);
  expect(subject).toBe('shop 2013-02: held by the quality gate, nothing published');
  expect(body).toContain(`Reason: RunHeld: A source is past its limits.\n`);
  expect(body).toContain(`Quality page: s3://bucket/reports/2013-02/${run}/quality.html\n`);
  expect(body).toMatch(/Correct the files that the quality page names, and upload them again.*read again by rerun/);
  expect(body).not.toContain('redrive');
});

it('says of a held run which sources hold it, and why', async () => {
  const quality = [
    { source: 'orders', problems: ['a.csv.gz ends in the middle.', '3 of 9 rows were rejected.'], leftOut: false },
    { source: 'customers', problems: [], leftOut: false },
  ];
  const bucket = memoryBucket();
  bucket.put(documentKey('2013-02', run), JSON.stringify({ quality }));
  const { body } = await messageOf(event('FAILED', { error: 'RunHeld' }), [], { bucket });
  expect(body).toContain('\norders: a.csv.gz ends in the middle.\norders: 3 of 9 rows were rejected.\n');
  expect(body).not.toContain('customers');
});

it('says of a held run with thousands of broken files as much as a topic takes, and how many more there are', async () => {
  const problems = Array.from({ length: 3000 }, (_, at) => `${at + 1}.csv has the column "${'é'.repeat(3000)}" twice.`);
  const bucket = memoryBucket();
  bucket.put(
    documentKey('2013-02', run),
    JSON.stringify({ quality: [{ source: 'orders', problems, leftOut: false }] }),
  );
  const { body } = await messageOf(event('FAILED', { error: 'RunHeld' }), [], { bucket });
  expect(Buffer.byteLength(body)).toBeLessThan(262_144);
  expect(body).toContain('\norders: 1.csv has the column "');
  expect(body).toContain('\nAnd 2,975 more: see the quality page.\n');
});

it('says what is late, and that the run of it starts by itself', async () => {
  const { subject, body } = await messageOf(event('FAILED'), [
    entered('Ingest', 'orders'),
    failed('SourceLate', 'The deadline of batch 2013-02 has passed without orders (1 more).'),
    { type: 'ExecutionFailed', error: 'SourceLate' },
  ]);
  expect(subject).toBe('shop 2013-02: failed in Ingest (orders)');
  expect(body).toContain('Reason: SourceLate: The deadline of batch 2013-02 has passed without orders (1 more).\n');
  expect(body).toMatch(/Ask whoever delivers it\. Once it is uploaded a new run starts by itself/);
  expect(body).not.toContain('redrive');
});

it('advises to correct the pipeline where a redrive would fail again', async () => {
  const { subject, body } = await messageOf(event('FAILED'), [
    entered('Aggregate'),
    failed('TableFailed', 'pipeline/report/days.sql: no column "day"'),
    { type: 'ExecutionFailed', error: 'TableFailed' },
  ]);
  expect(subject).toBe('shop 2013-02: failed in Aggregate');
  expect(body).toMatch(/days\.sql.*Correct the folder pipeline\/ and deploy it/s);
  expect(body).not.toContain('redrive');
});

it.each([
  ['TIMED_OUT', { type: 'ExecutionTimedOut', error: 'States.Timeout' }, 'took too long', 'States.Timeout'],
  ['ABORTED', { type: 'ExecutionAborted', error: 'Stop', cause: 'by Ada' }, 'was stopped', 'Stop: by Ada'],
  ['ABORTED', { type: 'ExecutionAborted' }, 'was stopped', 'Step Functions tells none.'],
])('tells that a run %s, and where it was', async (status, end, ending, reason) => {
  const { subject, body } = await messageOf(event(status), [
    entered('Ingest', 'orders'),
    failed('SourceUnavailable', 'for a while'),
    entered('Preprocess', 'orders'),
    end,
  ]);
  expect(subject).toBe(`shop 2013-02: ${ending} in Preprocess (orders)`);
  expect(body).toContain(`Reason: ${reason}\n`);
  expect(body).toContain(redrive);
});

it('tells what the event says where the history cannot be read', async () => {
  const change = event('FAILED', { error: 'InputGone', cause: '{"errorMessage":"a.csv is gone"}' });
  const history: NotifyWorld['history'] = () => {
    throw new Error('throttled');
  };
  const { subject, body } = await messageOf(change, [], { history });
  expect(subject).toBe('shop 2013-02: failed');
  expect(body).toContain('Reason: InputGone: a.csv is gone\n');
});

it('keeps the subject to what a topic takes, and stack traces to itself', async () => {
  const events = [
    entered('Ingest', 'orders'),
    failed('InputGone', 'x'.repeat(9999)),
    { type: 'ExecutionFailed', error: 'InputGone' },
  ];
  const { subject, body } = await messageOf(event('FAILED'), events, { name: `Läden\n${'x'.repeat(200)}` });
  expect(subject).toMatch(/^L\?den\?x{90,}$/);
  expect(subject.length).toBeLessThan(100);
  expect(body.length).toBeLessThan(3000);
  expect(body).not.toContain('secret.ts');
});

it('reads no more of a long history than its newest events', async () => {
  let read = 0;
  const history: NotifyWorld['history'] = async function* () {
    for (let id = 25_000; id > 0; id--, read++) yield { id, previousId: id - 1, at: '', type: 'MapIterationAborted' };
  };
  await messageOf(event('FAILED', { error: 'X' }), [], { history });
  expect(read).toBeLessThanOrEqual(1000);
});
