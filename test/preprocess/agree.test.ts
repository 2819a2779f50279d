import fc from 'fast-check';
import { z } from 'zod';
import { drawnColumns, type DrawnColumn } from './columns.ts';
import { preprocessed } from './orders.ts';

const missing = ['', 'NA'];
const rowCount = 60;

const drawn = drawnColumns.chain((columns) =>
  fc.record({ columns: fc.constant({ ...columns, [fc.toStringMethod]: () => JSON.stringify(Object.entries(columns).map(([name, { schema }]) => [name, z.toJSONSchema(schema)])) }), rows: fc.array(fc.tuple(...Object.values(columns).map(({ texts }) => fc.oneof({ weight: 9, arbitrary: texts }, fc.constantFrom(...missing)))), { minLength: 1, maxLength: rowCount, size: 'max' }) }),
);

it('agrees with zod on every row of every contract', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async ({ columns, rows }) => {
      const row = z.object(Object.fromEntries(Object.entries(columns).map(([name, { schema }]) => [name, schema])));
      const { rejected, result } = await preprocessed({ files: { 'a.csv': csvOf([Object.keys(columns), ...rows]) }, source: { row, key: [], missing } });
      expect(result.read).toBe(rows.length);
      const bySql = new Map(rejected.map(({ row, reasons }) => [Number(row), failing.parse(reasons)]));
      for (const [at, texts] of rows.entries()) {
        const found = [...new Set(bySql.get(at + 1)?.map(({ column }) => column))].sort();
        expect({ texts, failing: found }).toEqual({ texts, failing: byZod(row, Object.entries(columns), texts) });
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 40) },
  );
}, 600_000);

const failing = z.array(z.object({ column: z.string(), reason: z.string() }));

/** The columns that zod finds at fault, when each text is read as documented. */
function byZod(row: z.ZodObject, columns: readonly (readonly [string, DrawnColumn])[], texts: readonly string[]): string[] {
  const unread = new Set<string>();
  const values = columns.map(([name, { schema, read }], at) => {
    const text = texts[at] ?? '';
    if (missing.includes(text)) return [name, schema.isOptional() ? undefined : null];
    const value = read(text);
    if (value === undefined) unread.add(name);
    return [name, value];
  });
  const issues = row.safeParse(Object.fromEntries(values)).error?.issues ?? [];
  return [...new Set([...unread, ...issues.map(({ path }) => String(path[0]))])].sort();
}

const csvOf = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n');
