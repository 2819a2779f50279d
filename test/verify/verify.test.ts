import fc from 'fast-check';
import { z } from 'zod';
import { verify } from '../../commands/verify/verify.ts';
import type { ReportDefinition } from '../../functions/definition/define-report.ts';
import { bars, definePipeline, defineSource, line, ranking, upload } from '../../functions/tributary.ts';

const orders = (rules: Record<string, string> = {}) =>
  defineSource({
    name: 'orders',
    title: 'Orders',
    origin: upload(),
    row: z.object({ id: z.int(), day: z.iso.date(), channel: z.string(), price: z.number() }),
    key: ['id'],
    rules,
  });
const weekly =
  'SELECT channel, day, sum(price) AS revenue_week, count(*) AS orders_week FROM orders GROUP BY ALL ORDER BY ALL';

const shop = (report: Partial<ReportDefinition> = {}, rules = {}) =>
  definePipeline({
    name: 'shop',
    period: 'month',
    timeZone: 'UTC',
    sources: [orders(rules)],
    limits: { rejected: 0, empty: 'hold' },
    maxSourceBytes: 1,
    report: { title: 'Shop', figures: [], tables: [{ name: 'weekly', sql: weekly }], ...report },
  });
const file = { name: 'weekly', sql: weekly };
const title = 'Chart';

/** Every place of a report that names a column, with that name in it. */
const places: Readonly<Record<string, (name: string) => Partial<ReportDefinition>>> = {
  'a figure': (column) => ({ figures: [{ title: 'Chart', table: 'weekly', column, better: 'higher' }] }),
  'a trend': (column) => ({
    figures: [{ title: 'Chart', table: 'weekly', column: 'day', better: 'higher', trend: { table: 'weekly', column } }],
  }),
  'the columns of a table': (column) => ({
    tables: [{ name: 'weekly', title: 'Chart', sql: weekly, columns: { [column]: { title: 'X' } } }],
  }),
  'the time of a line': (x) => ({ page: [line(file, { title, x, y: 'orders_week' })] }),
  'a line': (y) => ({ page: [line(file, { title, x: 'day', y: ['orders_week', y] })] }),
  'a thin line': (thin) => ({ page: [line(file, { title, x: 'day', y: 'orders_week', thin })] }),
  'the names of bars': (x) => ({ page: [bars(file, { title, x, y: 'orders_week' })] }),
  bars: (y) => ({ page: [bars(file, { title, x: 'day', y: ['orders_week', y] })] }),
  'the names of a ranking': (label) => ({ page: [ranking(file, { title, label, value: 'orders_week' })] }),
  'a ranking': (value) => ({ page: [ranking(file, { title, label: 'channel', value })] }),
  'what finds the row before': (previousBy) => ({
    page: [ranking(file, { title, label: 'channel', value: 'orders_week', previousBy })],
  }),
};

it.each(Object.keys(places))('takes a right name in %s, and names a wrong one, with the right one', async (place) => {
  const report = places[place] ?? (() => ({}));
  expect(await verify(shop(report('revenue_week')))).toEqual([]);
  const [problem = '', ...more] = await verify(shop(report('revenue_wek')));
  expect(more).toEqual([]);
  expect(problem).toBe(
    'pipeline/report/report.ts: "Chart" names column "revenue_wek" of table "weekly", which does not have it: did you mean revenue_week?',
  );
});

it('finds the name that was meant behind a slip of the finger', async () => {
  const slips = fc
    .tuple(fc.constantFrom('leave out', 'double', 'swap', 'change'), fc.integer({ min: 0, max: 10 }))
    .map(([kind, at]) => {
      const [before, one = '', two = '', rest] = [
        'revenue_week'.slice(0, at),
        'revenue_week'[at],
        'revenue_week'[at + 1],
        'revenue_week'.slice(at + 2),
      ];
      return (
        {
          'leave out': before + two + rest,
          double: before + one + one + two + rest,
          swap: before + two + one + rest,
          change: `${before}q${two}${rest}`,
        }[kind] ?? ''
      );
    });
  await fc.assert(
    fc.asyncProperty(slips, async (name) => {
      fc.pre(name !== 'revenue_week');
      const [problem] = await verify(shop(places['a figure']?.(name)));
      expect(problem).toContain('did you mean revenue_week?');
    }),
    { numRuns: 15 },
  );
});

it('tells once of a table that cannot be made, and not of those that select from it', async () => {
  const tables = [
    { name: 'weekly', sql: 'SELECT idd FROM orders ORDER BY idd' },
    { name: 'best', sql: 'SELECT id FROM weekly ORDER BY id' },
    { name: 'worst', sql: 'SELECT id FROM best ORDER BY id' },
  ];
  const problems = await verify(shop({ tables }));
  expect(problems).toEqual([expect.stringContaining('The table "weekly" cannot be made')]);
});

it('names the rule that speaks of more rows than one', async () => {
  const problems = await verify(shop({}, { 'all of it is paid': 'sum(price) > 0' }));
  expect(problems).toEqual([
    expect.stringMatching(/The rule "all of it is paid" of orders .*WHERE clause cannot contain/),
  ]);
});

it('tells all that is wrong at once: rules, tables and names, each with its file', async () => {
  const tables = [
    { name: 'weekly', sql: weekly },
    { name: 'broken', sql: 'SELECT chanel FROM orders ORDER BY ALL' },
    { name: 'restless', sql: 'SELECT now() AS at ORDER BY ALL' },
    { name: 'orderless', sql: 'SELECT 1 AS one' },
  ];
  const problems = await verify(shop({ tables, ...places['a figure']?.('ordres_week') }, { 'is dear': 'prise > 1' }));
  expect(problems).toEqual([
    expect.stringMatching(/^pipeline\/sources\/orders\.ts: The rule "is dear" of orders is no SQL.*prise/),
    expect.stringMatching(/broken.*pipeline\/report\/broken\.sql.*chanel/s),
    expect.stringMatching(/pipeline\/report\/restless\.sql.*now gives another result each time/),
    expect.stringMatching(/pipeline\/report\/orderless\.sql.*ORDER BY/),
    expect.stringContaining('did you mean orders_week?'),
  ]);
});
