import fc from 'fast-check';
import { type ReportDocument, reportSchema } from '../../functions/core/document.ts';
import type { Cell, Table } from '../../functions/core/quality.ts';
import type { FigureDefinition } from '../../functions/definition/define-report.ts';
import { report } from '../../functions/report/report.ts';
import { bucketWith, input, ordersPipeline, previousRun, published, worldWith } from './orders.ts';

const figure = { title: 'Refunds', table: 'totals', column: 'refunds', better: 'lower' } as const;
const trend = { table: 'by_day', column: 'refunds' };

const dayOf = (month: string, at: number) => `2024-${month}-${String(at + 1).padStart(2, '0')}`;
const totals = (row: Readonly<Record<string, Cell>>): Table => ({
  name: 'totals',
  columns: Object.keys(row).map((name) => ({ name, type: 'number' as const })),
  rowCount: 1,
  rows: [row],
});
const byDay = (month: string, amounts: readonly number[]): Table => ({
  name: 'by_day',
  columns: [
    { name: 'day', type: 'date' },
    { name: 'refunds', type: 'number' },
  ],
  rowCount: amounts.length,
  rows: amounts.map((refunds, at) => ({ day: dayOf(month, at), refunds })),
});
const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);

interface Told {
  readonly figures: readonly FigureDefinition[];
  readonly now: readonly Table[];
  readonly before: readonly Table[];
  readonly locale?: string;
}

async function changesIn({ figures, now, before, locale = 'en' }: Told): Promise<ReportDocument['changes']> {
  const tables = now.map(({ name }) => ({ name, sql: '' }));
  const pipeline = { ...ordersPipeline, locale, report: { ...ordersPipeline.report, figures, tables, page: [] } };
  const bucket = bucketWith({ tables: now });
  const old = { $schema: 'tributary/report/1', tables: before.map((table) => ({ ...table, title: null })) };
  bucket.put(`reports/2024-01/${previousRun}/report.json`, JSON.stringify(old));
  await report(input, worldWith(bucket, pipeline));
  return reportSchema.parse(JSON.parse(published(bucket)['report.json'] ?? '')).changes;
}

/** The sentence about refunds that had so many on each day. */
async function said(now: readonly number[], before: readonly number[], more: Partial<Told> = {}): Promise<string> {
  const [change] = await changesIn({
    figures: [{ ...figure, trend }],
    now: [totals({ refunds: sum(now) }), byDay('02', now)],
    before: [totals({ refunds: sum(before) }), byDay('01', before)],
    ...more,
  });
  return change?.says ?? '';
}

const even = (days: number, amount: number) => Array.from({ length: days }, () => amount);
const storm = even(29, 10).map((amount, at) => (at === 7 || at === 8 ? 400 : amount));

it.each<[string, readonly number[], readonly number[], string]>([
  [
    'most of it on few days',
    storm,
    even(31, 16),
    'Refunds more than doubled, to 1,070, most of them on Feb 8 and Feb 9.',
  ],
  [
    'most of the rise on one day',
    even(29, 100).map((amount, at) => (at === 11 ? 400 : amount)),
    even(31, 90),
    'Refunds rose by 14.7 %, to 3,200, most of the rise on Feb 12; 22.6 % more a day.',
  ],
  [
    'less in a shorter month, and more a day',
    even(29, 103),
    even(31, 100),
    'Refunds fell by 3.6 %, to 2,987; 3.0 % more a day.',
  ],
  ['nothing before', even(29, 1), even(31, 0), 'Refunds: 29, after 0 in 2024-01.'],
  ['half of it', even(29, 10), even(29, 20), 'Refunds halved, to 290.'],
])('tells %s', async (_, now, before, says) => {
  expect(await said(now, before)).toBe(says);
});

it('tells it in Korean', async () => {
  expect(await said(storm, even(31, 16), { locale: 'ko' })).toBe(
    'Refunds 2배 넘게 증가, 1,070 기록. 대부분 2월 8일 및 2월 9일에 집중.',
  );
});

it('tells no days for a figure that is not their sum', async () => {
  const now = [totals({ refunds: 300 }), byDay('02', storm)];
  expect(await said(storm, even(31, 16), { now })).toBe('Refunds fell by 39.5 %, to 300.');
});

it('takes no week for the day on which it begins', async () => {
  const weekly = {
    ...byDay('02', storm),
    rowCount: 4,
    rows: [1, 8, 15, 22].map((day, at) => ({ day: dayOf('02', day - 1), refunds: at === 1 ? 800 : 90 })),
  };
  const now = [totals({ refunds: 1070 }), weekly];
  expect(await said(storm, even(31, 16), { now })).toBe('Refunds more than doubled, to 1,070.');
});

it('puts the biggest mover first, whatever its unit, and what cannot be compared last', async () => {
  const named = (column: string, more: Partial<FigureDefinition> = {}) => ({
    ...figure,
    title: column,
    column,
    ...more,
  });
  const changes = await changesIn({
    figures: [
      named('new'),
      named('steady'),
      named('share', { format: { unit: ' %', digits: 1 } }),
      named('fell'),
      named('same'),
      named('doubled', { better: 'higher' }),
    ],
    now: [totals({ new: 5, steady: 1005, share: 30, fell: 40, same: 7, doubled: 200 })],
    before: [totals({ steady: 1000, share: 25, fell: 100, same: 7, doubled: 100 })],
  });
  expect(changes.map(({ title, news, says }) => [title, news, says])).toEqual([
    ['fell', 'good', 'fell more than halved, to 40.'],
    ['doubled', 'good', 'doubled doubled, to 200.'],
    ['share', 'bad', 'share rose by 5.0 points, to 30.0 %.'],
    ['steady', 'neutral', 'steady rose by 0.5 %, to 1,005.'],
    ['same', 'neutral', 'same stayed the same, at 7.'],
    ['new', 'neutral', 'new: 5, with nothing to compare with.'],
  ]);
  expect(changes.map((change) => change.figure)).toEqual([3, 5, 2, 1, 4, 0]);
});

it('names only days that together hold more than half, and never many', async () => {
  const month = fc.array(fc.nat(500), { minLength: 29, maxLength: 29 });
  await fc.assert(
    fc.asyncProperty(month, fc.nat(9000), async (now, before) => {
      const [change] = await changesIn({
        figures: [{ ...figure, trend }],
        now: [totals({ refunds: sum(now) }), byDay('02', now)],
        before: [totals({ refunds: before })],
      });
      const days = change?.days ?? [];
      const amounts = days.map((day) => now[Number(day.slice(-2)) - 1] ?? 0);
      expect(days.length).toBeLessThanOrEqual(3);
      if (change?.hold === 'value') expect(sum(amounts)).toBeGreaterThan(sum(now) / 2);
      expect(change?.hold === null).toBe(days.length === 0);
      expect(Number(change?.difference)).toBe(sum(now) - before);
    }),
    { numRuns: 50 },
  );
});
