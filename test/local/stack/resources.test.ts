import { Bus } from '../../../local/stack/bus.ts';
import { kinds } from '../../../local/stack/makers.ts';
import { seed } from '../../../local/stack/seed.ts';
import { sourcesOf } from '../../../local/stack/sources.ts';
import type { JsonObject } from '../../../local/states/json.ts';

const asked: [string, string, JsonObject][] = [];
beforeEach(() => void asked.splice(0));
const ask = async (api: string, action: string, input: JsonObject) => {
  asked.push([api, action, input]);
  return { QueueUrl: 'http://queue' };
};
const lookup = async (id: string) => ({ ref: `ref of ${id}`, attributes: { Arn: `arn of ${id}` } });

it('makes a queue with what the template says of its messages', async () => {
  const policy = { deadLetterTargetArn: 'arn', maxReceiveCount: 5 };
  const said = { VisibilityTimeout: 60, RedrivePolicy: policy, KmsMasterKeyId: 'key' };
  const named = (id: string) => `my-${id}`;
  const none = { containers: {}, functions: {}, projects: {}, alarms: {} };
  const making = { folder: '', metadata: {}, named, ask, bus: new Bus(), ...none };
  await kinds['AWS::SQS::Queue']?.make('Requests', said, making);
  const Attributes = { VisibilityTimeout: '60', RedrivePolicy: JSON.stringify(policy) };
  expect(asked).toEqual([['sqs', 'createQueue', { QueueName: 'my-Requests', Attributes }]]);
});

it('puts the rows of seed.json into the tables that its logical ids mean', async () => {
  await seed('examples/order-fulfilment', lookup, ask);
  const row = expect.objectContaining({ PutRequest: { Item: expect.objectContaining({ productId: { S: 'mug' } }) } });
  const RequestItems = { 'ref of Products': expect.arrayContaining([row]) };
  expect(asked).toEqual([['dynamodb', 'batchWriteItem', { RequestItems }]]);
});

it('puts nothing where there is no seed.json', async () => {
  await seed('examples/hello-world', lookup, ask);
  expect(asked).toEqual([]);
});

describe('the events of a function', () => {
  const file = (sqs: JsonObject) => ({
    service: 'shop',
    provider: { environment: {} },
    functions: {
      courier: {
        handler: 'functions/courier.handler',
        environment: {},
        events: [{ sqs }, { schedule: 'rate(1 day)' }],
      },
    },
    resources: { Resources: {} },
  });
  const code = { courier: async (event: unknown) => ({ event }) };
  const told: unknown[] = [];
  const sources = (sqs: JsonObject) => sourcesOf(file(sqs), { code, lookup }, (...said) => void told.push(said));

  it('are messages of the queue that sqs names', async () => {
    const [source, ...more] = await sources({ arn: { 'Fn::GetAtt': ['Requests', 'Arn'] }, batchSize: 1 });
    expect(more).toEqual([]);
    expect(source).toMatchObject({ queueArn: 'arn of Requests', batchSize: 1 });
    expect(await source?.call('one')).toEqual({ event: 'one' });
    source?.failed('down');
    expect(told).toEqual([['courier', 'down']]);
  });

  it('are refused where they ask for what is not here', async () => {
    await expect(sources({ arn: 'arn', filterPatterns: [] })).rejects.toThrow('filterPatterns');
  });
});
