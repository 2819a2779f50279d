import { batchPageKey, latestKey, shelfKey } from '../../functions/core/keys.ts';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';
import { type ReportInput, report } from '../../functions/report/report.ts';
import { shelve } from '../../functions/shelve/shelve.ts';
import { silent } from '../world/log.ts';
import {
  bucketWith,
  input,
  type Left,
  manifest,
  ordersJoins,
  ordersPipeline,
  ordersQuality,
  ordersTables,
  published,
  quality,
  run,
  worldWith,
} from './orders.ts';

/** The files that a report leaves, by their names. */
export async function filesOf(left: Left = {}, pipeline?: Pipeline, more: Partial<ReportInput> = {}) {
  const bucket = bucketWith(left);
  await report({ ...input, ...more }, worldWith(bucket, pipeline));
  return published(bucket, run, more.batch);
}

/** What tries to be more than text. */
export const evil = `"'></td></svg></style><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) {{x}} \${x} \u202e\u0000\ud800 <!-- ]]>`;
const word = 'Donaudampfschifffahrtsgesellschaft'.repeat(4).slice(0, 120);

/** Puts the hostile text into every text of the data: what is a name, a count or a kind stays as it is. */
const poison = <T>(value: T, kept: RegExp, text = evil): T =>
  JSON.parse(JSON.stringify(value), (key, one: unknown) =>
    typeof one === 'string' && !kept.test(key) ? one + text : one,
  );

/** What steps leave behind of data that is hostile in every place. */
export const hostile = (text = evil): Left => ({
  manifest: {
    waiver: { reason: text, sources: ['orders'] },
    absent: [`returns${text}`],
    late: [{ source: `orders${text}`, lacks: text, action: 'partial' }],
    fingerprint: text,
    sources: poison(manifest.sources, /^(name|lastModified)$/, text),
  },
  quality: [
    poison({ ...ordersQuality, withinLimits: false, problems: ['Too many.'] }, /^source$/, text), // accepted
    poison(
      quality('customers', { files: [{ file: 'f', format: 'CSV', rows: 0, fault: 'broken', extraColumns: ['x'] }] }),
      /^source$/,
      text,
    ),
    poison(quality('products', { leftOut: true, problems: ['Not there.'] }), /^source$/, text),
  ],
  tables: ordersTables().map((table) => ({ ...table, rows: poison(table.rows, /^(day|revenue)$/, text) })),
  joins: poison(ordersJoins, /^$/, text),
});
export const hostilePipeline: Pipeline = {
  ...ordersPipeline,
  sources: ordersPipeline.sources.map((source) => ({ ...source, title: `${source.name} ${evil}`, description: evil })),
  report: {
    ...poison(
      ordersPipeline.report,
      /^(name|sql|table|column|better|kind|names|along|previousBy|x|y|thin|label|value|unit|\d+|)$/,
    ),
  },
};

/** A page that leads to reports, once there is one. */
async function leading(key: string): Promise<string | undefined> {
  const bucket = bucketWith();
  await report(input, worldWith(bucket));
  const written = { detail: { object: { key: latestKey('2024-02') } } };
  await shelve(written, { bucket, title: 'Orders & returns', locale: 'en', period: 'month', log: silent });
  return bucket.texts()[key];
}

const bad = {
  ...ordersQuality,
  ...{ clean: 623_879, rejected: 69_320, withinLimits: false },
  problems: ['69,320 of 693,203 rows were rejected (10.0 %), and 1 % are allowed.'],
};
const others = [quality('customers'), quality('products')];
const year: Pipeline = { ...ordersPipeline, period: 'year' };

/** A page of each kind that a run can end with, and of those that lead there. */
export const pages: Readonly<Record<string, () => Promise<string | undefined>>> = {
  report: async () => (await filesOf())['index.html'],
  korean: async () => (await filesOf({}, { ...ordersPipeline, locale: 'ko' }))['index.html'],
  held: async () =>
    (await filesOf({ quality: [{ ...bad, holds: true }, ...others] }, undefined, { held: true }))['quality.html'],
  hostile: async () => (await filesOf(hostile(), hostilePipeline))['index.html'],
  wide: async () => (await filesOf(hostile(word)))['index.html'],
  empty: async () =>
    (await filesOf({ tables: ordersTables().map((table) => ({ ...table, rowCount: 0, rows: [] })) }))['index.html'],
  accepted: async () => {
    const waiver = { reason: 'The till of shop 4 was broken; its owner knows.', sources: ['orders'] };
    return (await filesOf({ quality: [bad, ...others], manifest: { waiver } }))['index.html'];
  },
  late: async () => {
    const late = [{ source: 'orders', lacks: '1 of 2 files', action: 'partial' as const }];
    return (await filesOf({ manifest: { late } }))['index.html'];
  },
  shelf: () => leading(shelfKey),
  'not there yet': () => leading(batchPageKey('2024-03')),
  year: async () => (await filesOf({ tables: ordersTables(0, 366) }, year, { batch: '2024' }))['index.html'],
};
