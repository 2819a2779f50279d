import { startDynamodb } from '../../../local/services/dynamodb.ts';
import { Apis } from '../../../local/states/integrations/api.ts';
import type { JsonObject } from '../../../local/states/json.ts';

let stop: () => Promise<void>;
let url: string;
let ask: (action: string, input: JsonObject) => Promise<JsonObject>;
beforeAll(async () => {
  const started = await startDynamodb();
  ({ stop, endpoint: url } = started);
  const apis = new Apis({ region: 'local', endpoints: { dynamodb: started.endpoint } });
  const how = { times: (date: Date) => date.toISOString(), signal: new AbortController().signal };
  ask = async (action, input) => (await (await apis.open('dynamodb')).call(action, input, how)).output;
  await ask('createTable', {
    TableName: 'stock',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterAll(() => stop());

const row = (id: string, pieces: number) => ({ id: { S: id }, pieces: { N: String(pieces) } });
beforeEach(async () => {
  for (const { id } of await rows()) await ask('deleteItem', { TableName: 'stock', Key: { id: id ?? null } });
  for (const item of [row('mug', 5), row('lamp', 1)]) await ask('putItem', { TableName: 'stock', Item: item });
});

async function rows(): Promise<JsonObject[]> {
  const { Items = [] } = await ask('scan', { TableName: 'stock' });
  const list = JSON.parse(JSON.stringify(Items));
  return list.sort((one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

const take = (id: string, pieces: number): JsonObject => ({
  Update: {
    TableName: 'stock',
    Key: { id: { S: id } },
    UpdateExpression: 'SET pieces = pieces - :n',
    ConditionExpression: 'pieces >= :n',
    ExpressionAttributeValues: { ':n': { N: String(pieces) } },
  },
});
const put = (id: string): JsonObject => ({
  Put: { TableName: 'stock', Item: row(id, 0), ConditionExpression: 'attribute_not_exists(id)' },
});
const check = (id: string): JsonObject => ({
  ConditionCheck: { TableName: 'stock', Key: { id: { S: id } }, ConditionExpression: 'attribute_not_exists(id)' },
});
const remove = (id: string): JsonObject => ({ Delete: { TableName: 'stock', Key: { id: { S: id } } } });

const transact = (...TransactItems: JsonObject[]) => ask('transactWriteItems', { TransactItems });

it('does every action of a transaction', async () => {
  await transact(take('mug', 2), put('poster'), remove('lamp'), check('sofa'));
  expect(await rows()).toEqual([row('mug', 3), row('poster', 0)]);
});

it('does none where one condition does not hold, and says which', async () => {
  const all = transact(put('poster'), take('mug', 9), check('lamp'), remove('sofa'));
  await expect(all).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message: expect.stringContaining('[None, ConditionalCheckFailed, ConditionalCheckFailed, None]'),
  });
  expect(await rows()).toEqual([row('lamp', 1), row('mug', 5)]);
});

it('refuses two actions on one row', async () => {
  await expect(transact(take('mug', 1), take('mug', 1))).rejects.toThrow('multiple operations on one item');
  expect(await rows()).toEqual([row('lamp', 1), row('mug', 5)]);
});

it('puts back what it had removed or written over', async () => {
  const over = { Put: { TableName: 'stock', Item: row('mug', 99) } };
  await expect(transact(over, remove('lamp'), take('sofa', 1))).rejects.toThrow('[None, None, Cond');
  expect(await rows()).toEqual([row('lamp', 1), row('mug', 5)]);
});

it('does none where one of them is no request', async () => {
  const broken = { Update: { TableName: 'stock', Key: { id: { S: 'lamp' } }, UpdateExpression: 'SET' } };
  await expect(transact(take('mug', 1), broken)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    transact(take('mug', 1), { Delete: { TableName: 'none', Key: { id: { S: 'x' } } } }),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  expect(await rows()).toEqual([row('lamp', 1), row('mug', 5)]);
});

it('lets nobody take what another has taken', async () => {
  const all = Array.from({ length: 9 }, () => transact(take('mug', 1), take('lamp', 0)));
  const ended = await Promise.allSettled(all);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(await rows()).toEqual([row('lamp', 1), row('mug', 0)]);
});

it('goes on answering after a transaction that is no JSON', async () => {
  const headers = { 'x-amz-target': 'DynamoDB_20120810.TransactWriteItems' };
  const { status } = await fetch(url, { method: 'POST', headers, body: '{' });
  expect(status).toBe(500);
  expect(await rows()).toEqual([row('lamp', 1), row('mug', 5)]);
});
