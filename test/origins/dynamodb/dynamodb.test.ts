import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { type DynamoDbOrigin, dynamodb } from '../../../functions/origins/dynamodb/options.ts';
import { realTime } from '../../../functions/origins/dynamodb/pace.ts';
import { connectDynamoDb } from '../../../functions/origins/dynamodb/reader.ts';
import { memoryBucket } from '../../world/bucket.ts';
import { spelling, written } from '../../world/spelling.ts';
import { connectorSuite, type Failure, few, type Rig, type Row, rowsTo, worldOf } from '../contract.ts';
import { between, clientAt, fault, type Item, type Meddle, openTables, type Tables } from './dynalite.ts';

const byTime = {
  index: 'by_time',
  partition: { attribute: 'kind', value: 'order' },
  sort: { attribute: 'at', as: 'iso' as const },
};

const itemOf = ({ id, at, name, amount, big, note, nested }: Row): Item => ({
  id: { N: String(id) },
  kind: { S: 'order' },
  at: { S: at },
  name: { S: name },
  amount: { N: amount },
  big: { N: big },
  note: note === null ? { NULL: true } : { S: note },
  nested: {
    M: {
      tags: { L: nested.tags.map((tag): AttributeValue => (tag === null ? { NULL: true } : { S: tag })) },
      deep: { M: { n: { N: String(nested.deep.n) }, on: { BOOL: nested.deep.on } } },
    },
  },
});

/** Asleep for no time at all. */
const impatient = { ...realTime, sleep: async () => undefined };

interface Opened extends Rig<DynamoDbOrigin> {
  readonly tables: Tables;
}
const opened = (origin: DynamoDbOrigin) => async (): Promise<Opened> => {
  const tables = await openTables();
  return {
    tables,
    connector: connectDynamoDb(tables.client, impatient),
    origin,
    secrets: {},
    hidden: ['hidden-secret-key', 'hidden-token'],
    seed: (rows) => tables.fill(rows.map(itemOf)),
    async retype() {
      await tables.fill(rowsTo(few).map((row) => ({ ...itemOf(row), amount: { S: `EUR ${row.amount}` } })));
      return () => undefined;
    },
    close: () => tables.close(),
  };
};

const meddled =
  (meddle: Meddle, requestTimeout = 20_000): Failure<DynamoDbOrigin, Opened>['arrange'] =>
  async ({ tables }) => {
    const { client, close } = await between(tables, meddle, { requestTimeout });
    return { connector: connectDynamoDb(client, impatient), undo: close };
  };
const answered = (status: number, type: string) =>
  meddled(() => fault(status, type, status < 500 ? 'hidden-token' : ''));

const onDemand = meddled(() => ({
  status: 200,
  body: JSON.stringify({ Table: { TableName: 'orders', ProvisionedThroughput: { ReadCapacityUnits: 0 } } }),
}));

const failures: Record<string, Failure<DynamoDbOrigin, Opened>> = {
  'server down': {
    error: 'SourceUnavailable',
    says: /DynamoDB \(table orders\) did not answer: .*ECONNREFUSED/,
    arrange: () => ({ connector: connectDynamoDb(clientAt(1)) }),
  },
  'connection cut half way': {
    error: 'SourceUnavailable',
    says: /did not answer/,
    arrange: meddled((nth) => (nth === 1 ? 'pass' : 'cut')),
  },
  'slow server': {
    error: 'SourceUnavailable',
    says: /did not answer: .*Timeout/i,
    arrange: meddled(() => 'hang', 300),
  },
  'server at fault': {
    error: 'SourceUnavailable',
    says: /did not answer: InternalServerError/,
    arrange: answered(500, 'InternalServerError'),
  },
  'throttled to the end': {
    error: 'SourceUnavailable',
    says: /throttled every try.*more read capacity/,
    arrange: answered(400, 'ProvisionedThroughputExceededException'),
  },
  'credentials expired': {
    error: 'SourceUnavailable',
    says: /credentials expired/,
    arrange: answered(400, 'ExpiredTokenException'),
  },
  'wrong credentials': {
    error: 'SourceRefused',
    says: /UnrecognizedClientException.*credentials/,
    arrange: answered(400, 'UnrecognizedClientException'),
  },
  'missing table': {
    error: 'SourceRefused',
    says: /table nobody.*no such table.*Create it/,
    arrange: ({ origin }) => ({ origin: { ...origin, table: 'nobody' } }),
  },
  'share of a capacity that is paid on demand': {
    error: 'SourceRefused',
    says: /no provisioned capacity.*Say capacity as units/,
    arrange: async (rig) => ({
      ...(await onDemand(rig)),
      origin: { ...rig.origin, capacity: { share: 0.5 } },
    }),
  },
};

const ofQueries: typeof failures = {
  'missing index': {
    error: 'SourceRefused',
    says: /does not have the specified index: by_nothing.*Correct the index/,
    arrange: ({ origin }) => ({ origin: { ...origin, window: { ...byTime, index: 'by_nothing' } } }),
  },
  'sort key of another type': {
    error: 'SourceRefused',
    says: /Correct the index, the attributes/,
    arrange: ({ origin }) => ({
      origin: { ...origin, window: { ...byTime, sort: { attribute: 'at', as: 'seconds' } } },
    }),
  },
  'consistent read of a global index': {
    error: 'SourceRefused',
    says: /no consistent reads\. Set consistent: false/,
    arrange: ({ origin }) => ({ origin: { ...origin, consistent: true } }),
  },
};

connectorSuite('dynamodb, by a query', {
  open: opened(dynamodb({ table: 'orders', window: byTime, capacity: 30 })),
  failures: { ...failures, ...ofQueries },
});

connectorSuite('dynamodb, by a scan', {
  open: opened(dynamodb({ table: 'orders', segments: 3, consistent: true })),
  failures,
  windowed: false,
});

const extractionOf = (origin: DynamoDbOrigin) => ({
  ...{ source: 'orders', origin, objects: [], prefix: 'raw/' },
  window: { from: '2013-01-31T23:00:00Z', to: '2013-02-28T23:00:00Z' },
  batch: { name: '2013-02', from: '2013-02-01', to: '2013-03-01' },
});

describe('items of DynamoDB', () => {
  let tables: Tables;
  beforeAll(async () => {
    tables = await openTables();
  });
  afterAll(() => tables.close());

  const extracted = async (origin: DynamoDbOrigin, connector = connectDynamoDb(tables.client)) => {
    const bucket = memoryBucket();
    const objects = await connector(extractionOf(origin), { ...worldOf({}), bucket });
    return { objects, text: objects.map(({ key }) => bucket.texts()[key]).join('') };
  };

  it('keep every digit, and are the same text whatever the order of sets and attributes', async () => {
    await tables.fill([
      {
        ...{ id: { N: '1' }, tiny: { N: '0.00000000000000000000000000000000000001' } },
        huge: { N: '-12345678901234567890123456789012345678' },
        power: { N: '9.9E+125' },
        texts: { SS: ['ß', 'b', 'a"'] },
        numbers: { NS: ['10', '9', '-1.5', '12345678901234567890123456789012345678'] },
        bytes: { B: Buffer.from([0, 255]) },
        blobs: { BS: [Buffer.from('b'), Buffer.from('a')] },
        map: { M: { z: { L: [{ N: '1.10' }, { M: {} }] }, 'ä b': { BOOL: false } } },
        nothing: { NULL: true },
      },
    ]);
    const { text } = await extracted(dynamodb({ table: 'orders', segments: 1 }));
    const start =
      '{"blobs":["YQ==","Yg=="],"bytes":"AP8=","huge":-12345678901234567890123456789012345678,"id":1,' +
      '"map":{"z":[1.1,{}],"ä b":false},"nothing":null,"numbers":[-1.5,9,10,12345678901234567890123456789012345678],"power":';
    expect(text.slice(0, start.length)).toBe(start);
    expect(JSON.parse(text)).toMatchObject({ power: 9.9e125, tiny: 1e-38, texts: ['a"', 'b', 'ß'] });
  });

  it('are found by whichever way the sort key says a moment', async () => {
    const seconds = (moment: string) => ({ N: String(Date.parse(moment) / 1000) });
    const item = (id: number, at: string, moment: string, day: string): Item => ({
      ...{ id: { N: String(id) }, kind: { S: 'order' }, at: { S: at }, epoch: seconds(moment), day: { S: day } },
    });
    await tables.fill([
      item(1, '2013-01-31T22:59:59.999Z', '2013-01-31T22:59:59Z', '2013-01-31'),
      item(2, '2013-01-31T23:00Z', '2013-01-31T23:00:00Z', '2013-02-01'),
      item(3, '2013-02-28T22:59:59.999+00:00', '2013-02-28T22:59:59Z', '2013-02-28'),
      item(4, '2013-02-28T23:00:00.000Z', '2013-02-28T23:00:00Z', '2013-03-01'),
    ]);
    for (const [attribute, as, index] of [
      ['at', 'iso', 'by_time'],
      ['epoch', 'seconds', 'by_epoch'],
      ['day', 'date', 'by_day'],
    ] as const) {
      const window = { ...byTime, index, sort: { attribute, as } };
      const { text } = await extracted(dynamodb({ table: 'orders', window }));
      expect([...text.matchAll(/"id":(\d+)/g)].map(([, id]) => id)).toEqual(['2', '3']);
    }
  });

  const ofWindow = (as: 'iso' | 'seconds' | 'date', index: string) =>
    dynamodb({ table: 'orders', window: { ...byTime, index, sort: { attribute: index.slice(3), as } } });
  const byText = dynamodb({ table: 'orders', window: byTime });
  const texts = (keys: readonly string[]) =>
    tables.fill(keys.map((at, id) => ({ id: { N: String(id) }, kind: { S: 'order' }, at: { S: at } })));
  const idsIn = (text: string) => [...text.matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id));

  it('are those of the window, however each writes its moment', async () => {
    const { from, to } = extractionOf(byText).window;
    const border = fc.constantFrom(Date.parse(from), Date.parse(to), Date.parse('2013-01-01T00:00:00Z'));
    const near = fc.tuple(border, fc.integer({ min: -86_400, max: 86_400 }), fc.constantFrom(1, 3600, 86_400));
    const moment = near.map(([at, seconds, unit]) => at + Math.round(seconds / unit) * 1000);
    const items = fc.array(fc.tuple(moment, spelling), { minLength: 25, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(items, async (drawn) => {
        await texts(drawn.map(([at, how]) => written(at, how)));
        const { text } = await extracted(byText);
        const wanted = drawn.flatMap(([at], id) => (at >= Date.parse(from) && at < Date.parse(to) ? [id] : []));
        expect(idsIn(text).sort((a, b) => a - b)).toEqual(wanted);
      }),
      { numRuns: 8 },
    );
  });

  it.each([
    ['a day', ['2013-02-14'], '"9999-99-99"'],
    ['slashes', ['2013-01-01T00:00Z', '2013/02/14 10:00', '2014-01-01T00:00Z'], '"9999/99/99 99:99"'],
    ['the day first', ['14/02/2013 10:00'], '"99/99/9999 99:99"'],
    ['seconds as text', ['1360800000'], '"9999999999"'],
    ['words', ['Thu Feb 14 2013'], '"Taa aaa 99 9999"'],
  ])('are refused where a sort key is no moment: %s', async (_, keys, shape) => {
    await texts(keys);
    await expect(extracted(byText)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining(`orders: DynamoDB (table orders) has a sort key at such as ${shape}, which`),
    });
  });

  it('are refused where milliseconds are called seconds', async () => {
    await tables.fill([{ id: { N: '1' }, kind: { S: 'order' }, epoch: { N: '1360800000000' } }]);
    await expect(extracted(ofWindow('seconds', 'by_epoch'))).rejects.toThrow('epoch such as a number of 13 digits');
  });

  it('are told apart by the last digit of a second at the end of the window', async () => {
    const end = '1362092399.9999999999999999';
    const epochs = ['1359673199.99', '1359673200', end, '1362092400'];
    await tables.fill(epochs.map((N, id) => ({ id: { N: String(id) }, kind: { S: 'order' }, epoch: { N } })));
    expect(idsIn((await extracted(ofWindow('seconds', 'by_epoch'))).text)).toEqual([1, 2]);
  });

  it('are a file for each segment of a scan, with every item once', async () => {
    await tables.fill(Array.from({ length: 100 }, (_, id) => ({ id: { N: String(id) } })));
    const { objects, text } = await extracted(dynamodb({ table: 'orders', segments: 3 }));
    expect(objects.map(({ key, origin }) => [key, origin])).toEqual([
      ['raw/0001-dynamodb.ndjson', 'dynamodb-1.ndjson'],
      ['raw/0002-dynamodb.ndjson', 'dynamodb-2.ndjson'],
      ['raw/0003-dynamodb.ndjson', 'dynamodb-3.ndjson'],
    ]);
    expect(new Set(text.trim().split('\n')).size).toBe(100);
  });

  it('come although DynamoDB throttles for a while, which is waited out longer and longer', async () => {
    await tables.fill([{ id: { N: '1' } }]);
    const throttled = fault(400, 'ThrottlingException');
    const { client, close } = await between(tables, (nth) => (nth <= 4 ? throttled : 'pass'));
    const slept: number[] = [];
    const time = {
      ...realTime,
      random: () => 0.5,
      sleep: async (milliseconds: number) => void slept.push(milliseconds),
    };
    const { text } = await extracted(dynamodb({ table: 'orders', segments: 1 }), connectDynamoDb(client, time));
    close();
    expect(text).toBe('{"id":1}\n');
    expect(slept).toEqual([250, 500, 1000, 2000]);
  });

  it('come although page 7 of 12 fails twice', async () => {
    let asked = 0;
    const page = () => {
      asked++;
      if (asked === 7) return 'cut';
      if (asked === 8) return fault(500, 'InternalServerError');
      const [Items, LastEvaluatedKey] = [[{ id: { N: String(asked) } }], { id: { N: String(asked) } }];
      return { status: 200, body: JSON.stringify(asked < 14 ? { Items, LastEvaluatedKey } : { Items }) };
    };
    const { client, close } = await between(tables, page, { maxAttempts: 3 });
    const { text } = await extracted(dynamodb({ table: 'orders', segments: 1 }), connectDynamoDb(client, impatient));
    close();
    expect(text.trim().split('\n')).toEqual([1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14].map((id) => `{"id":${id}}`));
  });

  it.each([
    ['the capacity', 5],
    ['the share of the capacity', { share: 0.5 }], // the table has 10 units
  ])('are read within %s that they may use', async (_, capacity) => {
    await tables.fill(
      Array.from({ length: 60 }, (_, id) => ({ id: { N: String(id) }, text: { S: 'x'.repeat(8000) } })),
    );
    let clock = 0;
    let pages = 0;
    const sleep = async (milliseconds: number) => {
      clock += milliseconds;
    };
    const time = { ...realTime, now: () => clock, sleep };
    const { client, close } = await between(tables, () => {
      pages++;
      return 'pass';
    });
    const { text } = await extracted(
      dynamodb({ table: 'orders', segments: 2, capacity }),
      connectDynamoDb(client, time),
    );
    close();
    expect(text.trim().split('\n')).toHaveLength(60);
    // 60 items of 8 KB are 60 units of eventually consistent reads, which 5 a second take 12 seconds for.
    expect(clock).toBeGreaterThan(10_000);
    expect(clock).toBeLessThan(16_000);
    expect(pages).toBeGreaterThan(10);
  });
});
