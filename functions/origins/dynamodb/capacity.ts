import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TributaryError } from '../../core/errors.ts';
import type { DynamoDbOrigin } from './options.ts';

/** Units a second that may be used: as said, or a share of what the table, or the index that is read, has provisioned now. */
export async function unitsOf(
  source: string,
  { table, window, capacity }: DynamoDbOrigin,
  client: DynamoDBClient,
): Promise<number | undefined> {
  if (typeof capacity !== 'object') return capacity;
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  // A local index has no capacity of its own.
  const index = Table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === window?.index);
  const provisioned = (index ?? Table)?.ProvisionedThroughput?.ReadCapacityUnits ?? 0;
  if (provisioned > 0) return provisioned * capacity.share;
  throw new TributaryError(
    'SourceRefused',
    `${source}: DynamoDB (table ${table}) has no provisioned capacity, since its reads are paid on demand, so there is ` +
      'nothing to take a share of. Say capacity as units a second in pipeline/sources/.',
  );
}
