import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { contestants } from '../../bench/contestants.ts';
import { generate, uploads } from '../../bench/data.ts';
import { digestOf, hasPackage, measure, pythonCommand } from '../../bench/measure.ts';
import type { Counts, Task } from '../../bench/task.ts';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

let folder: string;
let data: string;
let expected: { counts: Record<string, Counts>; digest: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-'));
  data = await generate({ rows: 4000, quoted: false }, folder);
  expected = await compete('csv-parse', 2);
});
afterAll(() => rm(folder, { recursive: true }));

const task = (contestant: string, threads: number): Task => ({
  contestant,
  data,
  work: join(folder, `${contestant}-${threads}`),
  threads,
  memoryMegabytes: 512,
  partBytes: 64 * 1024,
});

async function compete(name: string, threads: number, its: Partial<Task> = {}) {
  const told = { ...task(name, threads), ...its };
  await mkdir(join(told.work, 'scratch'), { recursive: true });
  const contested = await contestants.find((one) => one.name === name)?.run?.(told);
  return { counts: contested?.counts ?? {}, digest: await digestOf(told.work) };
}

it('generates the same bytes on every machine', async () => {
  const files = await Promise.all(
    [uploads.orders, uploads.customers, uploads.regions].map((file) => readFile(join(data, file))),
  );
  expect(files.map(sha256)).toEqual([
    '902f350317b66e9b04355a4e297e2efb8a9db3e1ba8dad98f8fde0799b436412',
    '68f3aeb59be10e72290b2c081389abbfaf7301a118b4a08d6b159a5c843767fc',
    '0ced8aee58529a16892e3c38170edfdc0db3cff03f7b663306da6c63cea45ecf',
  ]);
});

it('has every kind of dirt, and reconciles to the row', () => {
  const { faults, ...counted } = { ...expected.counts.orders };
  expect(Object.keys({ ...faults }).sort()).toEqual(['channel', 'customer_id', 'ordered_at', 'quantity', 'unit_price']);
  expect(counted).toEqual({ read: 4000, clean: 3959, rejected: 25, duplicates: 16 });
});

it('delivers orders twice with other figures, so that the totals tell which delivery was taken', async () => {
  const rows: Record<string, string>[] = parse(await readFile(join(data, uploads.orders)), { columns: true });
  const firsts = new Map<string | undefined, Record<string, string>>();
  const twice = rows.filter((row) => {
    const first = firsts.get(row.order_id);
    if (!first) firsts.set(row.order_id, row);
    return first && first.quantity !== row.quantity && first.unit_price !== row.unit_price;
  });
  expect(twice.length).toBeGreaterThan(5);
});

it.each([
  ['ours', 1],
  ['ours', 2],
  ['ours-in-parts', 2],
  ['duckdb', 1],
  ['duckdb', 2],
  ['duckdb-keeping', 2],
])('gives the result of one row after the other: %s on %i threads', async (name, threads) => {
  expect(await compete(name, threads)).toEqual(expected);
});

it.each(['ours', 'ours-in-parts', 'duckdb'])('gives it of values in quotes too: %s', async (name) => {
  const quoted = { data: await generate({ rows: 4000, quoted: true }, folder), work: join(folder, `${name}-quoted`) };
  expect(await readFile(join(quoted.data, uploads.orders), 'utf8')).toMatch(/^"order_id",.*"coupon"\n"1000000",/);
  expect(await compete(name, 2, quoted)).toEqual(expected);
});

for (const name of ['polars', 'pandas', 'pyspark'].filter(hasPackage)) {
  it(`gives the same result in Python: ${name}`, async () => {
    const { counts, digest } = await measure(task(name, 2), pythonCommand(name));
    expect({ counts, digest }).toEqual(expected);
  }, 300_000);
}
