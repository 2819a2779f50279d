import fc from 'fast-check';
import { z } from 'zod';
import { type DrawnColumn, drawnColumns } from './columns.ts';
import { preprocessed } from './orders.ts';

const missing = ['', 'NA'];

/** A contract and rows of texts for it, written out as such where the property fails. */
const drawn = drawnColumns.chain((columns) => {
  const said = () =>
    JSON.stringify(Object.entries(columns).map(([name, { schema }]) => [name, z.toJSONSchema(schema)]));
  const texts = Object.values(columns).map((column) =>
    fc.oneof({ weight: 9, arbitrary: column.texts }, fc.constantFrom(...missing)),
  );
  return fc.record({
    contract: fc.constant({ columns: Object.entries(columns), [fc.toStringMethod]: said }),
    rows: fc.array(fc.tuple(...texts), { minLength: 1, maxLength: 60, size: 'max' }),
  });
});

it('agrees with zod on every row of every contract', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async ({ contract: { columns }, rows }) => {
      const row = z.object(Object.fromEntries(columns.map(([name, { schema }]) => [name, schema])));
      const { rejected, clean } = await preprocessed({
        files: { 'a.csv': csvOf([columns.map(([name]) => name), ...rows]) },
        source: { row, key: [], missing },
      });
      expect(clean.length + rejected.length).toBe(rows.length);
      const bySql = new Map(rejected.map(({ row, reasons }) => [Number(row), columnsOf.parse(reasons)]));
      const stored = clean.values();
      for (const [at, texts] of rows.entries()) {
        const values = readRow(columns, texts);
        const failing = failingOf(row, values);
        expect({ texts, failing: [...new Set(bySql.get(at + 1))].sort() }).toEqual({ texts, failing });
        if (failing.length > 0) continue;
        const cells = stored.next().value ?? {};
        const other = columns.filter(([name, { same }]) => {
          const value = values.get(name) ?? null;
          return value === null ? cells[name] !== null : !same(cells[name], value);
        });
        expect({ texts, cells, other: other.map(([name]) => name) }).toEqual({ texts, cells, other: [] });
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

const columnsOf = z.array(z.object({ column: z.string() }).transform(({ column }) => column));

/** A text that is no value of its type. */
const unreadable = Symbol('unreadable');

/** Each text read as documented. */
function readRow(columns: readonly (readonly [string, DrawnColumn])[], texts: readonly string[]): Map<string, unknown> {
  const read = ({ schema, read }: DrawnColumn, text: string) =>
    missing.includes(text) ? (schema.isOptional() ? undefined : null) : (read(text) ?? unreadable);
  return new Map(columns.map(([name, column], at) => [name, read(column, texts[at] ?? '')]));
}

const failingOf = (row: z.ZodObject, values: Map<string, unknown>): string[] =>
  [...new Set(row.safeParse(Object.fromEntries(values)).error?.issues.map(({ path }) => String(path[0])))].sort();

const csvOf = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n');
