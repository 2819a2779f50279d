import { describeTables } from '../../../functions/aggregate/describe.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { run } from '../preprocessed.ts';
import { bothWays } from './both-ways.ts';
import { openDrawn } from './drawn.ts';
import { clean, openMarket } from './market.ts';
import type { EngineOf } from './over-athena.ts';

const everything = 'SELECT * FROM sales ORDER BY id';

/** Athena's way to the tables and one function's, whatever engine does Athena's work. */
export function bothWaysSuite(engineOf?: EngineOf): void {
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
    ['the first of an order', 'SELECT id, note FROM sales ORDER BY note DESC, id LIMIT 3 -- these'],
    ['a text that begins with a byte order mark', "SELECT '\ufeffx' AS text ORDER BY 1"],
    ['no source at all', "SELECT 1 AS one, 'x' AS text ORDER BY 1"],
  ])('gives the same files as one function does: %s', async (_, sql) => {
    const { one, other } = await bothWays(await openMarket([{ name: 'found', sql, title: 'Found' }], { engineOf }));
    expect(other).toEqual(one);
    expect(Object.keys(one.files)).toHaveLength(5);
  });

  it('lets a table select from earlier ones, with the types that these have in their files', async () => {
    const market = await openMarket(
      [
        {
          name: 'by_shop',
          sql: 'SELECT shop, sum(id) AS ids, max(sold_at) AS last, sum(price) AS price FROM sales GROUP BY 1 ORDER BY 1',
        },
        {
          name: 'best',
          sql: 'SELECT by_shop.shop, ids + 1 AS more, last, price, name FROM by_shop, batch WHERE ids > 1 ORDER BY ids DESC',
        },
        { name: 'of_best', sql: 'SELECT count(*) AS n, max(more) AS more FROM best ORDER BY 1' },
      ],
      { engineOf },
    );
    const { one, other, complete } = await bothWays(market);
    expect(other).toEqual(one);
    expect(complete.scannedBytes).toHaveLength(4);
    expect(complete.scannedBytes?.slice(0, 3).every((bytes) => bytes > 0)).toBe(true);
  });

  it.each([
    ['left out, though rows of it lie there', { leftOut: ['shops', 'sales'] }],
    ['without a part', { clean: { ...clean, sales: [] } }],
  ])('has no rows of a source that is %s', async (_, asked) => {
    const market = await openMarket([{ name: 'all_sales', sql: everything }], { ...asked, engineOf });
    const { one, other } = await bothWays(market);
    expect(other).toEqual(one);
    expect(one.answer).toEqual({ tables: [{ name: 'all_sales', rows: 0 }] });
  });

  it('counts the joins, and shows values, as one function does', async () => {
    const rates = `SELECT DATE '2024-05-02' AS day, 0.1::DOUBLE AS rate, 12.5::DECIMAL(6, 3) AS floor, TIMESTAMP '2024-05-01 23:59:59.25' AS seen, 'x' AS word`;
    const market = await openMarket([], { clean: { ...clean, rates: [rates] }, engineOf });
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

  it('rounds a time that is finer than a millisecond, as Athena reads it', async () => {
    const at = '2024-05-01 10:00:00.0015';
    const fine = (clean.sales ?? []).map((sql) => sql.replaceAll('2024-05-01 10:00:00', at));
    const tables = [
      { name: 'times', sql: 'SELECT min(sold_at) AS at FROM sales WHERE id IN (1, 9007199254740991) ORDER BY 1' },
    ];
    const { one, other } = await bothWays(await openMarket(tables, { clean: { ...clean, sales: fine }, engineOf }));
    const csv = (files: Readonly<Record<string, string | undefined>>) =>
      Buffer.from(files[`runs/${run}/tables/times.csv`] ?? '', 'base64').toString();
    const rounded = '\ufeffat\r\n2024-05-01T10:00:00.002Z\r\n';
    expect([csv(one.files), csv(other.files)]).toEqual([rounded, rounded]);
  });

  it('gives the same files of many rows, of which many tie', async () => {
    const many = (from: number, to: number) =>
      `SELECT i AS id, 'shop ' || i % 997 AS name, 'x' AS pin FROM range(${from}, ${to}) AS numbers(i)`;
    const shops = [many(0, 60_000), many(60_000, 125_000)];
    const tables = [
      { name: 'all_shops', sql: 'SELECT name, id, CAST(id % 7 AS DOUBLE) / 3 AS share FROM shops ORDER BY name' },
    ];
    const { one, other } = await bothWays(await openMarket(tables, { clean: { ...clean, shops }, engineOf }));
    expect(JSON.stringify(other) === JSON.stringify(one)).toBe(true);
    expect(one.answer.tables).toEqual([{ name: 'all_shops', rows: 125_000 }]);
  }, 120_000);

  it.each([1, 3, 17])('gives the same files of drawn rows in %d parts', async (parts) => {
    const opened = await openDrawn(parts, engineOf);
    const { problems } = await withDuckDB()((engine) => describeTables(opened.pipeline, engine));
    expect(problems).toEqual([]);
    const { one, other } = await bothWays(opened);
    expect(other).toEqual(one);
  });
}
