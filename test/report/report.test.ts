import { reportSchema } from '../../functions/core/document.ts';
import { TributaryError } from '../../functions/core/errors.ts';
import { latestKey, rejectedCsvKey, reportPrefix } from '../../functions/core/keys.ts';
import type { Bucket } from '../../functions/core/world.ts';
import type { ReportDefinition } from '../../functions/definition/define-report.ts';
import { report } from '../../functions/report/report.ts';
import { line } from '../../functions/tributary.ts';
import { logTo } from '../world/log.ts';
import {
  bucketWith,
  contentIn,
  input,
  manifest,
  ordersPipeline,
  ordersQuality,
  ordersTables,
  outcome,
  previousRun,
  published,
  quality,
  run,
  worldWith,
} from './orders.ts';

const documentIn = (bucket: ReturnType<typeof bucketWith>) =>
  reportSchema.parse(JSON.parse(published(bucket)['report.json'] ?? ''));
const overLimits = [
  quality('orders', {
    clean: 300,
    rejected: 112,
    withinLimits: false,
    holds: true,
    problems: ['27 % of the rows were rejected.'],
  }),
  quality('customers'),
  quality('products'),
];

/** A bucket that answers so many calls, and none after them. */
function downAfter(calls: number, bucket: ReturnType<typeof bucketWith>): Bucket {
  let left = calls;
  const up = async <T>(call: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new TributaryError('StoreUnavailable', 'S3 did not answer');
    return call();
  };
  return {
    list: (prefix) => up(() => bucket.list(prefix)),
    head: (key) => up(() => bucket.head(key)),
    read: (key) => up(() => bucket.read(key)),
    write: (...write) => up(() => bucket.write(...write)),
    copy: (...copy) => up(() => bucket.copy(...copy)),
    download: (...download) => up(() => bucket.download(...download)),
    downloadPart: (...part) => up(() => bucket.downloadPart(...part)),
    upload: (...upload) => up(() => bucket.upload(...upload)),
  };
}

describe('a run within its limits', () => {
  it('writes the page and its twins, and that it is published last', async () => {
    const bucket = bucketWith();
    await report(input, worldWith(bucket));
    expect(Object.keys(published(bucket))).toEqual(
      ['by_channel', 'by_customer', 'by_day', 'by_product']
        .flatMap((name) => [`${name}.csv`, `${name}.parquet`])
        .concat('index.html', 'report.json', 'totals.csv', 'totals.parquet'),
    );
    expect(await outcome(bucket)).toEqual({ result: 'published', holds: run });
    expect(bucket.writes.at(-1)).toBe(latestKey('2024-02'));
  });

  it('tells the SHA-256 of each file that lies beside report.json', async () => {
    const rejected = contentIn(bucketWith(), '');
    const orders = { ...ordersQuality, rejectedFile: rejected };
    const bucket = bucketWith({ quality: [orders, quality('customers'), quality('products')] });
    bucket.put(rejectedCsvKey(run, 'orders'), '');
    await report(input, worldWith(bucket));
    const { files } = documentIn(bucket);
    const prefix = reportPrefix('2024-02', run);
    const told = Object.fromEntries(files.map(({ file, bytes, sha256 }) => [file, { bytes, sha256 }]));
    const there = Object.keys(published(bucket)).filter((file) => file !== 'report.json');
    expect(told).toEqual(Object.fromEntries(there.map((file) => [file, contentIn(bucket, `${prefix}${file}`)])));
    expect(files).toContainEqual({
      file: 'rejected-orders.csv',
      kind: 'rejected',
      of: 'orders',
      rows: 309,
      ...rejected,
    });
    expect(published(bucket)['index.html']).toContain('Orders: all rejected rows, each with its reasons');
  });

  it('tells of a figure what it means, and of its table the SQL, and the sources that it rests on', async () => {
    const reads: Record<string, string[]> = { totals: ['by_day', 'batch'], by_day: ['orders', 'customers'] };
    const tables = ordersTables().map((table) => ({ ...table, reads: reads[table.name] ?? [] }));
    const [first, ...figures] = ordersPipeline.report.figures;
    const described = { ...first, description: 'Paid orders, returned or not.' } as typeof first & object;
    const changed = { ...ordersPipeline.report, figures: [described, ...figures] };
    const bucket = bucketWith({ tables });
    await report(input, worldWith(bucket, { ...ordersPipeline, report: changed }));
    const document = documentIn(bucket);
    expect(document.figures[0]).toMatchObject({ description: 'Paid orders, returned or not.', table: 'totals' });
    expect(document.tables[0]).toMatchObject({ sql: '', reads: ['by_day', 'batch'], sources: ['customers', 'orders'] });
    const { columns } = document.tables[2] ?? {};
    expect(columns).toContainEqual({ name: 'revenue', type: 'number', title: 'Revenue €', digits: 2 });
    expect(columns).toContainEqual({ name: 'customer_id', type: 'text', title: 'Customer id' });
  });

  it('answers the headline figures with their change against the report before', async () => {
    expect(await report(input, worldWith(bucketWith()))).toEqual({
      run,
      batch: '2024-02',
      published: true,
      page: `${reportPrefix('2024-02', run)}index.html`,
      figures: [
        { title: 'Orders', value: '692,890', change: '▼ 1.7 % worse than 2024-01' },
        { title: 'Revenue', value: '41,872,330.50 €', change: '▼ 100,000.00 € less than 2024-01' },
        { title: 'Returned', value: '1.31 %', change: '▼ 0.22 points better than 2024-01' },
        { title: 'Mean delivery', value: '11.6 h', change: '▲ 0.9 h worse than 2024-01' },
      ],
      dollars: null,
    });
  });

  it.each([
    ['90071992547409930.50', '90,071,992,547,409,930.50'],
    ['90071992547409930.00', '90,071,992,547,409,930'],
  ])('writes two digits of a decimal that is not whole, however large: %s', async (revenue, written) => {
    const [totals, ...others] = ordersTables();
    if (!totals) throw new Error('No table.');
    const tables = [{ ...totals, rows: [{ ...totals.rows[0], revenue }] }, ...others];
    const figures = [{ title: 'Revenue', table: 'totals', column: 'revenue', better: 'higher' } as const];
    const pipeline = { ...ordersPipeline, report: { ...ordersPipeline.report, figures } };
    const told = await report(input, worldWith(bucketWith({ tables }), pipeline));
    expect(told).toMatchObject({ figures: [{ value: written }] });
  });

  it('says how much Athena has scanned, where it made the tables', async () => {
    const [one, other] = [bucketWith(), bucketWith({ scannedBytes: [1_200_000_000, 0, 34_000_000] })];
    for (const bucket of [one, other]) await report(input, worldWith(bucket));
    expect(published(other)['index.html']).toContain('1.2 GB scanned by Athena');
    expect(documentIn(other).run.scannedBytes).toBe(1_234_000_000);
    expect(published(one)['index.html']).not.toContain('Athena');
    expect(documentIn(one).run).not.toHaveProperty('scannedBytes');
  });

  it('gives the same bytes in another execution, but for the object run of report.json', async () => {
    const [one, other] = [bucketWith(), bucketWith()];
    await report(input, worldWith(one));
    const later = { ...input, execution: 'arn:two', startedAt: '2024-03-09T09:09:09Z' };
    const deployed = { architecture: 'arm64', megabytes: {} } as const;
    await report(later, { ...worldWith(other), deployed });
    const { 'report.json': _, ...files } = published(one);
    expect(published(other)).toMatchObject(files);
    const { run: first, ...document } = documentIn(one);
    const { run: second, ...same } = documentIn(other);
    expect(same).toEqual(document);
    expect(second).toEqual({
      ...first,
      execution: 'arn:two',
      startedAt: '2024-03-09T09:09:09Z',
      dollars: expect.any(Number),
    });
    const told = ['arn:one', '05:03', '05:00:02', 'version-2'];
    expect(told.filter((text) => published(one)['index.html']?.includes(text))).toEqual([]);
  });

  it.each([
    ['a figure', { figures: [{ title: 'Typo', table: 'totals', column: 'ordres', better: 'higher' }] }],
    [
      'a trend',
      {
        figures: [
          {
            title: 'Typo',
            table: 'totals',
            column: 'orders',
            better: 'higher',
            trend: { table: 'by_day', column: 'ordres' },
          },
        ],
      },
    ],
    ['a chart', { page: [line({ name: 'by_day', sql: '' }, { title: 'Typo', x: 'day', y: 'ordres' })] }],
  ] satisfies [string, Partial<ReportDefinition>][])('names a column of %s that no table has', async (_, wrong) => {
    const pipeline = { ...ordersPipeline, report: { ...ordersPipeline.report, ...wrong } };
    await expect(report(input, worldWith(bucketWith(), pipeline))).rejects.toMatchObject({
      name: 'PipelineInvalid',
      message: expect.stringMatching(/"Typo" names column "ordres" of table/),
    });
  });

  it('ends in the same bucket when it crashes at any write and is tried again', async () => {
    const pipeline = { ...ordersPipeline, report: { ...ordersPipeline.report, page: [] } };
    const whole = bucketWith();
    await report(input, worldWith(whole, pipeline));
    for (const moment of ['before', 'after'] as const) {
      for (let nth = 1; nth <= whole.writes.length; nth++) {
        const bucket = bucketWith();
        bucket.crashAt(nth, moment);
        await expect(report(input, worldWith(bucket, pipeline))).rejects.toThrow('crash');
        bucket.heal();
        await report(input, worldWith(bucket, pipeline));
        expect(bucket.texts()).toEqual(whole.texts());
      }
    }
  });

  it('is published where the execution ends well, and only there, from whichever call on the store is down', async () => {
    const pipeline = { ...ordersPipeline, report: { ...ordersPipeline.report, page: [] } };
    const ended = async (calls: number) => {
      const bucket = bucketWith();
      const store = { bucket: downAfter(calls, bucket) };
      const told = await report(input, { ...worldWith(bucket, pipeline), ...store }).catch(() => undefined);
      const facts = await outcome(bucket);
      expect(facts).toEqual(told ? { result: 'published', holds: run } : { result: undefined, holds: null });
      return told !== undefined;
    };
    let calls = 0;
    while (calls < 200 && !(await ended(calls))) calls += 1;
    expect(calls).toBeGreaterThan(10);
    expect(calls).toBeLessThan(200);
  });

  it('keeps its report where a newer one is the latest, and leads to the one that holds', async () => {
    const bucket = bucketWith();
    const newer = '2024-02-ffff';
    const standing = { run: newer, wanted: [run, newer], ended: { [newer]: 'published' } };
    bucket.put(latestKey('2024-02'), JSON.stringify(standing));
    expect((await report(input, worldWith(bucket))).published).toBe(true);
    expect(await outcome(bucket)).toEqual({ result: 'published', holds: newer });
    expect(published(bucket)['index.html']).toContain('<a href="../index.html">Latest of 2024-02</a>');
    expect(published(bucket)['index.html']).toContain('<a href="../../index.html">All reports</a>');
  });

  it('counts the rows of each object that fed it, whichever name preprocess knew it by', async () => {
    const [orders, customers, products] = manifest.sources.map(({ objects }) => objects[0]?.key ?? '');
    const file = (name: string, rows: number) => [{ file: name, format: 'CSV', rows, fault: null, extraColumns: [] }];
    const raw = `runs/${run}/raw/products/0000.csv`;
    const bucket = bucketWith({
      quality: [
        quality('orders', { files: file(orders ?? '', 1) }),
        quality('customers', { files: file('customers 02.csv', 2) }),
        quality('products', { files: file(raw, 3) }),
      ],
    });
    const objects = [{ key: raw, origin: products, size: 912, etag: '"e"' }];
    bucket.put(`runs/${run}/raw/products/_complete.json`, JSON.stringify({ source: 'products', objects }));
    await report(input, worldWith(bucket));
    expect(documentIn(bucket).lineage.map(({ key, rows }) => [key, rows])).toEqual([
      [orders, 1],
      [customers, 2],
      [products, 3],
    ]);
  });
});

describe('a run past its limits', () => {
  it('leaves a quality page, and publishes nothing', async () => {
    const bucket = bucketWith({ quality: overLimits, tables: [] });
    expect(await report({ ...input, held: true }, worldWith(bucket))).toEqual({
      run,
      batch: '2024-02',
      published: false,
      page: `${reportPrefix('2024-02', run)}quality.html`,
      figures: [],
      dollars: null,
    });
    expect(Object.keys(published(bucket))).toEqual(['quality.html', 'report.json']);
    expect(published(bucket)['quality.html']).toContain('27 % of the rows were rejected.');
    expect(documentIn(bucket)).toMatchObject({ result: 'held', figures: [], tables: [] });
    expect(await outcome(bucket)).toEqual({ result: 'held', holds: null });
  });

  it('is published with the reason of the person who accepted it', async () => {
    const waiver = { reason: 'The till was broken.', sources: ['orders'] };
    const quality = overLimits.map((one) => ({ ...one, holds: false }));
    const bucket = bucketWith({ quality, manifest: { waiver } });
    expect((await report(input, worldWith(bucket))).published).toBe(true);
    const page = published(bucket)['index.html'] ?? '';
    expect(page).toContain('<p class="use">Use with care</p>');
    expect(page).toContain('A person accepted it:');
    expect(page).toContain('27 % of the rows were rejected.');
    expect(page).toContain('The till was broken.');
    expect(documentIn(bucket).waiver).toEqual(waiver);
  });

  it('has all rejected rows beside its quality page', async () => {
    const [orders, ...others] = overLimits;
    const bucket = bucketWith({ tables: [] });
    bucket.put(rejectedCsvKey(run, 'orders'), 'file,row');
    const rejectedFile = contentIn(bucket, rejectedCsvKey(run, 'orders'));
    for (const one of [{ ...orders, rejectedFile }, ...others])
      bucket.put(`runs/${run}/quality/${one.source}.json`, JSON.stringify(one));
    await report({ ...input, held: true }, worldWith(bucket));
    expect(published(bucket)['rejected-orders.csv']).toBe('file,row');
    expect(published(bucket)['quality.html']).toContain('rejected-orders.csv</a>');
    expect(documentIn(bucket).files.map(({ file }) => file)).toEqual(['rejected-orders.csv', 'quality.html']);
  });

  it('is held for a source that was not accepted, whatever the waiver', async () => {
    const waiver = { reason: 'The till was broken.', sources: ['customers'] };
    const bucket = bucketWith({ quality: overLimits, tables: [], manifest: { waiver } });
    expect((await report({ ...input, held: true }, worldWith(bucket))).published).toBe(false);
    expect(published(bucket)['quality.html']).toContain(
      `npm run tributary -- accept ${run} --reason &quot;why&quot; --stage prod`,
    );
  });

  it('is not offered to be accepted where a file cannot be read', async () => {
    const files = [{ file: 'a.csv', format: 'CSV', rows: 0, fault: 'a.csv is empty.', extraColumns: [] }];
    const bucket = bucketWith({
      quality: [quality('orders', { files, withinLimits: false, holds: true }), ...overLimits.slice(1)],
    });
    await report({ ...input, held: true }, worldWith(bucket));
    expect(published(bucket)['quality.html']).toContain('What cannot be read cannot be accepted.');
    expect(published(bucket)['quality.html']).not.toContain('-- accept ');
  });
});

describe('the report compared with', () => {
  it.each([
    ['is not there', undefined],
    ['is not JSON', '<html>'],
    ['is of another version', JSON.stringify({ $schema: 'tributary/report/0', tables: [] })],
  ])('is done without, and logged, where it %s', async (_, text) => {
    const bucket = bucketWith();
    const logged: unknown[] = [];
    const read = async (key: string) => {
      if (!key.includes(previousRun)) return bucket.read(key);
      return text === undefined ? undefined : { text, etag: '"e"' };
    };
    const log = logTo((message, facts) => void logged.push({ message, ...facts }));
    const { figures } = await report(input, { ...worldWith(bucket), bucket: { ...bucket, read }, log });
    expect(figures[0]).toEqual({ title: 'Orders', value: '692,890' });
    expect(published(bucket)['index.html']).toContain('could not be read, so no change is shown');
    expect(logged).toContainEqual(expect.objectContaining({ key: `reports/2024-01/${previousRun}/report.json` }));
  });

  it('is none for the first report', async () => {
    const bucket = bucketWith({ manifest: { comparedWith: null } });
    await report(input, worldWith(bucket));
    expect(published(bucket)['index.html']).toContain('First report: compared with none');
    expect(documentIn(bucket).figures[0]?.previous).toBeNull();
  });
});

describe('a step that left nothing', () => {
  it.each([
    ['ManifestMissing', `runs/${run}/manifest.json`],
    ['SnapshotMissing', `runs/${run}/quality/orders.json`],
    ['TableFailed', `runs/${run}/tables/_complete.json`],
    ['TableFailed', `runs/${run}/tables/by_day.json`],
  ])('ends in %s where %s is missing', async (name, missing) => {
    const bucket = bucketWith();
    const read = async (key: string) => (key === missing ? undefined : bucket.read(key));
    const world = { ...worldWith(bucket), bucket: { ...bucket, read } };
    await expect(report(input, world)).rejects.toMatchObject({ name, message: expect.stringContaining(missing) });
    expect(bucket.writes).toEqual([]);
  });
});

it('publishes a report over no rows at all', async () => {
  const tables = ordersTables().map((table) => ({ ...table, rowCount: 0, rows: [] }));
  const bucket = bucketWith({ tables, joins: [] });
  const { figures } = await report(input, worldWith(bucket, ordersPipeline));
  expect(figures[0]).toEqual({ title: 'Orders', value: '–' });
  expect(published(bucket)['index.html']).toContain('No rows');
});
