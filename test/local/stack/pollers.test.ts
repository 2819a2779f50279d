import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { account, region } from '../../../local/aws.ts';
import { startFauxqs } from '../../../local/services/fauxqs.ts';
import { type Source, startPollers } from '../../../local/stack/pollers.ts';

let fauxqs: Awaited<ReturnType<typeof startFauxqs>>;
let sqs: SQSClient;
beforeAll(async () => {
  fauxqs = await startFauxqs(region);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  sqs = new SQSClient({ endpoint: fauxqs.endpoint, region, credentials });
});
afterAll(async () => {
  sqs.destroy();
  await fauxqs.stop();
});

const event = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      eventSourceARN: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.string() }),
    }),
  ),
});
type Records = z.infer<typeof event>['Records'];

/** A queue whose messages a function is called with, until it was called so often. */
async function queue(name: string, more: Partial<Source>, work: (records: Records, calls: Records[]) => unknown) {
  await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const QueueUrl = `${fauxqs.endpoint}/${account}/${name}`;
  const calls: Records[] = [];
  const failures: unknown[] = [];
  let called = () => {};
  const call = async (said: unknown) => {
    const { Records } = event.parse(said);
    calls.push(Records);
    setImmediate(() => called());
    return work(Records, calls);
  };
  const queueArn = `arn:aws:sqs:${region}:${account}:${name}`;
  const failed = (error: unknown) => void failures.push(error);
  const { stop } = startPollers(fauxqs.endpoint, [{ queueArn, batchSize: 1, call, failed, ...more }]);
  return {
    calls,
    failures,
    stop,
    send: (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
    times: (count: number) =>
      new Promise<void>((resolve) => {
        called = () => void (calls.length >= count && resolve());
        called();
      }),
    left: async () => {
      const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }));
      return names.reduce((sum, one) => sum + Number(Attributes?.[one]), 0);
    },
  };
}

it('calls the function with each message once, and deletes it', async () => {
  const orders = await queue('orders', {}, () => null);
  await orders.send('one');
  await orders.send('two');
  await orders.times(2);
  await orders.stop();
  expect(orders.calls).toMatchObject([
    [{ body: 'one', eventSourceARN: `arn:aws:sqs:${region}:${account}:orders` }],
    [{ body: 'two' }],
  ]);
  expect(await orders.left()).toBe(0);
});

it('has a message come back that the function has failed with, and tells of it', async () => {
  const orders = await queue('again', {}, (_records, { length }) => {
    if (length === 1) throw new Error('down');
  });
  await orders.send('one');
  await orders.times(2);
  await orders.stop();
  expect(orders.calls.flat().map(({ body, attributes }) => [body, attributes.ApproximateReceiveCount])).toEqual([
    ['one', '1'],
    ['one', '2'],
  ]);
  expect(orders.failures).toEqual([new Error('down')]);
  expect(await orders.left()).toBe(0);
});

it('has those messages alone come back that the function says', async () => {
  const bad = (records: Records, { length }: Records[]) => ({
    batchItemFailures: records.flatMap(({ messageId, body }) =>
      length === 1 && body === 'bad' ? { itemIdentifier: messageId } : [],
    ),
  });
  const before = await queue('batch', {}, bad);
  await before.stop();
  for (const body of ['good', 'bad', 'fine']) await before.send(body);
  const orders = await queue('batch', { batchSize: 10 }, bad);
  await orders.times(2);
  await orders.stop();
  expect(orders.calls.map((records) => records.map(({ body }) => body))).toEqual([['good', 'bad', 'fine'], ['bad']]);
  expect(await orders.left()).toBe(0);
});

it('leaves what comes after it was stopped', async () => {
  const orders = await queue('stopped', {}, () => null);
  await orders.stop();
  await orders.send('late');
  expect(orders.calls).toEqual([]);
  expect(await orders.left()).toBe(1);
});
