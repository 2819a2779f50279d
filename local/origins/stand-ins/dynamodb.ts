import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { inParallel } from '../../../functions/core/parallel.ts';
import type { DynamoDbOrigin } from '../../../functions/origins/dynamodb/options.ts';
import { unlogged } from '../../../functions/origins/dynamodb/unlogged.ts';
import { region } from '../../aws.ts';
import { listenOnLoopback } from '../../loopback.ts';
import type { Row } from '../seed.ts';
import { localCredential, type Seeded, type Serve } from '../served.ts';

/** DynamoDB in memory, with a table for each source. */
export const serve: Serve<DynamoDbOrigin> = async (sources, toClose) => {
  const { default: dynalite } = await import('dynalite');
  const { url: endpoint, close } = await listenOnLoopback(dynalite({ createTableMs: 0 }));
  toClose(close);
  const credentials = { accessKeyId: 'local', secretAccessKey: localCredential };
  const client = unlogged(new DynamoDBClient({ endpoint, region, credentials }));
  try {
    for (const source of sources) await fill(source, client);
  } finally {
    client.destroy();
  }
  return { environment: { AWS_ENDPOINT_URL_DYNAMODB: endpoint } };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const mostItems = 25;

/** Makes the table of a source, and puts its seed in. */
export async function fill(source: Seeded<DynamoDbOrigin>, client: DynamoDBClient): Promise<void> {
  const { origin, seed } = source;
  try {
    await client.send(new CreateTableCommand(tableOf(source)));
    const starts = Array.from({ length: Math.ceil(seed.rows.length / mostItems) }, (_, at) => at * mostItems);
    await inParallel(8, starts, async (from) => {
      const some = seed.rows.slice(from, from + mostItems);
      const requests = some.map((row) => ({ PutRequest: { Item: itemOf(row) } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [origin.table]: requests } }));
    });
  } catch (cause) {
    throw new Error(`${seed.path} does not go into DynamoDB: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** The table's key is that of the source, or what the origin queries for the window; an index is what it says. */
function tableOf({ name, origin, contract, seed: { rows } }: Seeded<DynamoDbOrigin>): CreateTableCommandInput {
  const { window } = origin;
  const asked = window && [window.partition.attribute, window.sort.attribute];
  const own = contract.key.map((key) => contract.columns.find((column) => column.name === key)?.deliveredAs ?? key);
  const key = asked && !window.index ? asked : own;
  if (key.length < 1 || key.length > 2) {
    throw new Error(
      `a table has a partition key and at most one sort key, and the key of source "${name}" has ${key.length} columns.`,
    );
  }
  const attributes = new Set([...key, ...(asked ?? [])]);
  return {
    TableName: origin.table,
    AttributeDefinitions: [...attributes].map((AttributeName) => ({
      AttributeName,
      AttributeType: typeOf(AttributeName, rows),
    })),
    KeySchema: schemaOf(key),
    ...(asked &&
      window.index && {
        GlobalSecondaryIndexes: [
          { IndexName: window.index, KeySchema: schemaOf(asked), Projection: { ProjectionType: 'ALL' } },
        ],
      }),
    BillingMode: 'PAY_PER_REQUEST',
  };
}

const schemaOf = (key: readonly string[]) =>
  key.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? ('HASH' as const) : ('RANGE' as const) }));

const typeOf = (attribute: string, rows: readonly Row[]) =>
  rows.some((row) => typeof row[attribute] === 'number') ? 'N' : 'S';

const itemOf = (row: Row): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, attributeOf(value)]));

function attributeOf(value: unknown): AttributeValue {
  if (value === null || value === undefined) return { NULL: true };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  if (typeof value === 'object') return { M: itemOf({ ...value }) };
  return { S: String(value) };
}
