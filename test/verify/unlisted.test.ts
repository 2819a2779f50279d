import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { refuseUnsound } from '../../commands/verify/verify.ts';
import type { TableDefinition } from '../../functions/definition/define-report.ts';
import { definePipeline, defineSource, upload } from '../../functions/tributary.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-unlisted-'));
  for (const file of ['sources/orders.ts', 'report/daily.sql']) await put(file);
});
afterEach(() => rm(folder, { recursive: true }));
const put = async (file: string) => {
  await mkdir(join(folder, file, '..'), { recursive: true });
  await writeFile(join(folder, file), '');
};

const shop = (...more: TableDefinition[]) =>
  definePipeline({
    name: 'shop',
    period: 'month',
    timeZone: 'UTC',
    sources: [defineSource({ name: 'orders', title: 'Orders', origin: upload(), row: z.object({ id: z.int() }) })],
    limits: { rejected: 0, empty: 'hold' },
    maxSourceBytes: 1,
    report: {
      title: 'Shop',
      figures: [],

      tables: [{ name: 'daily', sql: 'SELECT id FROM orders ORDER BY id' }, ...more],
    },
  });

it('takes a pipeline whose files are all in its lists', async () => {
  await put('report/report.ts');
  await put('report/README.md');
  await expect(refuseUnsound(shop(), folder)).resolves.toBeUndefined();
});

it('names a source that no list has, in place of the table that it would be', async () => {
  await put('sources/refunds.ts');
  const table = { name: 'losses', sql: 'SELECT id FROM refunds ORDER BY id' };
  await expect(refuseUnsound(shop(table), folder)).rejects.toThrow(
    `The pipeline cannot run:\n- ${folder}/sources/refunds.ts is not in the list of pipeline.ts: add it there under the name of its file, or remove it.`,
  );
  await expect(refuseUnsound(shop(table), folder)).rejects.not.toThrow('does not exist');
});

it('names a query that no list has', async () => {
  await put('report/weekly.sql');
  await expect(refuseUnsound(shop(), folder)).rejects.toThrow(
    `${folder}/report/weekly.sql is not in the list of report.ts`,
  );
});
