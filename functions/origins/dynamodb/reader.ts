import {
  type AttributeValue,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { brief, patience } from '../../platform/patience.ts';
import type { Connector, Extraction } from '../connector.ts';
import { writeSnapshot } from '../write-snapshot.ts';
import { unitsOf } from './capacity.ts';
import { translated } from './failure.ts';
import { itemLine } from './json.ts';
import type { DynamoDbOrigin } from './options.ts';
import { type Cost, paceOf, patiently, realTime } from './pace.ts';
import { unlogged } from './unlogged.ts';
import { sortedBy, uncomparable } from './window.ts';

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
  (
    client = unlogged(new DynamoDBClient({ requestHandler: patience(brief) })),
    time = realTime,
  ): Connector<DynamoDbOrigin> =>
  async (extraction, world) => {
    const { source, origin } = extraction;
    const asking = { source, table: origin.table };
    const pace = paceOf(await translated(asking, () => unitsOf(source, origin, client)), time);
    const files = origin.window ? [queried(extraction, origin.window, client)] : segments(origin, client);
    const reading = ({ page, wanted }: Part): Part => ({
      page: ({ ExclusiveStartKey }) => {
        const inTurn = () => pace((Limit) => page({ ExclusiveStartKey, Limit }));
        return translated(asking, () => patiently(inTurn, time));
      },
      wanted,
    });
    return writeSnapshot(
      extraction,
      files.map((parts) => linesOf(parts.map(reading))),
      world,
    );
  };

/** Its client is made when a source is read. */
export const connector: Connector<DynamoDbOrigin> = (extraction, world) => connectDynamoDb()(extraction, world);

/** The lines of a page at a time, so that memory holds a page of each file; its parts are read one after the other. */
async function* linesOf(parts: readonly Part[]): AsyncGenerator<string> {
  for (const { page, wanted } of parts) {
    let next: Item | undefined;
    do {
      const { found, next: last } = await page({ ExclusiveStartKey: next });
      const lines = found.flatMap((item) => (wanted(item) ? [itemLine(item)] : []));
      if (lines.length > 0) yield lines.join('');
      next = last;
    } while (next);
  }
}

const asked = ({ table, consistent }: DynamoDbOrigin) =>
  ({ TableName: table, ConsistentRead: consistent, ReturnConsumedCapacity: 'TOTAL' }) as const;

const segments = (origin: DynamoDbOrigin, client: DynamoDBClient): Part[][] =>
  Array.from({ length: origin.segments }, (_, Segment) => [
    {
      page: async (turn) =>
        pageOf(
          await client.send(new ScanCommand({ ...asked(origin), ...turn, Segment, TotalSegments: origin.segments })),
        ),
      wanted: () => true,
    },
  ]);

/**
 * The ranges of the window, after a look at the first and the last key of all: keys that say moments in another way lie
 * in no range, and would be missed in silence.
 */
function queried(
  { origin, ...extraction }: Extraction<DynamoDbOrigin>,
  { index, partition, sort }: NonNullable<DynamoDbOrigin['window']>,
  client: DynamoDBClient,
): Part[] {
  const { ranges, holds, sorts } = sortedBy(sort.as, extraction);
  const query = {
    ...asked(origin),
    ...(index !== undefined && { IndexName: index }),
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': partition.attribute },
  };
  const whole = {
    ':partition': typeof partition.value === 'number' ? { N: String(partition.value) } : { S: partition.value },
  };
  const refused = (item: Item) => uncomparable(extraction.source, origin, sort, item[sort.attribute]);
  const end = (ScanIndexForward: boolean): Part => ({
    page: async () => {
      const one = { ...query, ExpressionAttributeValues: whole, ScanIndexForward, Limit: 1 };
      return { ...pageOf(await client.send(new QueryCommand(one))), next: undefined };
    },
    wanted: (item) => {
      if (!sorts(item[sort.attribute])) throw refused(item);
      return false;
    },
  });
  const range = ({ from, to }: (typeof ranges)[number]): Part => ({
    page: async (turn) => {
      const some = {
        ...query,
        ...turn,
        // A key condition has no half-open range.
        KeyConditionExpression: '#partition = :partition AND #sort BETWEEN :from AND :to',
        ExpressionAttributeNames: { ...query.ExpressionAttributeNames, '#sort': sort.attribute },
        ExpressionAttributeValues: { ...whole, ':from': from, ':to': to },
      };
      return pageOf(await client.send(new QueryCommand(some)));
    },
    wanted: (item) => {
      const held = holds(item[sort.attribute]);
      if (held === undefined) throw refused(item);
      return held;
    },
  });
  return [end(true), end(false), ...ranges.map(range)];
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
