import fc from 'fast-check';
import type { Cell } from '../../../functions/core/quality.ts';
import { ranking } from '../../../functions/tributary.ts';
import { cellsIn, drawn, gapsIn, labelIn, namesIn, read, sales, tableOf, textsIn } from './drawn.tsx';

const options = { title: 'Shops by orders', label: 'shop', value: 'orders' };
const byOrders = ranking(sales, options);
const withPrevious = ranking(sales, { ...options, previousBy: 'id' });
const types = { id: 'text', shop: 'text', orders: 'number' } as const;
const shops = (...rows: Cell[][]) => tableOf(types, rows);
const three = shops(['n', 'North', 300], ['s', 'South', 200], ['e', 'East', 100]);
const before = (...rows: Cell[][]) => ({ before: { batch: '2023-01', table: shops(...rows) } });
const marksIn = (html: string) =>
  [...html.matchAll(/<line class="mark" x1="([\d.]+)%" x2="[\d.]+%" y1="-2"/g)].map(([, x]) => Number(x));

it('says the first and the last', () => {
  expect(read(drawn(byOrders, three), 'statement')).toBe('First: North, 300. Last: East, 100.');
  expect(labelIn(drawn(byOrders, three))).toBe('Shops by orders. First: North, 300. Last: East, 100.');
});

it('has every label and every value, in the order of the table, also where labels are the same', () => {
  const row = fc.tuple(
    fc.constant('x'),
    fc.constantFrom('Ann', 'Bob', 'Cy & Co', 'a name that is long enough to wrap in any window', '株式会社あおぞら'),
    fc.integer({ min: -9999, max: 9999 }),
  );
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const html = drawn(byOrders, shops(...rows));
      expect(namesIn(html)).toEqual(rows.map(([, name]) => name));
      expect(textsIn(html)).toEqual(rows.map(([, , value]) => value.toLocaleString('en')));
    }),
    { numRuns: 40 },
  );
});

it('is as long as its values, from zero on', () => {
  const widths = [...drawn(byOrders, three).matchAll(/<rect class="series-1" x="0%" width="([\d.]+)%"/g)];
  expect(widths.map(([, width]) => Number(width))).toEqual([100, 66.67, 33.33]);
});

describe('the value before', () => {
  it('is a mark, a line of the legend, and a column of the data table', () => {
    const html = drawn(withPrevious, three, before(['n', 'North', 150], ['e', 'East', 250]));
    expect(marksIn(html)).toEqual([50, 83.33]);
    expect(read(html, 'legend')).toBe('Orders 2023-01, the report before');
    expect(cellsIn(html)).toEqual([
      ['Id', 'Shop', 'Orders', 'Orders, 2023-01'],
      ['n', 'North', '300', '150'],
      ['s', 'South', '200', '–'],
      ['e', 'East', '100', '250'],
    ]);
  });

  it.each([
    ['nothing was before', {}],
    ['no row has one', before(['w', 'West', 150])],
    ['none of them is a number', before(['n', 'North', null])],
  ])('is left out, with its mark, legend and column, where %s', (_, around) => {
    const html = drawn(withPrevious, three, around);
    expect(marksIn(html)).toEqual([]);
    expect(read(html, 'legend')).toBeUndefined();
    expect(cellsIn(html)[0]).toEqual(['Id', 'Shop', 'Orders']);
  });

  it('does not strike the value through: that stands behind it where there is no room between', () => {
    const html = drawn(withPrevious, shops(['n', 'North', 100], ['s', 'South', 100], ['e', 'East', 10]), {
      ...before(['n', 'North', 110], ['s', 'South', 90], ['e', 'East', 100]),
    });
    const at = [...html.matchAll(/<text x="([\d.]+)%"/g)].map(([, x]) => Number(x));
    expect(at).toEqual([100, 90.91, 9.09]);
    expect(marksIn(html)).toEqual([100, 81.82, 90.91]);
  });
});

it('shows the first rows of a long table, as many as it is told, and says so', () => {
  const many = shops(...Array.from({ length: 400 }, (_, at) => ['x', `shop ${at}`, 400 - at]));
  expect(namesIn(drawn(byOrders, many))).toHaveLength(30);
  const html = drawn(ranking(sales, { ...options, most: 5 }), many);
  expect(namesIn(html)).toHaveLength(5);
  expect(read(html, 'statement')).toBe('First: shop 0, 400. Last of those shown: shop 4, 396.');
  expect(read(html, 'subtitle')).toBe('The first 5 of 400 rows.');
});

it('has a value that is longer than its bar by its name', () => {
  const format = { unit: ' kilowatt hours a year in all of its rooms' };
  const html = drawn(ranking(sales, { ...options, format }), three);
  expect(textsIn(html)).toEqual([]);
  expect(read(html, 'row')).toContain('North 300 kilowatt hours a year in all of its rooms');
});

it('hatches a row without a value, and names it', () => {
  const html = drawn(byOrders, shops(['n', 'North', 3], ['s', null, null]));
  expect(namesIn(html)).toEqual(['North', '–']);
  expect(gapsIn(html)).toEqual([[0, 100]]);
  expect(read(html, 'missing')).toBe('1 of 2 rows has no value: –.');
});

it.each([
  ['no rows', [], 'No rows'],
  ['no values', [['n', 'North', null]], 'No values'],
])('says so where there are %s', (_, rows, said) => {
  expect(read(drawn(byOrders, shops(...rows)), 'empty')).toBe(said);
});

it('has texts of the data as texts, in the picture and in what it says of itself', () => {
  const evil = '"><script>alert(1)</script>\u202e';
  const html = drawn(byOrders, shops(['n', evil, 3], ['s', evil, 2]));
  expect(html).not.toMatch(/<script/);
  expect(namesIn(html)[0]).toBe('"><script>alert(1)</script>⟨U+202E⟩');
  expect(labelIn(html)).not.toContain('\u202e');
});

it('is Korean on a Korean page', () => {
  const html = drawn(withPrevious, three, { ...before(['n', 'North', 150]), locale: 'ko' });
  expect(read(html, 'statement')).toBe('처음: North 300. 마지막: East 100.');
  expect(read(html, 'legend')).toBe('Orders 2023-01, 이전 보고서');
});
