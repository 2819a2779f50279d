import { pipeline } from '../../../pipeline/pipeline.ts';
import { runBatch } from '../../pipeline/sample.ts';
import { bothWays, clean, openMarket } from './market.ts';
import { openAthena } from './over-athena.ts';

const everything = 'SELECT * FROM sales ORDER BY id';

it.each([
  ['every type, in values that are not easy to write', everything],
  ['rows that tie', '/* the\n -- best */ SELECT paid, shop FROM sales ORDER BY paid DESC; -- the end'],
  [
    'a WITH of its own',
    'WITH by_shop AS (SELECT shop, count(*) AS n, sum(price) AS total FROM sales GROUP BY shop)\nSELECT shops.name, by_shop.n, by_shop.total FROM by_shop LEFT JOIN shops ON shops.id = by_shop.shop ORDER BY by_shop.n',
  ],
  ['the batch', "SELECT name, from_day, to_day, date_diff('day', from_day, to_day) AS days FROM batch ORDER BY name"],
  ['a source that is absent', 'SELECT count(*) AS n, max(rate) AS rate FROM rates ORDER BY 1'],
  ['all of a source that is absent', 'SELECT * FROM rates ORDER BY day'],
  ['one column, of which some are nothing and some are empty', 'SELECT note FROM sales ORDER BY note'],
  [
    'sums past 64 bits, of which the last digits count',
    'SELECT sum(id) AS ids, sum(price) AS prices, count(*) AS n, max(sold_at) AS last FROM sales ORDER BY 1',
  ],
  [
    'doubles that are no numbers',
    `SELECT id, CASE WHEN id < 3 THEN 1e308 * 10 ELSE -rate END AS rate FROM sales ORDER BY id`,
  ],
  ['no source at all', "SELECT 1 AS one, 'x' AS text ORDER BY 1"],
])('gives the same files as one function does: %s', async (_, sql) => {
  const { one, other } = await bothWays(await openMarket([{ name: 'found', sql, title: 'Found' }]));
  expect(other).toEqual(one);
  expect(Object.keys(one.files)).toHaveLength(5);
});

it('lets a table select from earlier ones, with the types that these have in their files', async () => {
  const market = await openMarket([
    {
      name: 'by_shop',
      sql: 'SELECT shop, sum(id) AS ids, max(sold_at) AS last, sum(price) AS price FROM sales GROUP BY 1 ORDER BY 1',
    },
    {
      name: 'best',
      sql: 'SELECT by_shop.shop, ids + 1 AS more, last, price, name FROM by_shop, batch WHERE ids > 1 ORDER BY ids DESC',
    },
    { name: 'of_best', sql: 'SELECT count(*) AS n, max(more) AS more FROM best ORDER BY 1' },
  ]);
  const { one, other, complete } = await bothWays(market);
  expect(other).toEqual(one);
  expect(complete.scannedBytes).toHaveLength(4);
  expect(complete.scannedBytes?.slice(0, 3).every((bytes) => bytes > 0)).toBe(true);
});

it.each([
  ['left out, though rows of it lie there', { leftOut: ['shops', 'sales'] }],
  ['without a part', { clean: { ...clean, sales: [] } }],
])('has no rows of a source that is %s', async (_, asked) => {
  const market = await openMarket([{ name: 'all_sales', sql: everything }], asked);
  const { one, other } = await bothWays(market);
  expect(other).toEqual(one);
  expect(one.answer).toEqual({ tables: [{ name: 'all_sales', rows: 0 }] });
});

it('counts the joins, and shows values, as one function does', async () => {
  const rates = `SELECT DATE '2024-05-02' AS day, 0.1::DOUBLE AS rate, 12.5::DECIMAL(6, 3) AS floor, TIMESTAMP '2024-05-01 23:59:59.25' AS seen, 'x' AS word`;
  const market = await openMarket([], { clean: { ...clean, rates: [rates] } });
  const { one, other, complete } = await bothWays(market);
  expect(other).toEqual(one);
  expect(complete.joins.map(({ on, ...join }) => ({ ...join, on: on.join() }))).toMatchObject([
    { on: 'shop,pin', rows: 5, unmatched: 3, examples: ['3, •••', '4, •••'] },
    { on: 'rate', rows: 6, unmatched: 5, examples: ['0.0', '5e-324', '12345678.0'] },
    { on: 'price', rows: 6, unmatched: 5, examples: ['-0.050', '0.000', '0.005'] },
    {
      on: 'sold_at,day',
      rows: 6,
      unmatched: 5,
      examples: [
        '0001-01-01T00:00:00Z, 0001-01-01',
        '1969-12-31T23:59:59Z, 2024-05-31',
        '2024-05-01T10:00:00Z, 2024-05-01',
      ],
    },
    { on: 'note', rows: 5, unmatched: 4, examples: ['', ' x ', expect.stringContaining('=1 "é🙂"')] },
  ]);
});

it('gives the same files of the sample', async () => {
  const { bucket, run } = await runBatch('2013-02');
  const of = { run, batch: '2013-02' };
  const athena = await openAthena(of, pipeline, bucket);
  const { one, other, complete } = await bothWays({ bucket, pipeline, athena }, of);
  expect(other).toEqual(one);
  expect(complete.scannedBytes).toHaveLength(pipeline.report.tables.length + 1);
});

it('gives the same files of many rows', async () => {
  const many = `SELECT i AS id, i % 1000 AS shop, NULL::VARCHAR AS pin, DATE '2024-05-01' AS day, (i % 977 / 100)::DECIMAL(12, 3) AS price, i % 9 / 7 AS rate, TIMESTAMP '2024-05-01' AS sold_at, i % 2 = 0 AS paid, 'note ' || (i % 30) AS note FROM range(`;
  const sales = [`${many}60000) AS t(i)`, `${many}60000, 130000) AS t(i)`];
  const market = await openMarket([{ name: 'all_sales', sql: 'SELECT * FROM sales ORDER BY price' }], {
    clean: { ...clean, sales },
  });
  const { one, other } = await bothWays(market);
  expect(JSON.stringify(other) === JSON.stringify(one)).toBe(true);
  expect(one.answer.tables).toEqual([{ name: 'all_sales', rows: 130_000 }]);
});
