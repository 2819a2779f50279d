import fc from 'fast-check';
import { z } from 'zod';
import { identifier, literal } from '../../functions/core/quote.ts';
import { dynamodb, upload } from '../../functions/tributary.ts';
import { parquetOf } from '../world/parquet.ts';
import { type DrawnColumn, drawnColumns } from './columns.ts';
import { preprocessed } from './orders.ts';

const missing = ['', 'NA'];

/** A value as it is delivered: a text, a token of JSON without quotes, null, or nothing at all. */
type Cell = { readonly text: string } | { readonly bare: string } | null | undefined;
type Columns = readonly (readonly [string, DrawnColumn])[];
type Rows = readonly (readonly Cell[])[];

interface Format {
  readonly name: string;
  /** Whether a row may be without a column that others have, and have tokens without quotes. */
  readonly json: boolean;
  readonly body: (columns: Columns, rows: Rows) => string | Promise<Uint8Array>;
  readonly origin?: ReturnType<typeof dynamodb>;
}

const textOf = (cell: Cell) => (cell && 'text' in cell ? cell.text : '');
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const objectOf = (columns: Columns) => (cells: readonly Cell[]) => {
  const members = columns.flatMap(([name], at) => {
    const cell = cells[at];
    if (cell === undefined) return [];
    return [
      `${JSON.stringify(name)}:${cell === null ? 'null' : 'bare' in cell ? cell.bare : JSON.stringify(cell.text)}`,
    ];
  });
  return `{${members.join(',')}}`;
};
const tableOf = (columns: Columns, rows: Rows) => {
  const values = rows.map(
    (cells) => `(${cells.map((cell) => (cell === null ? 'NULL' : literal(textOf(cell)))).join(', ')})`,
  );
  const names = columns.map(([name], at) => `col${at}::VARCHAR AS ${identifier(name)}`);
  return `SELECT ${names.join(', ')} FROM (VALUES ${values.join(', ')})`;
};

const formats: readonly Format[] = [
  {
    name: 'a.csv',
    json: false,
    body: (columns, rows) =>
      [columns.map(([name]) => name), ...rows.map((cells) => cells.map(textOf))]
        .map((row) => row.map(quoted).join(','))
        .join('\n'),
  },
  { name: 'a.ndjson', json: true, body: (columns, rows) => rows.map(objectOf(columns)).join('\n') },
  { name: 'a.json', json: true, body: (columns, rows) => `[${rows.map(objectOf(columns)).join(',\n')}]` },
  { name: 'b.json', json: true, body: (columns, rows) => rows.map(objectOf(columns)).join(' ') },
  { name: 'a.parquet', json: false, body: (columns, rows) => parquetOf(tableOf(columns, rows)) },
  {
    name: 'dynamodb-1.ndjson',
    json: true,
    body: (columns, rows) => rows.map(objectOf(columns)).join('\n'),
    origin: dynamodb({ table: 'orders' }),
  },
];

/** A contract and rows for it in a format, written out as such where the property fails. */
const drawn = fc.tuple(drawnColumns, fc.constantFrom(...formats)).chain(([columns, format]) => {
  const said = () =>
    JSON.stringify(Object.entries(columns).map(([name, { schema }]) => [name, z.toJSONSchema(schema)]));
  const cells = Object.values(columns).map((column): fc.Arbitrary<Cell> => {
    const texts = fc.oneof({ weight: 9, arbitrary: column.texts }, fc.constantFrom(...missing));
    const cell = texts.chain((text): fc.Arbitrary<Cell> => {
      const bare = column.bare?.(text) === undefined ? [] : [fc.constant<Cell>({ bare: text })];
      return format.json ? fc.oneof(fc.constant<Cell>({ text }), ...bare) : fc.constant<Cell>({ text });
    });
    const none: Cell[] = format.json ? [null, undefined] : [null];
    return fc.oneof({ weight: 9, arbitrary: cell }, fc.constantFrom(...none));
  });
  return fc.record({
    contract: fc.constant({ columns: Object.entries(columns), format, [fc.toStringMethod]: said }),
    rows: fc.array(fc.tuple(...cells), { minLength: 1, maxLength: 60, size: 'max' }),
  });
});

it('agrees with zod on every row of every contract, in every format', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async ({ contract: { columns, format }, rows }) => {
      const row = z.object(Object.fromEntries(columns.map(([name, { schema }]) => [name, schema])));
      const { rejected, clean, quality } = await preprocessed({
        files: { [format.name]: await format.body(columns, rows) },
        source: { row, key: [], missing, origin: format.origin ?? upload() },
      });
      const lacking = columns.filter(
        ([, { schema }], at) => !schema.isOptional() && rows.every((cells) => cells[at] === undefined),
      );
      const isEmpty = rows.every((cells) => cells.every((cell) => cell === undefined));
      if (lacking.length > 0 && !isEmpty && !format.origin) {
        expect(quality.files[0]?.fault).toContain(`lacks the column`);
        for (const [name] of lacking) expect(quality.files[0]?.fault).toContain(name);
        return;
      }
      expect(clean.length + rejected.length).toBe(rows.length);
      const bySql = new Map(rejected.map(({ row, reasons }) => [Number(row), columnsOf.parse(reasons)]));
      const stored = clean.values();
      for (const [at, cells] of rows.entries()) {
        const values = readRow(columns, cells);
        const failing = failingOf(row, values);
        expect({ cells, failing: [...new Set(bySql.get(at + 1))].sort() }).toEqual({ cells, failing });
        if (failing.length > 0) continue;
        const found = stored.next().value ?? {};
        const other = columns.filter(([name, { same }]) => {
          const value = values.get(name) ?? null;
          return value === null ? found[name] !== null : !same(found[name], value);
        });
        expect({ cells, found, other: other.map(([name]) => name) }).toEqual({ cells, found, other: [] });
      }
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 10) },
  );
});

const columnsOf = z.array(z.object({ column: z.string() }).transform(({ column }) => column));

/** A text that is no value of its type. */
const unreadable = Symbol('unreadable');

/** Each value read as documented: what is missing, and null, is no value; what is not there at all is left out. */
function readRow(columns: Columns, cells: readonly Cell[]): Map<string, unknown> {
  const read = ({ schema, read, bare }: DrawnColumn, cell: NonNullable<Cell> | null) => {
    if (cell === null || ('text' in cell && missing.includes(cell.text))) return schema.isOptional() ? undefined : null;
    return ('bare' in cell ? bare?.(cell.bare) : read(cell.text)) ?? unreadable;
  };
  return new Map(
    columns.flatMap(([name, column], at) => {
      const cell = cells[at];
      return cell === undefined ? [] : [[name, read(column, cell)] as const];
    }),
  );
}

const failingOf = (row: z.ZodObject, values: Map<string, unknown>): string[] =>
  [...new Set(row.safeParse(Object.fromEntries(values)).error?.issues.map(({ path }) => String(path[0])))].sort();
