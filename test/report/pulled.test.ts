import { reportSchema } from '../../functions/core/document.ts';
import { snapshotKey } from '../../functions/core/keys.ts';
import type { PulledOrigin } from '../../functions/origins/origins.ts';
import { report } from '../../functions/report/report.ts';
import { dynamodb, http, postgres } from '../../functions/tributary.ts';
import {
  bucketWith,
  input,
  manifest,
  ordersPipeline,
  ordersQuality,
  published,
  quality,
  run,
  worldWith,
} from './orders.ts';

/** The report of a run whose products are pulled from there; no snapshot where the source was left out. */
async function reportOf(origin: PulledOrigin, snapshot = true) {
  const [orders, customers] = manifest.sources;
  const products = { name: 'products', objects: [] };
  const files = [{ file: 'postgres.ndjson', format: 'NDJSON', rows: 412, fault: null, extraColumns: [] }];
  const left = { leftOut: true, read: 0, clean: 0, files: [], problems: ['products: there is no such table.'] };
  const bucket = bucketWith({
    manifest: { sources: [...(orders && customers ? [orders, customers] : []), products] },
    quality: [ordersQuality, quality('customers'), quality('products', snapshot ? { files } : left)],
  });
  const objects = [1, 2].map((at) => ({
    key: `raw/${at}`,
    origin: `postgres-${at}.ndjson`,
    size: 6_000_000,
    etag: '"x"',
  }));
  const digest = 'ab'.repeat(32);
  if (snapshot) {
    const text = JSON.stringify({ source: 'products', objects, digest });
    bucket.put(snapshotKey(run, 'products'), text, new Date('2024-03-01T05:02:30Z'));
  }
  const sources = ordersPipeline.sources.map((one) =>
    one.name === 'products' ? { ...one, origin, optional: !snapshot } : one,
  );
  await report(input, worldWith(bucket, { ...ordersPipeline, sources }));
  const { 'report.json': json = '', 'index.html': page = '' } = published(bucket);
  return { json, page, document: reportSchema.parse(JSON.parse(json)) };
}

const fromPostgres = postgres({
  secret: 'shop-db',
  query: 'SELECT product_id, title FROM products WHERE sold_at >= :from',
});

it('tells the place, the window, the rows, the bytes and the digest of a source that was pulled', async () => {
  const { document, page } = await reportOf(fromPostgres);
  expect(document.pulled).toEqual([
    {
      ...{ source: 'products', kind: 'postgres', place: 'PostgreSQL, secret shop-db' },
      ...{ from: '2024-01-31T23:00:00Z', to: '2024-02-29T23:00:00Z' },
      ...{ rows: 412, bytes: 12_000_000, digest: 'ab'.repeat(32), files: [] },
    },
  ]);
  const lineage = /<section id="lineage".*?<\/section>/s.exec(page)?.[0] ?? '';
  expect(lineage.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain(
    `products PostgreSQL, secret shop-db from Jan 31, 2024 23:00 up to Feb 29, 2024 23:00 UTC 12.0 MB ${'ab'.repeat(16)} 412`,
  );
});

it('sends to the database or API that holds a run, and to files only where these hold it too', async () => {
  const sources = ordersPipeline.sources.map((one) =>
    one.name === 'products' ? { ...one, origin: fromPostgres } : one,
  );
  const pageOf = async (...holding: string[]) => {
    const judged = ['orders', 'customers', 'products'].map((name) => quality(name, { holds: holding.includes(name) }));
    const bucket = bucketWith({ quality: judged, tables: [] });
    await report({ ...input, held: true }, worldWith(bucket, { ...ordersPipeline, sources }));
    return published(bucket)['quality.html'] ?? '';
  };
  const [upload, rerun] = [
    'Correct the files and upload them again',
    'npm run tributary -- rerun 2024-02 --stage prod',
  ];
  expect(await pageOf('products')).toContain(rerun);
  expect(await pageOf('products')).not.toContain(upload);
  expect(await pageOf('orders')).toContain(upload);
  expect(await pageOf('orders')).not.toContain(rerun);
  expect(await pageOf('orders', 'products')).toMatch(new RegExp(`${upload}.*${rerun}`, 's'));
});

it('tells when it was pulled in the object run of report.json, and nowhere else', async () => {
  const { document, json, page } = await reportOf(fromPostgres);
  expect(document.run.pulled).toEqual([{ source: 'products', at: '2024-03-01T05:02:30.000Z' }]);
  expect(json.split('05:02:30')).toHaveLength(2);
  expect(page).not.toContain('05:02:30');
});

it('tells where a source would have come from that was left out', async () => {
  const { document } = await reportOf(fromPostgres, false);
  expect(document.pulled).toMatchObject([
    { place: 'PostgreSQL, secret shop-db', rows: null, bytes: null, digest: null },
  ]);
  expect(document.run.pulled).toEqual([]);
});

it('says nothing of what an address may hold besides its place', async () => {
  const url = 'https://me:hidden-password@shop.example/v1/{from}/products?key=hidden-key#hidden-part';
  const { json, page } = await reportOf(http({ url, secret: 'shop-api' }));
  expect(json).toContain('"place": "HTTP https://shop.example/v1/{from}/products"');
  expect(json + page).not.toContain('hidden-');
});

it('names a table', () => {
  expect(dynamodb({ table: 'products' }).place).toBe('DynamoDB table products');
});

it('says of a list that is read in full that it is one, and not of which time', async () => {
  const { document, page } = await reportOf(postgres({ secret: 'shop-db', query: 'SELECT product_id FROM products' }));
  expect(document.pulled).toMatchObject([{ source: 'products', from: null, to: null }]);
  expect(page).toContain('a full list, as it was when it was read');
  expect(page).not.toContain('up to 2024-02-29');
});
