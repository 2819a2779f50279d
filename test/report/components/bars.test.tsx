import fc from 'fast-check';
import { bars } from '../../../functions/tributary.ts';
import { daily, drawn, gapsIn, labelIn, namesIn, pathsIn, read, sales, tableOf, textsIn, year } from './drawn.tsx';

const orders = bars(sales, { title: 'Orders per day', x: 'day', y: 'orders' });
const types = { day: 'date', orders: 'number' } as const;
const month = tableOf(
  types,
  daily('2023-02-01', 28, (at) => 10 + at),
);
const barsOf = (path: string | undefined) => path?.match(/M/g)?.length;

describe('bars over time', () => {
  it('say which day is the highest', () => {
    expect(read(drawn(orders, month), 'statement')).toBe('Highest on Feb 28: 37.');
    expect(labelIn(drawn(orders, month))).toMatch(/^Orders per day\. From Feb 1 to Feb 28\. Starts on Feb 1 \(10\)/);
  });

  it('have their values at their ends', () => {
    const texts = textsIn(drawn(orders, month));
    expect(texts.filter((text) => /^\d+$/.test(text))).toEqual(Array.from({ length: 28 }, (_, at) => String(10 + at)));
  });

  it('leave a hatched gap where a day has no row, and name it', () => {
    const html = drawn(
      orders,
      tableOf(
        types,
        daily('2023-02-01', 28, (at) => at, [13]),
      ),
    );
    expect(gapsIn(html)).toEqual([[46.43, 3.57]]);
    expect(read(html, 'missing')).toBe('1 of 28 days has no value: Feb 14.');
  });

  it('tell none from nothing: a day of none is no gap', () => {
    const html = drawn(
      orders,
      tableOf(
        types,
        daily('2023-02-01', 28, (at) => (at === 13 ? 0 : 3)),
      ),
    );
    expect(gapsIn(html)).toEqual([]);
    expect(barsOf(pathsIn(html, 'bar series-1')[0])).toBe(27);
    expect(textsIn(html)).toContain('0');
  });

  it('are stacked, and tell the total, and what each part is', () => {
    const table = tableOf({ day: 'date', web: 'number', store: 'number' }, [
      ['2023-02-01', 30, 10],
      ['2023-02-02', 20, 5],
    ]);
    const html = drawn(bars(sales, { title: 'Orders', x: 'day', y: ['web', 'store'] }), table);
    expect(read(html, 'statement')).toBe(
      'Highest total on Feb 1: 40. Highest of each: Web on Feb 1 (30) and Store on Feb 1 (10).',
    );
    expect(read(html, 'legend')).toBe('Web Store');
    const [[web = ''], [store = '']] = [pathsIn(html, 'bar series-1'), pathsIn(html, 'bar series-2')];
    // From 0 to 30, and from 30 to 40, of 40 in 200 pixels.
    expect(web).toMatch(/^M5,200h25.7V50h-25.7z/);
    expect(store).toMatch(/^M5,50h25.7V0h-25.7z/);
  });

  it('hang down from zero where they are negative', () => {
    const html = drawn(
      orders,
      tableOf(types, [
        ['2023-02-01', -10],
        ['2023-02-02', 10],
      ]),
    );
    expect(pathsIn(html, 'bar series-1')[0]).toMatch(/^M5,100h25.7V200h-25.7zM40.7,100h25.7V0/);
  });

  it.each([
    [100, '', 100],
    [101, 'A bar is a week, the sum of its days.', 16],
    [365, 'A bar is a week, the sum of its days.', 53],
  ])('of %i days are those of weeks where they could not be told apart', (days, subtitle, count) => {
    const batch = { ...year, to: new Date(Date.parse(year.from) + days * 86_400_000).toISOString().slice(0, 10) };
    const html = drawn(
      orders,
      tableOf(
        types,
        daily(batch.from, days, () => 2),
      ),
      { batch },
    );
    expect(read(html, 'subtitle') ?? '').toBe(subtitle);
    expect(barsOf(pathsIn(html, 'bar series-1')[0])).toBe(count);
  });

  it('sum the days of a week, or tell their mean, and leave the days that are missing hatched', () => {
    // 2023 begins on a Sunday: Monday the second begins its second week.
    const rows = daily('2023-01-01', 365, (at) => (at < 8 ? at : 0), [2]);
    expect(read(drawn(orders, tableOf(types, rows), { batch: year }), 'statement')).toBe(
      'Highest in the week of Jan 2: 26.',
    );
    const mean = bars(sales, { title: 'Orders per day', x: 'day', y: 'orders', weeks: 'mean' });
    const html = drawn(mean, tableOf(types, rows), { batch: year });
    expect(read(html, 'statement')).toBe('Highest in the week of Jan 2: 4.33.');
    expect(read(html, 'subtitle')).toBe('A bar is a week, the mean of its days.');
    expect(read(html, 'missing')).toBe('1 of 365 days has no value: Jan 3.');
    expect(gapsIn(html)).toEqual([[0.55, 0.27]]);
  });

  it('never sum percentages', () => {
    const share = bars(sales, { title: 'Returned', x: 'day', y: 'orders', format: { unit: ' %', digits: 0 } });
    const html = drawn(
      share,
      tableOf(
        types,
        daily('2023-01-01', 365, () => 7),
      ),
      { batch: year },
    );
    expect(read(html, 'statement')).toContain(': 7 %.');
  });

  it('of two rows of one day are their sum, and a warning', () => {
    const html = drawn(
      orders,
      tableOf(types, [
        ['2023-02-01', 3],
        ['2023-02-01', 4],
        ['2023-02-02', 1],
      ]),
    );
    expect(read(html, 'statement')).toBe('Highest on Feb 1: 7.');
    expect(read(html, 'notice warn')).toContain('3 rows have but 2 values of day');
  });
});

describe('bars over names', () => {
  const byShop = bars(sales, { title: 'Orders by shop', x: 'shop', y: ['web', 'till'] });
  const shops = { shop: 'text', web: 'number', till: 'number' } as const;

  it('have every name and every value, however many and long they are', () => {
    const row = fc.tuple(
      fc.constantFrom('North', 'A shop with quite a long name, as shops have', 'Żółć', '가게'),
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 0, max: 9999 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 100 }), (rows) => {
        const html = drawn(byShop, tableOf(shops, rows));
        expect(namesIn(html)).toEqual(rows.map(([name]) => name));
        expect(textsIn(html)).toEqual(rows.map(([, web, till]) => (web + till).toLocaleString('en')));
      }),
      { numRuns: 20 },
    );
  });

  it('say which is the highest', () => {
    const html = drawn(
      byShop,
      tableOf(shops, [
        ['North', 1, 2],
        ['South', 3, 4],
      ]),
    );
    expect(read(html, 'statement')).toBe(
      'Highest total for “South”: 7. Highest of each: Web for “South” (3) and Till for “South” (4).',
    );
  });

  it('are the first hundred of more, and say so', () => {
    const html = drawn(
      byShop,
      tableOf(
        shops,
        Array.from({ length: 1000 }, (_, at) => [`shop ${at}`, at, 1]),
      ),
    );
    expect(namesIn(html)).toHaveLength(100);
    expect(read(html, 'subtitle')).toBe('The first 100 of 1,000 rows.');
  });

  it('hatch the one without a value, and name it', () => {
    const html = drawn(
      byShop,
      tableOf(shops, [
        ['North', 1, 2],
        ['South', null, null],
      ]),
    );
    expect(gapsIn(html)).toEqual([[0, 100]]);
    expect(textsIn(html)).toEqual(['3', '–']);
    expect(read(html, 'missing')).toBe('1 of 2 rows has no value: South.');
  });
});

it('are Korean on a Korean page', () => {
  const html = drawn(
    orders,
    tableOf(
      types,
      daily('2023-01-01', 365, () => 2),
    ),
    { batch: year, locale: 'ko' },
  );
  expect(read(html, 'statement')).toBe('1월 2일에 시작하는 주에 가장 높습니다: 14.');
  expect(read(html, 'subtitle')).toBe('막대 하나는 한 주이며, 그 주 일별 값의 합계입니다.');
});
