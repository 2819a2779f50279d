import type { Check, CheckOf } from '../../functions/core/checks.ts';
import { type ReportDocument, reportSchema } from '../../functions/core/document.ts';
import { reportPrefix } from '../../functions/core/keys.ts';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';
import { report } from '../../functions/report/report.ts';
import { bars, days as ofDays } from '../../functions/tributary.ts';
import {
  bucketWith,
  input,
  type Left,
  manifest,
  ordersJoins,
  ordersPipeline,
  ordersTables,
  previousRun,
  published,
  quality,
  worldWith,
} from './orders.ts';

const plain: Pipeline = { ...ordersPipeline, report: { ...ordersPipeline.report, page: [] } };
const matched = [{ ...ordersJoins[1], unmatched: 0 }] as typeof ordersJoins;
const well: Left = { manifest: { absent: [] }, joins: matched };

interface Told extends Left {
  readonly held?: boolean;
  readonly pipeline?: Pipeline;
  /** Of the report compared with. */
  readonly before?: object;
}

async function documentOf({ held = false, pipeline = plain, before, ...left }: Told): Promise<ReportDocument> {
  const bucket = bucketWith({ ...well, ...left });
  const key = `${reportPrefix('2024-01', previousRun)}report.json`;
  const old: object = JSON.parse((await bucket.read(key))?.text ?? '');
  if (before) bucket.put(key, JSON.stringify({ ...old, ...before }));
  await report({ ...input, held }, worldWith(bucket, pipeline));
  return reportSchema.parse(JSON.parse(published(bucket)['report.json'] ?? ''));
}

const named = <Name extends Check['check']>({ checks }: ReportDocument, name: Name) =>
  checks.filter((check): check is CheckOf<Name> & { says: string } => check.check === name);
/** Whatever did not pass, as a sentence. */
const cares = ({ checks }: ReportDocument) => checks.flatMap(({ result, says }) => (result === 'pass' ? [] : [says]));

describe('a report whose data lack nothing', () => {
  it('is to be used, and says what was checked', async () => {
    const document = await documentOf({});
    expect(cares(document)).toEqual([]);
    expect(document.verdict).toMatchObject({ use: 'yes', says: 'Use' });
    const kinds = new Set(document.checks.map(({ check }) => check));
    expect([...kinds].sort()).toEqual(['baseline', 'days', 'empty', 'not_over', 'rejected', 'unmatched', 'unreadable']);
    expect(named(document, 'days')).toEqual([
      expect.objectContaining({ table: 'by_day', missing: [], of: 29, says: 'By day: each of the 29 days has a row.' }),
    ]);
  });

  it('says when the next one is due, by what it waits for', async () => {
    expect((await documentOf({})).verdict.next).toEqual({ batch: '2024-03', from: '2024-04-01', by: null });
    const late = { after: ofDays(5), action: 'partial' } as const;
    const [first, ...rest] = plain.sources;
    const waiting = { ...plain, sources: [{ ...first, late }, ...rest] as Pipeline['sources'] };
    expect((await documentOf({ pipeline: waiting })).verdict.next).toMatchObject({
      from: '2024-04-01',
      by: '2024-04-06',
    });
  });

  it('speaks the language of the pipeline', async () => {
    const { verdict, checks } = await documentOf({ pipeline: { ...plain, locale: 'ko' } });
    expect(verdict.says).toBe('사용 가능');
    expect(checks.map(({ says }) => says)).toContain('By day: 29일 모두 행이 있습니다.');
  });
});

describe('a report is to be used with care', () => {
  it.each<[string, Told, string]>([
    [
      'many rows find no partner',
      { joins: [{ ...ordersJoins[0], unmatched: 104_311 }] as typeof ordersJoins },
      'Orders: 15.1 % of the rows find no row of Customers by customer_id (104,311 of 692,890); 5.0 % are allowed.',
    ],
    ['an optional source is absent', { manifest: {} }, 'Returns: optional, and nothing of it was delivered.'],
    [
      'a source was not complete in time',
      { manifest: { absent: [], late: [{ source: 'orders', lacks: 'a second file', action: 'partial' }] } },
      'Orders: taken at its deadline without a second file.',
    ],
    [
      'an optional source could not be used',
      {
        manifest: { absent: [], sources: [...manifest.sources, { name: 'returns', objects: [] }] },
        quality: [
          ...[quality('orders'), quality('customers'), quality('products')],
          quality('returns', { leftOut: true, problems: ['It could not be reached.'] }),
        ],
      },
      'Returns: optional, and left out: It could not be reached.',
    ],
    [
      'a source warns',
      { quality: [quality('orders', { warnings: ['It was read twice.'] }), quality('customers'), quality('products')] },
      'Orders: It was read twice.',
    ],
    [
      'days are missing',
      { tables: ordersTables().map((table) => ({ ...table, rows: table.rows.slice(0, 26), rowCount: 26 })) },
      'By day: no row for Feb 27 – Feb 29 (3 of 29 days).',
    ],
    [
      'a month has but one day',
      { tables: ordersTables().map((table) => ({ ...table, rows: table.rows.slice(-1), rowCount: 1 })) },
      'By day: no row for Feb 1 – Feb 28 (28 of 29 days).',
    ],
    [
      'the period was not over',
      // In the pipeline's time zone it is the 28th.
      { manifest: { absent: [], frozenAt: '2024-02-27T23:30:00Z' } },
      'The period was not over when its data were frozen: Feb 28 – Feb 29 can be missing in part or in whole.',
    ],
    [
      'a person accepted what is past the limits',
      {
        manifest: { absent: [], waiver: { reason: 'The till was broken.', sources: ['orders'] } },
        quality: [
          quality('orders', { clean: 300, rejected: 112, withinLimits: false }),
          quality('customers'),
          quality('products'),
        ],
      },
      'Orders: 112 of 412 rows rejected (27.2 %), where 1.0 % are allowed. A person accepted it.',
    ],
    [
      'the report compared with lacks something',
      { before: { late: [{ source: 'orders', lacks: 'a file' }] } },
      'The report of 2024-01 lacks something itself, and a change against it may come from that.',
    ],
    [
      'the report compared with cannot be read',
      { before: { $schema: 'tributary/report/0' } },
      'The report of 2024-01 could not be read, so no change is shown.',
    ],
  ])('where %s', async (_, told, says) => {
    const document = await documentOf(told);
    expect(cares(document)).toEqual([says]);
    expect(document.verdict).toMatchObject({ use: 'with_care', says: 'Use with care' });
  });
});

describe('a report is not to be used', () => {
  it.each<[string, Told['quality'], string]>([
    [
      'too many rows were rejected',
      [quality('orders', { clean: 300, rejected: 112, withinLimits: false, holds: true })],
      'Orders: 112 of 412 rows rejected (27.2 %), where 1.0 % are allowed.',
    ],
    [
      'a source is empty',
      [quality('orders', { read: 0, clean: 0, holds: true, withinLimits: false })],
      'Orders: no rows at all.',
    ],
    [
      'a file cannot be read',
      [
        quality('orders', {
          ...{ read: 0, clean: 0, holds: true, withinLimits: false },
          files: [{ file: 'a.csv', format: 'CSV', rows: 0, fault: 'a.csv is cut off.', extraColumns: [] }],
        }),
      ],
      'Orders: a.csv is cut off.',
    ],
  ])('where %s', async (_, [orders] = [], says) => {
    const all = [...(orders ? [orders] : []), quality('customers'), quality('products')];
    const document = await documentOf({ held: true, tables: [], quality: all });
    expect(cares(document)).toEqual([says]);
    expect(document.verdict).toMatchObject({ use: 'no', says: 'Do not use' });
    expect(document.changes).toEqual([]);
  });
});

describe('the volume of a source', () => {
  const before = (clean: number) => ({
    batch: { name: '2024-01', from: '2024-01-01', to: '2024-02-01' },
    quality: [{ source: 'orders', clean, leftOut: false }],
  });
  const volume = async (told: Told) => named(await documentOf(told), 'volume')[0];

  it('is compared by the day, as months differ', async () => {
    // 412 in 29 days, and 440 in 31.
    const same = await volume({ before: before(440) });
    expect(same).toMatchObject({ result: 'care', per: 'day' });
    const all = [quality('orders'), quality('customers'), quality('products')];
    expect(await volume({ before: before(440), quality: all })).toMatchObject({
      result: 'pass',
      change: expect.closeTo(0.00096, 4),
      says: 'Orders: 14 rows a day, 0.09 % more than in 2024-01.',
    });
    expect(await volume({ before: before(885), quality: all })).toMatchObject({
      result: 'care',
      says: 'Orders: 14 rows a day, 50.2 % fewer than in 2024-01.',
    });
  });

  it('is compared with the days that were over', async () => {
    const all = [quality('orders'), quality('customers'), quality('products')];
    const frozen = { absent: [], frozenAt: '2024-02-15T12:00:00Z' };
    const half = await volume({ before: before(880), quality: all, manifest: frozen });
    expect(half).toMatchObject({ result: 'pass', rows: expect.closeTo(412 / 14) });
  });

  it('has honest words where there were no rows before', async () => {
    const found = await volume({ before: before(0) });
    expect(found).toMatchObject({
      change: null,
      result: 'care',
      says: expect.stringContaining('where 2024-01 had none.'),
    });
  });

  it('is not compared where the source was not there', async () => {
    expect(await volume({ before: { ...before(10), quality: [] } })).toBeUndefined();
    expect(await volume({ before: { quality: 'of an older report' } })).toBeUndefined();
  });
});

describe('days', () => {
  const weekly = ordersTables().map((table) => {
    const rows = table.rows.filter((_, at) => at % 7 === 0);
    return { ...table, rows, rowCount: rows.length };
  });

  it('are not missed in a table by week', async () => {
    expect(named(await documentOf({ tables: weekly }), 'days')).toEqual([]);
  });

  it('are not missed where a table may have gaps', async () => {
    const tables = plain.report.tables.map((table) =>
      table.name === 'by_day' ? { ...table, gaps: true as const } : table,
    );
    const found = ordersTables().map((table) => ({ ...table, rows: table.rows.slice(0, 5), rowCount: 5 }));
    expect(
      named(await documentOf({ tables: found, pipeline: { ...plain, report: { ...plain.report, tables } } }), 'days'),
    ).toEqual([]);
  });

  it('are missed in a table that bars show, and not in one that nothing shows over time', async () => {
    const found = ordersTables().map((table) => ({ ...table, rows: table.rows.slice(0, 20), rowCount: 20 }));
    const missed = async (page: NonNullable<Pipeline['report']['page']>) => {
      const figures = plain.report.figures.map(({ trend: _, ...figure }) => figure);
      const pipeline = { ...plain, report: { ...plain.report, figures, page } };
      return named(await documentOf({ tables: found, pipeline }), 'days').map(({ missing }) => missing.length);
    };
    const shown = bars({ name: 'by_day', sql: '' }, { title: 'Orders', x: 'day', y: 'orders' });
    expect([await missed([shown]), await missed([])]).toEqual([[9], []]);
  });

  it('that are still to come are not missed', async () => {
    const tables = ordersTables().map((table) => ({ ...table, rows: table.rows.slice(0, 10), rowCount: 10 }));
    const document = await documentOf({ tables, manifest: { absent: [], frozenAt: '2024-02-11T12:00:00Z' } });
    expect(named(document, 'days')).toEqual([expect.objectContaining({ result: 'pass', of: 10 })]);
    expect(named(document, 'not_over')[0]?.days).toHaveLength(19);
  });
});

it('is published for the first time without a warning that there is nothing to compare with', async () => {
  const document = await documentOf({ manifest: { absent: [], comparedWith: null } });
  expect(document.verdict.use).toBe('yes');
  expect(named(document, 'baseline')).toMatchObject([{ baseline: 'none', batch: null }]);
  expect(document.changes.map(({ says }) => says)[0]).toBe('Orders: 692,890, with nothing to compare with.');
});
