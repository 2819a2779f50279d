import { z } from 'zod';
import type { ReportDocument } from '../../functions/core/document.ts';
import { problemLines } from '../../functions/core/quality.ts';
import { careLines, figureLines, rejectionLines, sourceLines } from '../../local/tables.ts';

const quality = (source: string, read: number, rejected: number, problems: string[] = []) => ({
  source,
  files: [{ file: 'a.csv', format: 'csv', rows: read, fault: null, extraColumns: [] }],
  read,
  rejected,
  clean: read - rejected,
  duplicates: 0,
  rejections: [],
  withinLimits: true,
  holds: false,
  problems,
  leftOut: problems.length > 0,
  title: source,
  description: '',
  optional: false,
  key: [],
  rules: [],
  columns: [],
});
it('says that a report is to be used with care, and why, and nothing of one that is to be used', () => {
  const checks = z.custom<ReportDocument['checks']>().parse([
    { result: 'pass', says: 'Stores: 9 rows.' },
    { result: 'care', says: 'Orders: 16 % of the rows find no row of Stores.' },
  ]);
  expect(careLines({ verdict: { use: 'with_care', next: null, says: 'Use with care' }, checks })).toEqual([
    'Use with care',
    'Orders: 16 % of the rows find no row of Stores.',
  ]);
  expect(careLines({ verdict: { use: 'yes', next: null, says: 'Use' }, checks: [] })).toEqual([]);
});

const changeOf = (at: number, direction: 'up' | null, news: 'good' | 'neutral') => ({
  ...{
    figure: at,
    title: '',
    basis: 'value' as const,
    difference: 1,
    relative: 1,
    perDay: null,
    days: [],
    hold: null,
    says: '',
  },
  ...{ direction, news },
});
const figure = { table: 't', column: 'c', unit: '', digits: 0, better: 'higher' } as const;

it('counts the rows of each source, one line below the other', () => {
  const report = { quality: [quality('orders', 12345, 45), quality('customers', 7, 0)], absent: ['refunds'] };
  expect(sourceLines(report)).toEqual([
    'source     files    read   clean  rejected  duplicates',
    'orders         1  12,345  12,300        45           0',
    'customers      1       7       7         0           0',
    'refunds  delivered nothing; it is optional',
  ]);
});

it('shows each figure with its change, where there is a report to compare with', () => {
  const figures = [
    { ...figure, title: 'Orders', value: '1100', previous: '1000' },
    { ...figure, title: 'Mean price', value: 2.345, previous: null, unit: ' CHF', digits: 2 },
  ];
  const changes = [changeOf(1, null, 'neutral'), changeOf(0, 'up', 'good')];
  expect(figureLines({ figures, changes, comparedWith: { batch: '2025-01', run: 'r' } })).toEqual([
    'Orders         1,100  ▲ 10.0 % better than 2025-01',
    'Mean price  2.35 CHF',
  ]);
  const alone = figureLines({ figures, changes: [], comparedWith: null });
  expect(alone).toEqual(['Orders         1,100', 'Mean price  2.35 CHF']);
});

it('says what is wrong with a source', () => {
  const orders = { ...quality('orders', 0, 0, ['a.csv is empty.']), leftOut: false };
  expect(problemLines([orders, quality('customers', 0, 0, ['b.csv is cut.'])])).toEqual([
    'orders: a.csv is empty.',
    'customers (left out): b.csv is cut.',
  ]);
});

it('says why rows were rejected, and how many reasons more there are', () => {
  const one = (reason: string, rows: number) => ({
    ...{ column: 'age', reason, rows },
    examples: [{ file: 'a.csv', row: 1234, value: '•••' }],
  });
  const rejections = ['is no integer', 'is above 100', 'is missing', 'is not there'].map((reason, at) =>
    one(reason, 4 - at),
  );
  expect(rejectionLines({ quality: [{ ...quality('orders', 9, 4), rejections }] })).toEqual([
    'orders: 4 rows: age is no integer (a.csv, row 1,234)',
    'orders: 3 rows: age is above 100 (a.csv, row 1,234)',
    'orders: 2 rows: age is missing (a.csv, row 1,234)',
    'orders: 1 further reason on its page',
  ]);
});

it('tells the reason alone where the whole row is at fault', () => {
  const examples = [{ file: 'a.csv', row: 2, value: '-1' }];
  const rejections = [{ column: null, reason: 'the price is not negative', rows: 1, examples }];
  expect(rejectionLines({ quality: [{ ...quality('orders', 9, 1), rejections }] })).toEqual([
    'orders: 1 row: the price is not negative (a.csv, row 2)',
  ]);
});

it('puts values below each other where letters of titles take two places', () => {
  const figures = [
    { ...figure, title: '매출', value: '1100', previous: null },
    { ...figure, title: 'Orders', value: '12', previous: null },
  ];
  expect(figureLines({ figures, changes: [], comparedWith: null })).toEqual(['매출    1,100', 'Orders     12']);
});

it('fits on a screen of 50 columns', () => {
  const report = { quality: [quality('international_orders', 1_234_567, 45)], absent: [] };
  const figures = [{ ...figure, title: 'Mean price of an order', value: '1100', previous: '1000' }];
  const comparedWith = { batch: '2025-01', run: 'r' };
  const lines = [
    ...sourceLines(report, 50),
    ...figureLines({ figures, changes: [changeOf(0, 'up', 'good')], comparedWith }, 50),
  ];
  expect(lines).toEqual([
    'international_orders: 1,234,567 rows =',
    '  1,234,522 clean + 45 rejected',
    '  + 0 duplicates',
    'Mean price of an order  1,100',
    '  ▲ 10.0 % better than 2025-01',
  ]);
});
