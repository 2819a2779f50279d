import { inOneOrder, isOfAnyOrder } from '../../functions/aggregate/order.ts';
import type { Engine } from '../../functions/core/world.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';

/** The same rows, in one order and in another. */
const orders = ['i', '(i * 7919) % 3001'];
const rowsIn = (order: string) => `
  CREATE OR REPLACE VIEW sales AS
  SELECT i % 7 AS shop, (i % 977 / 100)::DECIMAL(12, 2) AS amount, i / 3 AS share, 'item ' || i % 40 AS item,
    CASE WHEN i % 2 = 0 THEN '0'::DOUBLE ELSE '-0'::DOUBLE END AS nothing
  FROM (SELECT i FROM range(3000) AS numbers(i) ORDER BY ${order})`;

const columnsOf = async (sql: string, engine: Engine) => (await engine.rows(`DESCRIBE ${sql}`)).length;
const ordered = (sql: string) =>
  withDuckDB()(async (engine) => {
    await engine.run(rowsIn('i'));
    const found = await inOneOrder(sql, await columnsOf(sql, engine), engine);
    return { sql: found, free: found !== undefined && (await isOfAnyOrder(found, engine)) };
  });

const results = (sql: string) =>
  Promise.all(
    orders.flatMap((order) =>
      [1, 3].map((threads) =>
        withDuckDB({ threads })(async (engine) => {
          await engine.run(rowsIn(order));
          return JSON.stringify(await engine.rows(sql));
        }),
      ),
    ),
  );

describe('a query of any order', () => {
  it.each([
    ['sums and means of decimals and integers', 'SELECT shop, sum(amount) AS a, avg(shop) AS b FROM sales GROUP BY 1'],
    ['counts', 'SELECT item, count(*) FILTER (WHERE amount > 5) AS a, count(DISTINCT shop) AS b FROM sales GROUP BY 1'],
    ['the least and the most', 'SELECT min(amount) AS least, max(item) AS most FROM sales GROUP BY shop'],
    ['rows as they are', 'SELECT shop, item, amount FROM sales'],
    [
      'a join and a WITH',
      'WITH a AS (SELECT shop, count(*) AS n FROM sales GROUP BY 1) SELECT item, n FROM sales JOIN a USING (shop)',
    ],
    [
      'a subquery',
      'SELECT item FROM sales AS own WHERE amount = (SELECT max(amount) FROM sales WHERE sales.shop = own.shop)',
    ],
  ])('gives the same rows in the same order, ties too: %s', async (_, select) => {
    const { sql = '', free } = await ordered(`${select} ORDER BY 1 DESC;`);
    expect(free).toBe(true);
    expect(new Set(await results(sql)).size).toBe(1);
  });

  it.each([
    ['a sum of doubles', 'SELECT shop, sum(share) AS a FROM sales GROUP BY 1'],
    ['a mean of doubles', 'SELECT shop, avg(share) AS a FROM sales GROUP BY 1'],
    ['any of some values', 'SELECT shop, any_value(item) AS a FROM sales GROUP BY 1'],
    ['the value of the largest', 'SELECT shop, max_by(item, amount) AS a FROM sales GROUP BY 1'],
    ['a list', 'SELECT shop, string_agg(item) AS a FROM sales GROUP BY 1'],
    ['a window', 'SELECT row_number() OVER (ORDER BY shop) AS a, item FROM sales'],
    ['one of each kind', 'SELECT DISTINCT ON (shop) shop, item FROM sales'],
    ['groups by doubles', 'SELECT nothing, count(*) AS a FROM sales GROUP BY 1'],
    ['the least of doubles', 'SELECT min(nothing) AS a FROM sales'],
    ['a limit inside', 'SELECT * FROM (SELECT item FROM sales LIMIT 3)'],
  ])('is none with %s', async (_, select) => {
    expect(await ordered(`${select} ORDER BY 1`)).toMatchObject({ free: false });
  });
});

describe('one order', () => {
  it.each(['ORDER BY ALL', 'ORDER BY 1 LIMIT 10'])('is none where nothing can follow its end: %s', async (end) => {
    expect(await ordered(`SELECT shop, amount FROM sales ${end}`)).toMatchObject({ sql: undefined });
  });

  it.each(['; -- the end', ' -- of; shops', ';\n/* a; */ -- b\n', " || ';--'"])(
    'follows whatever ends a query: %s',
    async (end) => {
      const { sql = '' } = await ordered(`SELECT shop, item FROM sales ORDER BY shop${end}`);
      expect(sql).toMatch(/\n, 1, 2$/);
      expect(new Set(await results(sql)).size).toBe(1);
    },
  );
});
