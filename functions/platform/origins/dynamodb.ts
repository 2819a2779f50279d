import {
  type AttributeValue,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Connector, Extraction } from '../../core/connector.ts';
import type { DynamoDbOrigin } from '../../core/origin.ts';
import { brief, patience } from '../patience.ts';
import { unitsOf } from './dynamodb-capacity.ts';
import { translated } from './dynamodb-failure.ts';
import { itemLine } from './dynamodb-json.ts';
import { type Cost, paceOf, patiently, realTime } from './dynamodb-pace.ts';
import { rangeOf } from './dynamodb-window.ts';
import { writeSnapshot } from './write-snapshot.ts';

type Item = Record<string, AttributeValue>;

/** One page of a scan or a query. */
interface Page extends Cost {
  readonly found: readonly Item[];
  readonly next: Item | undefined;
}

/** What differs from page to page. */
type Turn = Pick<ScanCommandInput & QueryCommandInput, 'ExclusiveStartKey' | 'Limit'>;

/** Reads a part of a table page by page; items that are not wanted are left out. */
interface Part {
  readonly page: (turn: Turn) => Promise<Page>;
  readonly wanted: (item: Item) => boolean;
}

/**
 * Items of a DynamoDB table as JSON, read by a query for the window, or by a parallel scan, which makes a file of each
 * segment. Throttling is waited out, and the origin's read capacity kept.
 */
export const connectDynamoDb =
  (client = new DynamoDBClient({ requestHandler: patience(brief) }), time = realTime): Connector<DynamoDbOrigin> =>
  async (extraction, world) => {
    const { source, origin } = extraction;
    const asking = { source, table: origin.table };
    const pace = paceOf(await translated(asking, () => unitsOf(source, origin, client)), time);
    const parts = origin.window ? [queried(extraction, origin.window, client)] : segments(origin, client);
    const reading = ({ page, wanted }: Part): Part => ({
      page: ({ ExclusiveStartKey }) => {
        const inTurn = () => pace((Limit) => page({ ExclusiveStartKey, Limit }));
        return translated(asking, () => patiently(inTurn, time));
      },
      wanted,
    });
    return writeSnapshot(
      extraction,
      parts.map((part) => linesOf(reading(part))),
      world,
    );
  };

/** The lines of a page at a time, so that memory holds a page of each part. */
async function* linesOf({ page, wanted }: Part): AsyncGenerator<string> {
  let next: Item | undefined;
  do {
    const { found, next: last } = await page({ ExclusiveStartKey: next });
    const lines = found.flatMap((item) => (wanted(item) ? [itemLine(item)] : []));
    if (lines.length > 0) yield lines.join('');
    next = last;
  } while (next);
}

const asked = ({ table, consistent }: DynamoDbOrigin) =>
  ({ TableName: table, ConsistentRead: consistent, ReturnConsumedCapacity: 'TOTAL' }) as const;

const segments = (origin: DynamoDbOrigin, client: DynamoDBClient): Part[] =>
  Array.from({ length: origin.segments }, (_, Segment) => ({
    page: async (turn) =>
      pageOf(
        await client.send(new ScanCommand({ ...asked(origin), ...turn, Segment, TotalSegments: origin.segments })),
      ),
    wanted: () => true,
  }));

function queried(
  { origin, ...extraction }: Extraction<DynamoDbOrigin>,
  { index, partition, sort }: NonNullable<DynamoDbOrigin['window']>,
  client: DynamoDBClient,
): Part {
  const { from, to, isEnd } = rangeOf(sort.as, extraction);
  const query = {
    ...asked(origin),
    ...(index !== undefined && { IndexName: index }),
    // A key condition has no half-open range.
    KeyConditionExpression: '#partition = :partition AND #sort BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#partition': partition.attribute, '#sort': sort.attribute },
    ExpressionAttributeValues: {
      ':partition': typeof partition.value === 'number' ? { N: String(partition.value) } : { S: partition.value },
      ':from': from,
      ':to': to,
    },
  };
  return {
    page: async (turn) => pageOf(await client.send(new QueryCommand({ ...query, ...turn }))),
    wanted: (item) => !isEnd(item[sort.attribute]),
  };
}

interface Answer {
  readonly Items?: Item[] | undefined;
  readonly LastEvaluatedKey?: Item | undefined;
  readonly ScannedCount?: number | undefined;
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number | undefined } | undefined;
}

const pageOf = ({ Items = [], LastEvaluatedKey, ScannedCount, ConsumedCapacity }: Answer): Page => ({
  found: Items,
  next: LastEvaluatedKey,
  items: ScannedCount ?? Items.length,
  units: ConsumedCapacity?.CapacityUnits ?? 0,
});
