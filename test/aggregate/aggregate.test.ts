import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { tableKey } from '../../functions/core/keys.ts';
import { memoryBucket } from '../world/bucket.ts';
import { inParquet } from '../world/parquet.ts';
import { run } from './preprocessed.ts';
import { aggregateShop, twoOrders } from './shop.ts';

const figures = {
  name: 'figures',
  sql: 'SELECT count(*) AS orders, sum(amount) AS amount FROM orders ORDER BY orders',
};

describe('aggregate', () => {
  it('writes each table as Parquet, CSV and JSON that say the same, and the end of its work last', async () => {
    const { result, bucket, csv, parquet, table, complete } = await aggregateShop([
      { name: 'by_day', sql: 'SELECT placed_on, amount, placed_at, note FROM orders ORDER BY id;\n-- the end' },
    ]);

    expect(result).toEqual({ tables: [{ name: 'by_day', rows: 2 }] });
    expect(await table('by_day')).toEqual({
      name: 'by_day',
      columns: [
        { name: 'placed_on', type: 'date' },
        { name: 'amount', type: 'number' },
        { name: 'placed_at', type: 'timestamp' },
        { name: 'note', type: 'text' },
      ],
      reads: ['orders'],
      rowCount: 2,
      rows: [
        { placed_on: '2024-05-04', amount: 12.3, placed_at: '2024-05-03T22:30:00.000Z', note: null },
        { placed_on: '2024-06-01', amount: 0.1, placed_at: '2024-05-31T23:59:59.250Z', note: 'late' },
      ],
    });
    expect(csv('by_day')).toBe(
      '\ufeffplaced_on,amount,placed_at,note\r\n' +
        '2024-05-04,12.30,2024-05-03T22:30:00.000Z,\r\n' +
        '2024-06-01,0.10,2024-05-31T23:59:59.250Z,late\r\n',
    );
    expect(await inParquet(parquet('by_day'), 'FROM file')).toEqual([
      { placed_on: '2024-05-04', amount: '12.30', placed_at: '2024-05-03 22:30:00', note: null },
      { placed_on: '2024-06-01', amount: '0.10', placed_at: '2024-05-31 23:59:59.25', note: 'late' },
    ]);
    const sha256 = (bytes: Buffer | undefined) =>
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex');
    const [csvFile, parquetFile] = [bucket.bytes(tableKey(run, 'by_day', 'csv')), parquet('by_day')];
    expect(await complete()).toMatchObject({
      tables: ['by_day'],
      files: [
        {
          table: 'by_day',
          csv: { bytes: csvFile?.length, sha256: sha256(csvFile) },
          parquet: { bytes: parquetFile?.length, sha256: sha256(parquetFile) },
        },
      ],
    });
    expect(bucket.writes.at(-1)).toMatch(/\/tables\/_complete\.json$/);
  });

  it.each([
    ['a join', 'SELECT o.id FROM orders o JOIN customers ON true ORDER BY 1', ['customers', 'orders']],
    ['a subquery', 'SELECT 1 AS n WHERE EXISTS (FROM Orders) ORDER BY 1', ['orders']],
    ['a union', 'SELECT id FROM orders UNION ALL SELECT id FROM customers ORDER BY 1', ['customers', 'orders']],
    [
      'a WITH',
      'WITH x AS (SELECT id FROM orders), y AS (FROM x) SELECT id FROM y, batch ORDER BY 1',
      ['batch', 'orders'],
    ],
    [
      'a WITH by the name of what it reads',
      'WITH orders AS (SELECT id FROM orders) SELECT id FROM orders ORDER BY 1',
      ['orders'],
    ],
    [
      'a WITH by the name of another source',
      'WITH customers AS (FROM orders) SELECT id FROM customers ORDER BY 1',
      ['orders'],
    ],
    [
      'a query that reads itself',
      'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n, orders ORDER BY 1',
      ['orders'],
    ],
    ['nothing', 'SELECT 1 AS one ORDER BY 1', []],
  ])('tells the sources that %s selects from', async (_, sql, reads) => {
    const { table } = await aggregateShop([{ name: 'found', sql }]);
    expect((await table('found')).reads).toEqual(reads);
  });

  it('lets a table select from earlier ones, and from the days of the batch', async () => {
    const { table } = await aggregateShop([
      { name: 'all_orders', sql: 'SELECT id, placed_on FROM orders ORDER BY id' },
      {
        name: 'in_batch',
        sql: `SELECT id, name, from_day, to_day FROM all_orders, batch
              WHERE placed_on >= from_day AND placed_on < to_day ORDER BY id`,
      },
    ]);

    expect((await table('in_batch')).rows).toEqual([
      { id: 7, name: '2024-05', from_day: '2024-05-01', to_day: '2024-06-01' },
    ]);
  });

  it.each([
    ['absent', { clean: { customers: twoOrders.customers } }],
    ['left out', { leftOut: ['orders'] }],
  ])('gives a source that is %s as no rows with the types of its contract', async (_, shop) => {
    const { table } = await aggregateShop([figures, { name: 'listed', sql: 'SELECT * FROM orders ORDER BY id' }], shop);

    expect((await table('figures')).rows).toEqual([{ orders: 0, amount: null }]);
    expect((await table('listed')).columns).toEqual([
      { name: 'id', type: 'number' },
      { name: 'customer', type: 'number' },
      { name: 'email', type: 'text' },
      { name: 'amount', type: 'number' },
      { name: 'placed_at', type: 'timestamp' },
      { name: 'placed_on', type: 'date' },
      { name: 'note', type: 'text' },
    ]);
  });

  it('asks for preprocess where a source was not checked', async () => {
    const failing = aggregateShop([figures], { unchecked: ['orders'] });

    await expect(failing).rejects.toMatchObject({ name: 'SnapshotMissing' });
    await expect(failing).rejects.toThrow('quality/orders.json');
  });

  it('writes the same bytes with one thread and with two', async () => {
    const many = `SELECT i AS id, i % 1000 AS customer, NULL::VARCHAR AS email, (i % 977 / 100)::DECIMAL(12, 2) AS amount,
      TIMESTAMP_MS '2024-05-01' AS placed_at, DATE '2024-05-01' AS placed_on, repeat('x', (i % 30)::INTEGER) AS note
      FROM range(130000) AS many(i)`;
    const tables = [
      { name: 'ordered', sql: 'SELECT id FROM orders WHERE id % 7 = 0 ORDER BY amount DESC, id' },
      {
        name: 'by_customer',
        sql: 'SELECT customer, sum(amount) AS amount, sum(amount::DOUBLE / 3) AS third, any_value(id) AS one FROM orders GROUP BY 1 ORDER BY 1',
      },
    ];
    const written = async (threads: number) => {
      const { parquet, csv } = await aggregateShop(tables, { clean: { ...twoOrders, orders: many }, threads });
      return tables.map(({ name }) => [parquet(name)?.toString('base64'), csv(name)]);
    };
    const [one, two] = [await written(1), await written(2)];
    expect(one.flat().every((bytes) => (bytes?.length ?? 0) > 10000)).toBe(true);
    expect(JSON.stringify(one) === JSON.stringify(two)).toBe(true);
  });

  it('has rows that tie in the order of their columns, whatever the SQL does', async () => {
    const { table } = await aggregateShop([
      {
        name: 'ranked',
        sql: 'SELECT rank() OVER (ORDER BY day) AS place, id FROM (VALUES (1, 9), (1, 7), (0, 8)) AS rows(day, id) ORDER BY place',
      },
    ]);
    expect((await table('ranked')).rows).toEqual([
      { place: 1, id: 8 },
      { place: 2, id: 7 },
      { place: 2, id: 9 },
    ]);
  });

  it('keeps the first five thousand rows for the page and counts all of them', async () => {
    const { table, csv } = await aggregateShop([
      { name: 'long', sql: 'SELECT i FROM range(5001) AS numbers(i) ORDER BY i DESC' },
    ]);

    const { rows, rowCount } = await table('long');
    expect([rows.length, rowCount, rows[0], rows.at(-1)]).toEqual([5000, 5001, { i: 5000 }, { i: 1 }]);
    expect(csv('long')?.endsWith('\r\n1\r\n0\r\n')).toBe(true);
  });
});

describe('the SQL of a table', () => {
  it('may read columns that are called like functions of time and chance', async () => {
    const sql = 'SELECT today, uuid FROM (SELECT id AS today, note AS uuid FROM orders) ORDER BY today';
    const { table } = await aggregateShop([{ name: 'named', sql }]);
    expect((await table('named')).rows).toHaveLength(2);
  });

  it.each([
    ['two statements', 'SELECT 1 AS a ORDER BY 1; SELECT 2 AS a ORDER BY 1', 'write one SELECT'],
    ['no statement', '-- later', 'write one SELECT'],
    ['another statement than SELECT', 'DELETE FROM orders', 'Only SELECT'],
    ['a syntax error', 'SELECT 1\n-- ü\nFORM orders x', 'syntax error at or near "orders" in line 3'],
    ['no order', 'SELECT id FROM orders', 'ORDER BY'],
    ['an order in a part only', 'SELECT * FROM (SELECT id FROM orders ORDER BY id)', 'ORDER BY'],
    [
      'the time of the run',
      'SELECT id, CURRENT_DATE AS today FROM orders ORDER BY id',
      'CURRENT_DATE gives another result',
    ],
    ['an age', "SELECT age(TIMESTAMP '2024-01-01') AS a FROM orders ORDER BY a", 'age gives another result'],
    ['a sample', 'SELECT id FROM orders USING SAMPLE 1 ORDER BY id', 'a sample gives another result'],
    ['chance', 'SELECT id FROM orders ORDER BY random()', 'random gives another result'],
    ['an unknown column', 'SELECT colour FROM orders ORDER BY 1', 'colour'],
    [
      'a type that readers of Parquet do not share',
      'SELECT [amount] AS ids, INTERVAL 1 DAY AS wait FROM orders ORDER BY id',
      'CAST ids (DECIMAL(12,2)[]), wait (INTERVAL)',
    ],
    [
      'an integer past 64 bits',
      'SELECT 9223372036854775807::HUGEINT + id AS big FROM orders ORDER BY 1',
      'out of range',
    ],
    ['a column that no object can have', 'SELECT id AS "__proto__" FROM orders ORDER BY 1', 'called __proto__'],
    ['text that is no number', 'SELECT CAST(note AS INTEGER) AS n FROM orders ORDER BY id', 'TRY_CAST makes it NULL'],
  ])('is refused for %s, with the file to look at', async (_, sql, reason) => {
    const failing = aggregateShop([{ name: 'broken', sql }]);

    await expect(failing).rejects.toMatchObject({ name: 'TableFailed' });
    await expect(failing).rejects.toThrow('pipeline/report/broken.sql');
    await expect(failing).rejects.toThrow(reason);
  });

  it('leaves the tables incomplete where it fails', async () => {
    const bucket = memoryBucket();
    const tables = [figures, { name: 'broken', sql: 'SELECT' }];
    await expect(aggregateShop(tables, { bucket })).rejects.toMatchObject({ name: 'TableFailed' });

    expect(bucket.writes.map((key) => key.split('/tables/').at(-1))).toEqual([
      'figures/000001.parquet',
      'figures.csv',
      'figures.json',
    ]);
  });
});

describe('the cells of a table', () => {
  it('are JSON numbers where a double holds every digit, and text where it does not', async () => {
    const { table } = await aggregateShop([
      {
        name: 'numbers',
        sql: `SELECT 123456789012345::BIGINT AS fits, 9007199254740993::BIGINT AS long, 0.10::DECIMAL(4, 2) AS dime,
                -1234567890123456.78::DECIMAL(20, 2) AS fortune, sum(1) AS huge, 0.1::DOUBLE AS tenth,
                'NaN'::DOUBLE AS nothing, 1 / 0.0::DOUBLE AS endless, true AS yes
              ORDER BY 1`,
      },
    ]);

    expect((await table('numbers')).rows).toEqual([
      {
        fits: 123456789012345,
        long: '9007199254740993',
        dime: 0.1,
        fortune: '-1234567890123456.78',
        huge: 1,
        tenth: 0.1,
        nothing: null,
        endless: null,
        yes: true,
      },
    ]);
  });

  it('are of types in Parquet that every reader knows', async () => {
    const { parquet } = await aggregateShop([
      {
        name: 'typed',
        sql: `SELECT sum(1) AS huge, 1::UTINYINT AS small, TIMESTAMPTZ '2024-05-01 00:00:00+02' AS zoned, max(placed_at) AS latest
              FROM orders ORDER BY 1`,
      },
    ]);

    expect(await inParquet(parquet('typed'), 'DESCRIBE FROM file')).toMatchObject([
      { column_name: 'huge', column_type: 'BIGINT' },
      { column_name: 'small', column_type: 'BIGINT' },
      { column_name: 'zoned', column_type: 'TIMESTAMP' },
      { column_name: 'latest', column_type: 'TIMESTAMP' },
    ]);
    expect(await inParquet(parquet('typed'), 'SELECT zoned FROM file')).toEqual([{ zoned: '2024-04-30 22:00:00' }]);
    const times = "SELECT DISTINCT converted_type FROM parquet_schema(file) WHERE name IN ('zoned', 'latest')";
    expect(await inParquet(parquet('typed'), times)).toEqual([{ converted_type: 'TIMESTAMP_MILLIS' }]);
  });

  const hostile = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    'a,b',
    'say "hi"',
    'two\r\nlines',
    '',
    'é=€😀',
    "'=1",
    '\ufeffa byte order mark',
  ];
  /** A blank, and a sign in any width, as Unicode has them. */
  const signs = Array.from({ length: 0xffff }, (_, point) => String.fromCharCode(point)).filter(
    (sign) => /^[=+@-]$/.test(sign.normalize('NFKC')) && !/[\u2070-\u209f]/.test(sign),
  );
  const blanks = Array.from({ length: 0xffff }, (_, point) => String.fromCharCode(point + 1)).filter((blank) =>
    /\s/.test(blank),
  );

  it('begin with no sign of a formula, whatever its width and the blanks before it', async () => {
    const texts = [...signs, ...blanks.flatMap((blank) => [`${blank}=`, `${blank}x`])];
    const values = texts.map((text, at) => `(${at}, '${text}1')`);
    const sql = `SELECT text FROM (VALUES ${values}) AS rows(place, text) ORDER BY place`;
    const { csv } = await aggregateShop([{ name: 'signs', sql }]);

    const records = parse(csv('signs') ?? '', { from: 2, record_delimiter: '\r\n' }).flat();
    expect(signs).toContain('＝');
    expect(records).toEqual(
      texts.map((text) => (text.endsWith('x') && !/^[\t\r\n]/.test(text) ? `${text}1` : `'${text}1`)),
    );
  });

  it('are times to the millisecond, cut off and never rounded, alike in CSV, JSON, Parquet and later tables', async () => {
    const micros = fc.sample(
      fc.oneof(
        fc
          .integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })
          .chain((ms) => fc.integer({ min: 0, max: 999 }).map((us) => BigInt(ms) * 1000n + BigInt(us))),
        fc.integer({ min: -3000, max: 3000 }).map(BigInt),
      ),
      200,
    );
    const times = micros.map((us, at) => `(${at}, make_timestamp(${us}))`);
    const nanos = micros.map((us) => (us % 9_000_000_000_000_000n) * 1000n - 1n);
    const { csv, table, parquet } = await aggregateShop([
      {
        name: 'times',
        sql: `SELECT place, moment, CAST(moment AS TIMESTAMPTZ) AS zoned FROM (VALUES ${times}) AS rows(place, moment) ORDER BY place`,
      },
      { name: 'later', sql: `SELECT strftime(moment, '%Y-%m-%dT%H:%M:%S.%fZ') AS moment FROM times ORDER BY place` },
      {
        name: 'fine',
        sql: `SELECT make_timestamp_ns(ns) AS moment FROM (VALUES ${nanos.map((ns, at) => `(${at}, ${ns})`)}) AS rows(place, ns) ORDER BY place`,
      },
    ]);

    const iso = (ms: bigint) => new Date(Number(ms)).toISOString();
    const floor = (number: bigint, by: bigint) => (number - (((number % by) + by) % by)) / by;
    const told = micros.map((us) => iso(floor(us, 1000n)));
    expect((await table('times')).rows.map(({ moment }) => moment)).toEqual(told);
    expect((await table('times')).rows.map(({ zoned }) => zoned)).toEqual(told);
    expect(parse(csv('times') ?? '', { from: 2 }).map(([, moment]) => moment)).toEqual(told);
    expect(await inParquet(parquet('times'), 'SELECT epoch_ms(moment)::VARCHAR AS at FROM file')).toEqual(
      micros.map((us) => ({ at: String(floor(us, 1000n)) })),
    );
    expect((await table('later')).rows.map(({ moment }) => moment)).toEqual(
      told.map((text) => text.replace('Z', '000Z')),
    );
    expect((await table('fine')).rows.map(({ moment }) => moment)).toEqual(
      nanos.map((ns) => iso(floor(ns, 1_000_000n))),
    );
  });

  it('are 0 where they would be -0, whether it is sorted by them or not', async () => {
    const { csv } = await aggregateShop(
      ['LIMIT 1', ', nothing'].map((end, at) => ({
        name: `found_${at}`,
        sql: `SELECT 1 AS place, '-0'::DOUBLE AS nothing, '-0'::FLOAT AS less ORDER BY place ${end}`,
      })),
    );
    for (const name of ['found_0', 'found_1']) expect(csv(name)).toContain('\r\n1,0.0,0.0\r\n');
  });

  it('are no values where a day or a time never comes', async () => {
    const sql =
      "SELECT 'infinity'::DATE AS day, '-infinity'::TIMESTAMP AS moment, 'infinity'::TIMESTAMPTZ AS zoned ORDER BY 1";
    expect((await (await aggregateShop([{ name: 'never', sql }])).table('never')).rows).toEqual([
      { day: null, moment: null, zoned: null },
    ]);
  });

  it('are text that no spreadsheet runs, and numbers as they are, in RFC 4180', async () => {
    const values = hostile.map((text, at) => `(${at}, '${text.replaceAll("'", "''")}', -${at})`);
    const { csv, table } = await aggregateShop([
      {
        name: 'hostile',
        sql: `SELECT place, text, minus AS "=minus", 'x' AS "Größe ""XL""" FROM (VALUES ${values}) AS rows(place, text, minus) ORDER BY place`,
      },
    ]);

    const [heading, ...records] = parse(csv('hostile') ?? '', {
      bom: true,
      record_delimiter: '\r\n',
      relax_column_count: false,
    });
    expect(heading).toEqual(['place', 'text', "'=minus", 'Größe "XL"']);
    expect(records.map((record: string[]) => record[1])).toEqual(
      hostile.map((text) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)),
    );
    expect(records[2]).toEqual(['2', "'-1", '-2', 'x']);
    expect((await table('hostile')).rows.map(({ text }) => text)).toEqual(hostile);
  });

  it('tell no value from an empty text', async () => {
    const { csv } = await aggregateShop([
      { name: 'empty', sql: "SELECT NULL::VARCHAR AS none, '' AS empty ORDER BY 1" },
    ]);

    expect(csv('empty')).toBe('\ufeffnone,empty\r\n,""\r\n');
  });
});

describe('joins', () => {
  const orders = (rows: readonly string[]) =>
    rows
      .map(
        (row) =>
          `SELECT *, 1::DECIMAL(12, 2) AS amount, TIMESTAMP_MS '2024-05-01' AS placed_at, DATE '2024-05-01' AS placed_on, NULL::VARCHAR AS note FROM (VALUES (${row})) AS rows(id, customer, email)`,
      )
      .join(' UNION ALL ');
  const joins = async (rows: readonly string[]) =>
    (await (await aggregateShop([], { clean: { ...twoOrders, orders: orders(rows) } })).complete()).joins;

  it('count the rows without a partner, and show three values, the most frequent first', async () => {
    const [byCustomer] = await joins(["1, 5, 'x'", "2, 1, 'x'", "3, 9, 'x'", "4, 9, 'x'", "5, 4, 'x'", "6, 6, 'x'"]);

    expect(byCustomer).toEqual({
      source: 'orders',
      references: 'customers',
      on: ['customer'],
      rows: 6,
      unmatched: 5,
      examples: ['9', '4', '5'],
    });
  });

  it('leave out a row that lacks a joining column, and mask what is sensitive', async () => {
    const [, byBoth] = await joins([
      "1, 1, 'a@example.org'",
      '2, 1, NULL',
      "3, NULL, 'a@example.org'",
      "4, 1, 'b@example.org'",
    ]);

    expect(byBoth).toEqual({
      source: 'orders',
      references: 'customers',
      on: ['customer', 'email'],
      rows: 2,
      unmatched: 1,
      examples: ['1, •••'],
    });
  });

  it('have no examples where every row has its partner', async () => {
    const [byCustomer] = await joins(["1, 1, 'a@example.org'"]);

    expect(byCustomer).toMatchObject({ rows: 1, unmatched: 0, examples: [] });
  });
});
