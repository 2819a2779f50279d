import type { ReportDocument } from '../../functions/core/document.ts';
import { writtenChange, writtenValue } from '../../functions/publishing/figure.ts';
import { tongueOf } from '../../functions/publishing/tongue.tsx';
import { changeOf } from '../../functions/report/change.ts';

type Figure = ReportDocument['figures'][number];
const figure = (more: Partial<Figure>): Figure => ({
  title: 'Orders',
  table: 'totals',
  column: 'orders',
  value: 110,
  previous: 100,
  unit: '',
  digits: 0,
  better: 'higher',
  ...more,
});

const tongue = tongueOf('en');
const changed = (more: Partial<Figure>, steady = 0.01) => {
  const change = changeOf(figure(more), { steady });
  return { text: writtenChange(figure(more), change, { batch: 'May', tongue }), news: change.news };
};

it.each<[string, Partial<Figure>, string, string | undefined]>([
  ['a count that rose', {}, '▲ 10.0 % better than May', 'good'],
  ['a count that fell', { value: 90 }, '▼ 10.0 % worse than May', 'bad'],
  ['more of what should be less', { better: 'lower' }, '▲ 10.0 % worse than May', 'bad'],
  ['less of what should be less', { value: 90, better: 'lower' }, '▼ 10.0 % better than May', 'good'],
  ['what is neither good nor bad', { better: 'neither' }, '▲ 10.0 % more than May', 'neutral'],
  [
    'a percentage, in points',
    { value: 84.4, previous: 86.8, unit: ' %', digits: 1 },
    '▼ 2.4 points worse than May',
    'bad',
  ],
  [
    'a measure, in its unit',
    { value: 11.6, previous: 10.7, unit: ' min', digits: 1 },
    '▲ 0.9 min better than May',
    'good',
  ],
  [
    'exact texts',
    { value: '1200.50', previous: '1000.25', unit: ' €', digits: 2 },
    '▲ 200.25 € better than May',
    'good',
  ],
  ['what was negative', { value: -50, previous: -100 }, '▲ 50.0 % better than May', 'good'],
  ['a count that was nothing', { value: 3, previous: 0 }, '▲ 3 better than May', 'good'],
  ['little', { value: 101 }, '▲ 1.0 % more than May', 'neutral'],
  ['the same', { value: 100 }, 'Unchanged from May', 'neutral'],
  [
    'a difference that its digits hide',
    { value: 1.301, previous: 1.302, unit: ' %', digits: 2 },
    'Unchanged from May',
    'neutral',
  ],
])('words the change of %s', (_, more, text, news) => {
  expect(changed(more)).toEqual({ text, news });
});

it.each<[string, Partial<Figure>]>([
  ['nothing before', { previous: null }],
  ['nothing now', { value: null }],
  ['text that is no number', { value: 'Monday', previous: 'Friday' }],
])('tells no change where there is %s', (_, more) => {
  expect(changed(more).text).toBeUndefined();
});

it('writes a value with its unit, grouped, and a missing one as a dash', () => {
  expect(writtenValue(figure({ value: '41872330.50', unit: ' €', digits: 2 }), tongue)).toBe('41,872,330.50 €');
  expect(writtenValue(figure({ value: null, unit: ' €' }), tongue)).toBe('–');
});

it('is news beyond the band in which the figure is steady', () => {
  expect([0, 0.05, 0.1, 0.11].map((steady) => changed({ value: 110 }, steady).news)).toEqual([
    'good',
    'good',
    'neutral',
    'neutral',
  ]);
});
