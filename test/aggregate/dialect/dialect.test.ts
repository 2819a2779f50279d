import { z } from 'zod';
import { describeTables } from '../../../functions/aggregate/describe.ts';
import { readDialect } from '../../../functions/aggregate/dialect/dialect.ts';
import type { Engine } from '../../../functions/core/world.ts';
import { distributedOf } from '../../../functions/definition/distributed.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { defineSource, upload } from '../../../functions/tributary.ts';
import { examples, keys, tables } from './examples.ts';

/** All examples are held against the same tables, by one engine. */
let engine: Engine;
let close: () => void;
let closed: Promise<void>;
beforeAll(
  () =>
    new Promise<void>((opened, failed) => {
      closed = withDuckDB()(async (its) => {
        await its.run(tables);
        engine = its;
        const ended = new Promise<void>((resolve) => {
          close = resolve;
        });
        opened();
        return ended;
      });
      closed.catch(failed);
    }),
);
afterAll(() => {
  close();
  return closed;
});
const problemsOf = async (sql: string) => (await readDialect(sql, keys, engine)).problems;

const orders = defineSource({
  name: 'orders',
  title: 'Orders',
  origin: upload(),
  row: z.object({ id: z.int(), placed_on: z.iso.date(), note: z.string() }),
  key: ['id'],
});

const limits = { rejected: 0, unmatched: 0, volume: 0, empty: 'hold' as const };

const problemsOfTables = async (tables: Readonly<Record<string, string>>) => {
  const all = Object.entries(tables).map(([name, sql]) => ({ name, sql }));
  const report = { title: 'Shop', figures: [], tables: all };
  const { problems } = await withDuckDB()((engine) =>
    describeTables(
      { period: 'month', sources: [{ ...orders, limits }], report, distributed: distributedOf({ fromBytes: 1 }) },
      engine,
    ),
  );
  return problems;
};

it('names the table, the line and the mend', async () => {
  const days = 'SELECT\n  placed_on,\n  count(*) / 2 AS half\nFROM orders\nGROUP BY 1\nORDER BY 1';
  expect(await problemsOfTables({ days })).toEqual([
    expect.stringMatching(/report\/days\.sql: in line 3, .*CAST\(a AS DOUBLE\) \/ b.* \(docs\/scale\.md\)/),
  ]);
});

it('refuses a part of a WITH that is called like what the query selects from, as Athena gets both in one WITH', async () => {
  const days = 'SELECT placed_on AS day, count(*) AS n FROM orders GROUP BY 1 ORDER BY 1';
  const best = 'WITH top AS (SELECT day FROM days),\nDays AS (SELECT day FROM top)\nSELECT day FROM Days ORDER BY 1';
  const notes = '-- of orders, as (all)\nWITH\n"orders" AS (SELECT id FROM orders)\nSELECT id FROM orders ORDER BY 1';
  expect(await problemsOfTables({ days, best, notes })).toEqual([
    expect.stringMatching(/report\/best\.sql: in line 2, its WITH calls a part days, .*: name the part otherwise/),
    expect.stringMatching(/report\/notes\.sql: in line 3, its WITH calls a part orders, .*: name the part otherwise/),
  ]);
});

it('takes a part of a WITH by the name of what this query does not select from, or that a query inside alone has', async () => {
  const days = 'SELECT placed_on AS day, count(*) AS n FROM orders GROUP BY 1 ORDER BY 1';
  const other = 'WITH days AS (SELECT id FROM orders) SELECT id FROM days ORDER BY 1';
  const inside =
    'SELECT q.id FROM (WITH orders AS (SELECT id FROM orders) SELECT orders.id FROM orders) AS q ORDER BY 1';
  expect(await problemsOfTables({ days, other, inside })).toEqual([]);
});

it('knows what tells the rows of a source, and of an earlier table, apart', async () => {
  const days = 'SELECT placed_on AS day, count(*) AS n FROM orders GROUP BY 1 ORDER BY 1';
  const worst = 'SELECT day, n, lag(n) OVER (ORDER BY day) AS before FROM days ORDER BY n, day LIMIT 3';
  const notes = 'SELECT id, note FROM orders ORDER BY note, id LIMIT 3';
  expect(await problemsOfTables({ days, worst, notes })).toEqual([]);
});

it('refuses the first rows by an order that does not tell them apart', async () => {
  const notes = 'SELECT id, note FROM orders ORDER BY note LIMIT 3';
  expect(await problemsOfTables({ notes })).toEqual([expect.stringContaining('order by the key too')]);
});

it.each([
  ['GROUP BY ALL', 'SELECT\n f,\n count(*) AS n\nFROM t\nGROUP BY ALL\nORDER BY 1', 5, 'name the columns'],
  ['GROUP BY *', 'SELECT f, count(*) AS n\nFROM t\nGROUP BY *\nORDER BY 1', 3, 'name the columns'],
  ['ORDER BY ALL', 'SELECT f\nFROM t\nORDER BY ALL', 3, 'name the columns'],
  ['ORDER BY *', 'SELECT f\nFROM t\nORDER BY *', 3, 'name the columns'],
  ['= ALL', 'SELECT f\nFROM t WHERE a = ALL (SELECT a FROM u)\nORDER BY 1', 2, 'do without it'],
])('says once what is wrong with %s', async (_, sql, line, mend) => {
  expect(await problemsOf(sql)).toEqual([{ line, problem: expect.any(String), mend }]);
});

it.each(examples)('takes, and runs: %s', async (sql) => {
  expect(await problemsOf(sql)).toEqual([]);
  await withDuckDB()(async (engine) => {
    await engine.run(tables);
    expect(await engine.rows(sql)).toBeInstanceOf(Array);
  });
});

it.each([
  ['a::DOUBLE AS x FROM t', 'CAST(… AS …)'],
  ['a, count(*) AS n FROM t GROUP BY ALL', 'name the columns'],
  ['a FROM t QUALIFY rank() OVER (ORDER BY a) = 1', 'WITH'],
  ['a + 1 AS x, x + 1 AS y FROM t', 'the expression again'],
  ['a + 1 AS x FROM t WHERE x > 1', 'the expression again'],
  ['a + 1 AS x, count(*) AS n FROM t GROUP BY x', 'the expression again'],
  ['a // 2 AS x FROM t', 'floor'],
  ['a / 2 AS x FROM t', 'CAST(a AS DOUBLE) / b'],
  ['b / a AS x FROM t', 'nullif(…, 0)'],
  ['a % a AS x FROM t', 'nullif(…, 0)'],
  ["s FROM t WHERE s ILIKE 'a'", 'LIKE'],
  ['median(a) AS x FROM t', 'rank()'],
  ["strftime(dt, '%Y') AS x FROM t", 'extract'],
  ["string_agg(s, ',') AS x FROM t", 'a row for each value'],
  ['[a] AS x FROM t', 'columns, not lists'],
  ["regexp_replace(s, 'a', 'b') AS x FROM t", 'replace()'],
  ['* EXCLUDE (a) FROM t', 'do without it'],
  ['avg(d) AS x FROM t', 'round(CAST(sum(x) AS DOUBLE)'],
  ['CAST(b AS INTEGER) AS x FROM t', 'floor'],
  ['CAST(b AS DECIMAL(9, 2)) AS x FROM t', 'CAST(round(x, 2)'],
  ['CAST(round(b, 2) AS DECIMAL(18, 2)) AS x FROM t', '15 at most'],
  ['CAST(a AS DECIMAL) AS x FROM t', 'DECIMAL(p, s)'],
  ['CAST(s AS DECIMAL(12, 2)) AS x FROM t', 'let the row of its source say the type, as decimal(12, 2)'],
  ['TRY_CAST(s AS BIGINT) AS x FROM t', 'a column of it in the source'],
  ['s || a AS x FROM t', 'CAST(x AS VARCHAR)'],
  ["a FROM t WHERE dt = '2024-01-01'", "DATE '…'"],
  ['concat(s, s) AS x FROM t', 'coalesce'],
  ['greatest(a, 1) AS x FROM t', 'CASE WHEN'],
  ['dt - dt AS x FROM t', 'date_diff'],
  ['dt + 1 AS x FROM t', 'date_diff'],
  ['extract(dow FROM dt) AS x FROM t', 'do without it'],
  ['row_number() OVER (ORDER BY a) AS x FROM t', 'order by the key too'],
  ['any_value(a) AS x FROM t', 'min() or max()'],
  ['a FROM t LIMIT 3', 'order by the key too'],
  ['sum(a) OVER (ORDER BY a ROWS UNBOUNDED PRECEDING) AS x FROM t', 'RANGE'],
  ["E'a' AS x FROM t", "'…'"],
  ['a AS "Große" FROM t', 'a-z'],
  ['substr(s, -1) AS x FROM t', 'from 1'],
  ['t.a FROM t JOIN u USING (a)', 'ON a.x = b.x'],
  ['upper(s) AS x FROM t', 'as it is'],
  ['sum(b) AS x FROM t', 'sum(CAST(round(x, 2) AS DECIMAL(15, 2)))'],
  ['round(sum(b) OVER (ORDER BY a), 2) AS x FROM t', 'sum(CAST(round(x, 2) AS DECIMAL(15, 2)))'],
  ['round(avg(b), 2) AS x FROM t', 'nullif(count(x), 0), 2)'],
  ['avg(a) AS x FROM t', 'round(avg(x), n)'],
  ['round(avg(d), 2) AS x FROM t', 'round(CAST(sum(x) AS DOUBLE)'],
  ['sum(a) + 0.5 AS x FROM t', 'CAST(sum(x) AS BIGINT)'],
  ['CASE WHEN f THEN CAST(d AS DECIMAL(38, 0)) ELSE d END AS x FROM t', 'a DECIMAL of as many digits'],
  ['d * d AS x FROM t', 'CAST(x AS DECIMAL(19, 2))'],
  ['d * 10000000 AS x FROM t', 'CAST(x AS DECIMAL(19, 2))'],
  ['d * CAST(a AS INTEGER) AS x FROM t', 'CAST(x AS DECIMAL(19, 2))'],
  ['CAST(d AS DECIMAL(18, 2)) + 0.001 AS x FROM t', 'a DECIMAL of as many digits'],
  ['count_if(f) AS x FROM t', 'count(*) FILTER'],
  ["a FROM t WHERE a = '1'", 'without quotes'],
  ['a FROM t WHERE a = s', 'without quotes'],
  ["a FROM t WHERE ts > TIMESTAMP '2024-02-09 10:00:00+02:00'", 'TIMESTAMP '],
  ["date_trunc('month', dt) AS x FROM t", 'AS DATE'],
  ["date_trunc('hour', dt) AS x FROM t", 'do without it'],
  ["date_diff('day', ts, ts) AS x FROM t", 'CAST(a AS DATE)'],
  ["date_diff('month', dt, dt) AS x FROM t", "date_diff('day'"],
  ['DISTINCT ON (s) s, a FROM t', 'row_number()'],
  ['a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a > t.a)', 'IN (SELECT'],
  ['a, (SELECT max(u.a) FROM u WHERE u.a < t.a) AS x FROM t', 'a JOIN'],
  ["replace(s, '', 'y') AS x FROM t", 'as a text'],
  ['round(b, -1) AS x FROM t', 'as a number'],
  ['substr(s, 0) AS x FROM t', 'from 1'],
  ['s || NULL AS x FROM t', 'CAST(NULL AS'],
  ['f IS TRUE AS x FROM t', 'coalesce'],
  ['(a = 1) = f AS x FROM t', 'in a WITH'],
  ['CAST(d AS DECIMAL(38, 0)) % 0.7 AS x FROM t', 'to a smaller DECIMAL'],
  ['a IN (1, a + 1) AS x FROM t', 'x = a OR x = b'],
  ['a = 1 OR a = nullif(a, 2) AS x FROM t', 'CASE WHEN'],
  ['count(*) FILTER (WHERE f) OVER () AS x FROM t', 'CASE WHEN'],
  ['count(DISTINCT a) OVER () AS x FROM t', 'rows of a WITH'],
  ['f FROM t GROUP BY ROLLUP (coalesce(f, true))', 'in a WITH'],
  ['f, max(a) AS a FROM t GROUP BY f HAVING a > 1', 'the expression again'],
  ['* FROM t JOIN u ON u.a = t.a', 'name the columns'],
  ['a, d AS a FROM t', 'name one of them'],
  ['a, count(*) FROM t GROUP BY a', '… AS n'],
  ['a AS auto FROM t', 'in quotes'],
  ['lag(a) OVER (ORDER BY dt) AS x FROM t', 'order by the key too'],
  ['/* a /* b */ c */ a FROM t', 'write one'],
])('refuses, with its line and the way out: SELECT %s', async (select, mend) => {
  const limited = / LIMIT /.test(select);
  const problems = await problemsOf(
    `SELECT\n${limited ? select.replace(' LIMIT', ' ORDER BY 1 LIMIT') : `${select} ORDER BY 1`}`,
  );
  expect(problems).toContainEqual({ line: 2, problem: expect.any(String), mend: expect.stringContaining(mend) });
});
