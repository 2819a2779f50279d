import { objectCreated } from '../../../local/events.ts';
import { Bus } from '../../../local/stack/bus.ts';
import { rule } from '../../../local/stack/rule.ts';
import type { Json, JsonObject } from '../../../local/states/json.ts';

const machine = 'arn:aws:states:local:000000000000:stateMachine:Transcode';
const target = { Id: 'one', Arn: machine, RoleArn: 'arn:aws:iam::000000000000:role/rule' };
const pattern = { 'detail-type': ['Object Created'], detail: { object: { key: [{ prefix: 'incoming/' }] } } };

/** A bus with one rule, and what it starts. */
async function busWith(properties: JsonObject) {
  const bus = new Bus();
  const started: { arn: string; input: Json }[] = [];
  const start = (arn: string, name: string, input: Json) => {
    started.push({ arn, input });
    const end = undefined;
    const times = { startedAt: new Date(), redrivenAt: undefined, redrives: 0 };
    return { arn: `${arn}:${name}`, name, stateMachineArn: arn, input, events: [], end, ...times };
  };
  bus.executions = { start };
  bus.buckets.add('films');
  const ask = async () => ({});
  const making = {
    folder: '',
    metadata: {},
    named: (id: string) => id,
    ask,
    containers: {},
    functions: {},
    projects: {},
    alarms: {},
    bus,
  };
  await rule.make('UploadsRule', properties, making);
  return { bus, started };
}

const upload = { bucket: 'films', key: 'incoming/a.mp4', size: 3, etag: '"e"' };

it('starts the state machine with the upload that fits its pattern', async () => {
  const { bus, started } = await busWith({ EventPattern: pattern, Targets: [target] });
  bus.hearUpload(upload);
  const detail = { bucket: { name: 'films' }, object: { key: 'incoming/a.mp4', size: 3, etag: 'e' } };
  expect(started).toEqual([{ arn: machine, input: expect.objectContaining({ source: 'aws.s3' }) }]);
  expect(started).toMatchObject([{ input: { detail } }]);
  expect(bus.started).toEqual([expect.stringContaining(machine)]);
});

it('starts it anew for each event: a delivery is at least one', async () => {
  const { bus, started } = await busWith({ EventPattern: pattern, Targets: [target] });
  const event = objectCreated('films', upload);
  bus.hearEvent(event);
  bus.hearEvent(event);
  expect(started).toHaveLength(2);
  expect(new Set(bus.started).size).toBe(2);
});

it('starts nothing for other keys, nor for a bucket that tells EventBridge nothing', async () => {
  const { bus, started } = await busWith({ EventPattern: pattern, Targets: [target] });
  bus.hearUpload({ ...upload, key: 'outgoing/a.mp4' });
  bus.hearUpload({ ...upload, bucket: 'silent' });
  expect(started).toEqual([]);
});

it('gives what the target says in the place of the event', async () => {
  const { bus, started } = await busWith({ EventPattern: pattern, Targets: [{ ...target, Input: '{"by":"rule"}' }] });
  bus.hearUpload(upload);
  expect(started).toEqual([{ arn: machine, input: { by: 'rule' } }]);
});

it.each([
  ['a schedule', { ScheduleExpression: 'rate(1 day)', Targets: [target] }, /EventPattern/],
  ['another target', { EventPattern: pattern, Targets: [{ ...target, Arn: 'arn:aws:sqs:x:1:q' }] }, /state machines/],
  [
    'a transformer without a template',
    { EventPattern: pattern, Targets: [{ ...target, InputTransformer: {} }] },
    /InputTemplate/,
  ],
  ['another matcher', { EventPattern: { source: [{ suffix: '3' }] }, Targets: [target] }, /EventPattern/],
])('refuses %s, which it could not do', async (_, properties, message) => {
  await expect(busWith(properties)).rejects.toThrow(message);
});

it.each([
  ['{ "key": <key>, "size": <size> }', { key: 'incoming/a.mp4', size: 3 }],
  ['{ "said": "the file <key>, of <size>" }', { said: 'the file incoming/a.mp4, of 3' }],
  ['[<none>, <object>]', [null, { key: 'incoming/a.mp4', size: 3, etag: 'e' }]],
])('hands on what its target makes of the event: %s', async (InputTemplate, input) => {
  const paths = { key: '$.detail.object.key', size: '$.detail.object.size', none: '$.detail.nothing' };
  const InputPathsMap = { ...paths, object: '$.detail.object' };
  const transformer = { InputTransformer: { InputPathsMap, InputTemplate } };
  const { bus, started } = await busWith({ EventPattern: pattern, Targets: [{ ...target, ...transformer }] });
  bus.hearUpload(upload);
  expect(started).toMatchObject([{ input }]);
});
