import { queriesOf } from '../../../functions/aggregate/athena/queries.ts';
import { qualityKey } from '../../../functions/core/keys.ts';
import { run } from '../preprocessed.ts';
import { openMarket } from './market.ts';

const sqlOf = async (sql: string, name = 'found') => {
  const { athena } = await openMarket([{ name: 'found', sql }]);
  return (await athena.query(name)).sql;
};

it('begins with what it selects from, and with nothing else, and ends with an order that no rows tie in', async () => {
  const { athena } = await openMarket([
    { name: 'by_shop', sql: 'SELECT shop, count(*) AS n FROM sales GROUP BY 1 ORDER BY n' },
    {
      name: 'found',
      sql: `-- the best\n/* with */ WITH best AS (SELECT shop FROM By_Shop WHERE n > 1)\nSELECT name, day FROM best, batch, rates ORDER BY 1;`,
    },
  ]);
  expect((await athena.query('found')).sql.replaceAll(/\s+/g, ' ')).toBe(
    '-- the best /* with */ WITH ' +
      '"rates" AS (SELECT CAST(NULL AS DATE) AS "day", CAST(NULL AS DOUBLE) AS "rate", CAST(NULL AS DECIMAL(6, 3)) AS "floor", CAST(NULL AS TIMESTAMP) AS "seen", CAST(NULL AS VARCHAR) AS "word" WHERE false), ' +
      `"by_shop" AS (SELECT "shop", "n" FROM "market_dev"."by_shop" WHERE "run" = '${run}'), ` +
      `"batch" AS (SELECT CAST('2024-05' AS VARCHAR) AS name, DATE '2024-05-01' AS from_day, DATE '2024-06-01' AS to_day), ` +
      'best AS (SELECT shop FROM By_Shop WHERE n > 1) SELECT name, day FROM best, batch, rates ORDER BY 1 , 1, 2',
  );
});

it('ends with a LIMIT behind an order that tells all rows apart', async () => {
  expect(await sqlOf('SELECT id FROM sales ORDER BY id LIMIT 3 -- the first')).toMatch(
    /ORDER BY id LIMIT 3 -- the first$/,
  );
});

it('has the columns of a source in the order of its contract', async () => {
  expect(await sqlOf('SELECT id FROM shops ORDER BY 1')).toContain(
    `WITH "shops" AS (SELECT "id", "name", "pin" FROM "market_dev"."shops" WHERE "run" = '${run}')\nSELECT id`,
  );
});

it('keeps what is sensitive out of the counts of the joins', async () => {
  const sql = await sqlOf('SELECT id FROM shops ORDER BY 1', '_joins');
  expect(sql).toContain('SELECT 0, "$nth" + 1, "$rows", CAST("$0" AS VARCHAR), CAST(NULL AS VARCHAR)\n');
  expect(sql.match(/"market_dev"\."\w+"/g)).toEqual(['"market_dev"."shops"', '"market_dev"."sales"']);
});

it('is asked for each table, in the order of the report, and for the joins', async () => {
  const tables = ['b', 'a'].map((name) => ({ name, sql: 'SELECT id FROM shops ORDER BY 1' }));
  const { pipeline } = await openMarket(tables);
  expect(queriesOf(pipeline)).toEqual(['b', 'a', '_joins']);
  expect(queriesOf({ ...pipeline, sources: pipeline.sources.slice(0, 1) })).toEqual(['b', 'a']);
});

it.each([
  ['a LIMIT that rows tie at', 'SELECT shop FROM sales ORDER BY 1 LIMIT 3', 'tell all rows apart'],
  ['an order by all', 'SELECT id FROM sales ORDER BY ALL', 'ORDER BY and columns'],
  [
    'a text that is longer than Athena takes',
    `SELECT id, '${'é'.repeat(131_072)}' AS x FROM sales ORDER BY 1`,
    'and Step Functions takes 262144',
  ],
  [
    'a text that is longer than a state takes, which holds it as JSON',
    `SELECT id, '${'"'.repeat(131_072)}' AS x FROM sales ORDER BY 1`,
    'and Step Functions takes 262144',
  ],
  ['SQL that cannot be read', 'SELECT colour FROM sales ORDER BY 1', 'colour'],
])('is refused for %s, with the file to look at', async (_, sql, reason) => {
  const failing = sqlOf(sql);
  await expect(failing).rejects.toMatchObject({ name: 'TableFailed' });
  await expect(failing).rejects.toThrow('pipeline/report/found.sql');
  await expect(failing).rejects.toThrow(reason);
});

it('is refused for a table that the report does not have', async () => {
  await expect(sqlOf('SELECT id FROM sales ORDER BY 1', 'other')).rejects.toMatchObject({ name: 'InputInvalid' });
});

it('asks for preprocess where a source was not checked', async () => {
  const market = await openMarket([{ name: 'found', sql: 'SELECT id FROM sales ORDER BY 1' }], {
    unchecked: ['sales'],
  });
  await expect(market.athena.query('found')).rejects.toMatchObject({ name: 'SnapshotMissing' });
  await expect(market.athena.query('found')).rejects.toThrow(qualityKey(run, 'sales'));
});
