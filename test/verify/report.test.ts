import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { verifyReport } from '../../commands/verify/report/report.ts';
import { type ReportDocument, reportSchema } from '../../functions/core/document.ts';
import { rejectedCsvKey, reportPrefix, tableKey, tablesKey } from '../../functions/core/keys.ts';
import { report } from '../../functions/report/report.ts';
import {
  bucketWith,
  contentIn,
  input,
  ordersPipeline,
  ordersQuality,
  ordersTables,
  quality,
  run,
  worldWith,
} from '../report/orders.ts';

const csvOf = ({ columns, rows }: ReturnType<typeof ordersTables>[number]) =>
  `\ufeff${[columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ name }) => row[name] ?? ''))]
    .map((cells) =>
      cells.map((cell) => (/[",]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(','),
    )
    .join('\r\n')}\r\n`;

/** Two rows, one of them for two reasons. */
const rejectedCsv =
  '\ufefffile,row,column,reason,value\r\na.csv,3,price,is missing,\r\na.csv,3,id,is missing,\r\na.csv,9,id,is missing,\r\n';
const twoRejected = {
  ...{ clean: 693_197, rejected: 2 },
  rejections: [
    { column: 'id', reason: 'is missing', rows: 2, examples: [] },
    { column: 'price', reason: 'is missing', rows: 1, examples: [] },
  ],
};

let folder = '';
/** The files of a published report, made anew for each test: a folder as somebody has downloaded it. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  const bucket = bucketWith();
  const tables = ordersTables();
  for (const table of tables) bucket.put(tableKey(run, table.name, 'csv'), csvOf(table));
  bucket.put(rejectedCsvKey(run, 'orders'), rejectedCsv);
  const orders = { ...ordersQuality, ...twoRejected, rejectedFile: contentIn(bucket, rejectedCsvKey(run, 'orders')) };
  bucket.put(`runs/${run}/quality/orders.json`, JSON.stringify(orders));
  const files = tables.map(({ name: table }) => ({
    table,
    csv: contentIn(bucket, tableKey(run, table, 'csv')),
    parquet: contentIn(bucket, tableKey(run, table, 'parquet')),
  }));
  bucket.put(tablesKey(run), JSON.stringify({ tables: tables.map(({ name }) => name), joins: [], files }));
  const pipeline = { ...ordersPipeline, report: { ...ordersPipeline.report, page: [] } };
  await report(input, worldWith(bucket, pipeline));
  const prefix = reportPrefix('2024-02', run);
  for (const { key } of await bucket.list(prefix))
    await writeFile(join(folder, key.slice(prefix.length)), bucket.bytes(key) ?? '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const problems = async () => (await verifyReport(folder)).problems;
const path = (file: string) => join(folder, file);
const change = async (file: string, from: string | RegExp, to: string) => {
  const text = await readFile(path(file), 'utf8');
  expect(text).toMatch(from);
  await writeFile(path(file), text.replace(from, to));
};
const told = async (): Promise<ReportDocument> =>
  reportSchema.parse(JSON.parse(await readFile(path('report.json'), 'utf8')));
const retell = async (edit: (document: ReportDocument) => object) =>
  writeFile(path('report.json'), JSON.stringify({ ...(await told()), ...edit(await told()) }));
/** As one would who wants nobody to notice. */
async function hush(file: string): Promise<void> {
  const bytes = await readFile(path(file));
  const content = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  await retell(({ files }) => ({ files: files.map((one) => (one.file === file ? { ...one, ...content } : one)) }));
}

it('holds as it was made', async () => {
  expect(await problems()).toEqual([]);
});

it.each(['by_day.csv', 'by_day.parquet', 'rejected-orders.csv', 'index.html'])(
  'does not hold where a byte of %s was changed',
  async (file) => {
    const bytes = await readFile(path(file));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(path(file), bytes);
    expect(await problems()).toContainEqual(
      expect.stringContaining(`${file} was changed after it was made: its SHA-256`),
    );
  },
);

it('says how much longer a file has become', async () => {
  await appendFile(path('by_day.parquet'), 'more');
  expect(await problems()).toEqual([expect.stringContaining('It has 8 bytes, and had 4. Get it anew.')]);
});

it('does not hold where a file is missing', async () => {
  await rm(path('totals.csv'));
  expect(await problems()).toEqual(['totals.csv is not there: get the whole folder anew.']);
});

it('does not hold where a row was taken out, though the SHA-256 was made to fit', async () => {
  await change('by_day.csv', /\r\n2024-02-12[^\r]*/, '');
  await hush('by_day.csv');
  expect(await problems()).toEqual(['by_day.csv has 28 rows, and had 29 when it was made: get it anew.']);
});

it('does not hold where a value was changed, though the SHA-256 was made to fit', async () => {
  await change('by_day.csv', '2024-02-12,', '2024-02-13,');
  await hush('by_day.csv');
  expect(await problems()).toEqual([expect.stringContaining('Row 12 of by_day.csv is not the one in report.json')]);
});

it('does not hold where a rejected row was taken out, though the SHA-256 was made to fit', async () => {
  await change('rejected-orders.csv', 'a.csv,9,id,is missing,\r\n', '');
  await hush('rejected-orders.csv');
  expect(await problems()).toEqual(['rejected-orders.csv has other rows than the 2 that were rejected: get it anew.']);
});

it('does not hold where a headline was changed', async () => {
  await retell(({ figures }) => ({
    figures: figures.map((figure) => (figure.title === 'Revenue' ? { ...figure, value: '41872331.50' } : figure)),
  }));
  expect(await problems()).toEqual([
    'The headline "Revenue" is 41872331.50, and totals.csv says 41872330.50: one of them was changed after it was made. Get both anew.',
  ]);
});

it('does not hold where the verdict is not that of the checks', async () => {
  await retell(({ verdict }) => ({ verdict: { ...verdict, use: 'yes' } }));
  expect(await problems()).toEqual([
    expect.stringContaining('The verdict is "yes", and by its checks it is "with_care"'),
  ]);
});

it('does not hold where rows are lost on the way', async () => {
  await retell(({ quality: sources }) => ({
    quality: sources.map((source) => (source.source === 'orders' ? { ...source, clean: source.clean - 1 } : source)),
  }));
  expect(await problems()).toEqual([
    'orders: 693196 clean + 2 rejected + 4 duplicates are not the 693203 rows read: tell whoever made it, with report.json.',
  ]);
});

it('holds sums that come out, and no others', async () => {
  const counts = fc.record({
    clean: fc.nat(99),
    rejected: fc.nat(99),
    duplicates: fc.nat(99),
    off: fc.integer({ min: -2, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(counts, async ({ off, ...parts }) => {
      const read = parts.clean + parts.rejected + parts.duplicates;
      const files = quality('customers').files.map((file) => ({ ...file, rows: read }));
      await retell((document) => ({
        quality: document.quality.map((one) =>
          one.source === 'customers' ? { ...one, ...parts, read: read + off, files } : one,
        ),
        lineage: document.lineage.map((one) => (one.source === 'customers' ? { ...one, rows: read } : one)),
      }));
      expect((await problems()).length > 0).toBe(off !== 0);
    }),
    { numRuns: 25 },
  );
});

it.each([
  ['no folder of a report', () => rm(path('report.json')), /has no report.json: name the folder of one report/],
  ['no JSON', () => writeFile(path('report.json'), '<html>'), /report.json is not as a report wrote it: not JSON/],
  ['no report', () => writeFile(path('report.json'), '{}'), /report.json is not as a report wrote it: .*\(\$schema\)/],
])('says what to do where there is %s', async (_, spoil, message) => {
  await spoil();
  await expect(problems()).rejects.toThrow(message);
});

it('says of a report that tells no SHA-256 how to get one that does', async () => {
  await retell(() => ({ files: [] }));
  expect(await problems()).toEqual([expect.stringContaining('run the published report again, and get that')]);
});
