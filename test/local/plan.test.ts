import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { definePipeline } from '../../functions/definition/define-pipeline.ts';
import { defineSource } from '../../functions/definition/define-source.ts';
import { dynamodb } from '../../functions/origins/dynamodb/options.ts';
import type { Origin } from '../../functions/origins/origins.ts';
import { upload } from '../../functions/origins/upload/options.ts';
import { planOf, uploadAll } from '../../local/plan.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-plan-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, string | Uint8Array>) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const shop = (...origins: [name: string, origin: Origin, optional?: boolean][]) =>
  definePipeline({
    name: 'shop',
    period: 'month',
    timeZone: 'UTC',
    sources: origins.map(([name, origin, optional = false]) =>
      defineSource({ name, title: name, origin, optional, row: z.object({ id: z.int() }), key: ['id'] }),
    ),
    limits: { rejected: 0, empty: 'hold' },
    maxSourceBytes: 1,
    report: { title: 'Shop', tables: [], figures: [] },
  });
const mixed = () => shop(['orders', upload()], ['customers', dynamodb({ table: 'customers' })]);

const plan = async (of: ReturnType<typeof shop>, options: { batches?: string[]; onlyFiles?: boolean } = {}) => {
  const folders = { input: join(folder, 'in'), seed: join(folder, 'seed') };
  const { batches, seeds } = await planOf({ ...folders, batches: [], onlyFiles: false, ...options }, of);
  const keys = [...batches].map(([batch, files]) => [batch, files.map(({ key }) => key)]);
  return { keys, seeds: Object.fromEntries([...seeds].map(([name, { rows }]) => [name, rows])) };
};

it.each([
  ['customers.json', '[{"id": 1},\n{"id": 2}]'],
  ['customers.ndjson', '{"id": 1}\r\n\n{"id": 2}\n'],
  ['customers.ndjson.gz', gzipSync('{"id": 1}\n{"id": 2}')],
])('takes what a source is pulled from out of %s, and uploads the other ones', async (file, content) => {
  await write({ 'in/2025-01/orders/a.csv': '', [`seed/${file}`]: content, 'seed/others.json': 'no JSON' });
  expect(await plan(mixed())).toEqual({
    keys: [['2025-01', ['incoming/2025-01/orders/a.csv']]],
    seeds: { customers: [{ id: 1 }, { id: 2 }] },
  });
});

it('uploads seeds too with files alone, but for a batch that has files of the source', async () => {
  await write({
    'in/2025-01/orders/a.csv': '',
    'in/2025-02/orders/a.csv': '',
    'in/2025-02/customers/b.csv': '',
    'seed/customers.json': '[]',
  });
  expect((await plan(mixed(), { onlyFiles: true })).keys).toEqual([
    ['2025-01', ['incoming/2025-01/orders/a.csv', 'incoming/2025-01/customers/customers.json']],
    ['2025-02', ['incoming/2025-02/customers/b.csv', 'incoming/2025-02/orders/a.csv']],
  ]);
});

it('says what to do about a source that has no seed, and about a seed that cannot be read', async () => {
  await write({ 'in/2025-01/orders/a.csv': '' });
  await expect(plan(mixed())).rejects.toThrow(
    `The source "customers" is read from a database or an API, and ${join(folder, 'seed')} holds nothing`,
  );
  await expect(plan(mixed(), { onlyFiles: true })).rejects.toThrow('Put its rows there as customers.json');
  await write({ 'seed/customers.json': '{"id": 1}' });
  await expect(plan(mixed())).rejects.toThrow(`The seed ${join(folder, 'seed/customers.json')} cannot be read`);
});

it('needs no seed with files alone where the input has files of the source, or the report can do without', async () => {
  await write({ 'in/2025-01/customers/b.csv': '', 'in/2025-01/orders/a.csv': '' });
  const optional = shop(['orders', upload()], ['shops', dynamodb({ table: 'shops' }), true]);
  for (const one of [mixed(), optional]) expect((await plan(one, { onlyFiles: true })).keys).toHaveLength(1);
});

it('asks for the batch where nothing is uploaded that could tell it', async () => {
  const pulled = () => shop(['customers', dynamodb({ table: 'customers' })]);
  await write({ 'seed/customers.json': '[]' });
  await expect(plan(pulled())).rejects.toThrow('name it, like --batch');
  expect((await plan(pulled(), { batches: ['2025-02', '2025-01'] })).keys).toEqual([
    ['2025-01', []],
    ['2025-02', []],
  ]);
  expect((await plan(pulled(), { batches: ['2025-01'], onlyFiles: true })).keys).toEqual([
    ['2025-01', ['incoming/2025-01/customers/customers.json']],
  ]);
});

it('makes every source one that is uploaded', () => {
  const one = mixed();
  uploadAll(one);
  expect(one.sources.map(({ origin }) => origin.kind)).toEqual(['upload', 'upload']);
});
