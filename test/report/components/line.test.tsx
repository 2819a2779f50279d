import fc from 'fast-check';
import { line } from '../../../functions/tributary.ts';
import { daily, drawn, gapsIn, labelIn, pathsIn, read, sales, tableOf, textsIn, year } from './drawn.tsx';

const revenue = line(sales, { title: 'Revenue', subtitle: 'By day', x: 'day', y: 'revenue' });
const types = { day: 'date', revenue: 'number' } as const;
const wave = (at: number) => 100 + ((at * 7) % 28);
const month = tableOf(types, daily('2023-02-01', 28, wave));

it('says what is seen, under its title', () => {
  const html = drawn(revenue, month);
  expect(html).toMatch(/<h2 id="one-title">Revenue<\/h2>/);
  expect(read(html, 'statement')).toBe('Highest on Feb 4 (121), lowest on Feb 1 (100).');
  expect(read(html, 'subtitle')).toBe('By day');
});

it('tells who cannot see it how far it reaches, how it starts and ends, and its highest and lowest', () => {
  expect(labelIn(drawn(revenue, month))).toBe(
    'Revenue. From Feb 1 to Feb 28. Starts on Feb 1 (100), ends on Feb 28 (121). Highest on Feb 4 (121), lowest on Feb 1 (100).',
  );
});

it('breaks where days have no row, hatches them, and names them', () => {
  const html = drawn(revenue, tableOf(types, daily('2023-02-01', 28, wave, [7, 8, 20])));
  expect(gapsIn(html)).toEqual([
    [25, 7.14],
    [71.43, 3.57],
  ]);
  expect(pathsIn(html, 'line series-1')[0]?.match(/M/g)).toHaveLength(3);
  const note = '3 of 28 days have no value: Feb 8 – Feb 9 and Feb 21.';
  expect(read(html, 'missing')).toBe(note);
  expect(labelIn(html)).toContain(note);
});

it('breaks at a row without a value, and at the ends of the batch', () => {
  const rows = daily('2023-02-03', 24, (at) => (at === 10 ? null : wave(at)));
  const html = drawn(revenue, tableOf(types, rows));
  expect(read(html, 'missing')).toBe('5 of 28 days have no value: Feb 1 – Feb 2, Feb 13, and Feb 27 – Feb 28.');
});

it('says nothing of gaps where there are none', () => {
  const html = drawn(revenue, month);
  expect(read(html, 'missing')).toBeUndefined();
  expect(html).not.toContain('<pattern');
});

it('has a piece for each stretch of days with values, and a gap for each without', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 28, maxLength: 28 }), (there) => {
      fc.pre(there.some(Boolean));
      const leftOut = there.flatMap((is, at) => (is ? [] : [at]));
      // A row that stands on all days of one weekday alone would be a week's.
      fc.pre(there.some((is, at) => is && there[at + 1]));
      const html = drawn(revenue, tableOf(types, daily('2023-02-01', 28, wave, leftOut)));
      const starts = (of: boolean) => there.filter((is, at) => is === of && there[at - 1] !== of).length;
      expect(pathsIn(html, 'line series-1')[0]?.match(/M/g)).toHaveLength(starts(true));
      expect(gapsIn(html)).toHaveLength(starts(false));
    }),
    { numRuns: 60 },
  );
});

it('draws several lines, and a thin one behind them, each in the legend as its column is called', () => {
  const table = tableOf({ day: 'date', web: 'number', store: 'number', web_by_day: 'number' }, [
    ['2023-02-01', 1, 2, 3],
    ['2023-02-02', 2, 3, 4],
  ]);
  const component = line(sales, { title: 'Revenue', x: 'day', y: ['web', 'store'], thin: 'web_by_day' });
  const html = drawn(component, table, { columns: { store: { title: 'In the store' } } });
  expect(read(html, 'legend')).toBe('Web In the store Web by day');
  expect([...html.matchAll(/<path class="(line [^"]*)"/g)].map(([, mark]) => mark)).toEqual([
    'line thin',
    'line series-2',
    'line series-1',
  ]);
  expect(labelIn(html)).toContain('In the store: Starts on Feb 1 (2), ends on Feb 2 (3).');
});

it('has as many labels as fit, and more where it is wider', () => {
  const html = drawn(revenue, month);
  const labels = [...html.matchAll(/<text class="(\w+)"[^>]*>([^<]*)</g)].map(([, level, text]) => `${level} ${text}`);
  expect(labels.slice(0, 5)).toEqual(['narrow Feb 1', 'wide Feb 3', 'medium Feb 5', 'wide Feb 7', 'narrow Feb 9']);
});

it.each([
  ['months of a year of days', year, 365, ['Jan', 'Feb', 'Mar']],
  ['days of a month', undefined, 28, ['Feb 1', 'Feb 3', 'Feb 5']],
])('has an axis of the %s', (_, batch, days, labels) => {
  const rows = daily(batch?.from ?? '2023-02-01', days, wave);
  const html = drawn(revenue, tableOf(types, rows), batch && { batch });
  expect(textsIn(html).slice(0, 3)).toEqual(labels);
});

it('takes months for months, and misses one', () => {
  const months = ['01', '02', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
  const html = drawn(
    revenue,
    tableOf(
      types,
      months.map((one, at) => [`2023-${one}-01`, at]),
    ),
    { batch: year },
  );
  expect(read(html, 'missing')).toBe('1 of 12 months has no value: Mar 2023.');
  expect(read(html, 'statement')).toBe('Highest in Dec 2023 (10), lowest in Jan 2023 (0).');
});

it('takes weeks for weeks', () => {
  const weeks = ['2023-01-30', '2023-02-06', '2023-02-13', '2023-02-20', '2023-02-27'];
  const html = drawn(
    revenue,
    tableOf(
      types,
      weeks.map((day, at) => [day, at]),
    ),
  );
  expect(read(html, 'missing')).toBeUndefined();
  expect(read(html, 'statement')).toBe('Highest in the week of Feb 27 (4), lowest in the week of Jan 30 (0).');
});

it('takes numbers of four digits for years, from the first to the last', () => {
  const rows = [2015, 2016, 2018, 2019].map((one, at) => [one, at]);
  const html = drawn(revenue, tableOf({ day: 'number', revenue: 'number' }, rows));
  expect(textsIn(html)).toEqual(['2015', '2016', '2017', '2018', '2019']);
  expect(read(html, 'missing')).toBe('1 of 5 years has no value: 2017.');
});

it('misses an hour between hours, in UTC whatever the time zone of the machine', () => {
  expect(new Date(0).getTimezoneOffset()).not.toBe(0); // as jest.config.js has it
  const rows = [9, 10, 12, 13].map((hour, at) => [`2023-02-01 ${String(hour).padStart(2, '0')}:00:00`, at]);
  const html = drawn(revenue, tableOf({ day: 'timestamp', revenue: 'number' }, rows));
  expect(read(html, 'missing')).toBe('1 of 5 times has no value: Feb 1, 2023 11:00.');
  expect(textsIn(html)).toContain('Feb 1 12:00');
});

it('draws times that lie anyhow where they lie, and says nothing of gaps', () => {
  const rows = ['2023-02-01 00:00:00', '2023-02-01 00:00:07', '2023-02-11 00:00:00'].map((at, value) => [at, value]);
  const html = drawn(revenue, tableOf({ day: 'timestamp', revenue: 'number' }, rows));
  expect(read(html, 'missing')).toBeUndefined();
  expect(pathsIn(html, 'line series-1')[0]).toMatch(/^M10,200L10,100L990,0$/);
});

it('is not stretched over a million days by a slip in one date', () => {
  const rows = [...daily('2023-02-01', 28, wave), ['9999-02-01', 3]];
  const html = drawn(revenue, tableOf(types, rows));
  expect(html.length).toBeLessThan(20_000);
  expect(read(html, 'statement')).toContain('Highest');
});

it('of one day is a dot, and says its value', () => {
  const day = { name: '2023-02-01', from: '2023-02-01', to: '2023-02-02' };
  const html = drawn(revenue, tableOf(types, [['2023-02-01', 7]]), { batch: day });
  expect(read(html, 'statement')).toBe('7 on Feb 1.');
  expect(labelIn(html)).toBe('Revenue. Feb 1. 7 on Feb 1.');
  expect(pathsIn(html, 'line series-1')[0]).toMatch(/^M500,[\d.]+Z$/);
});

it('says so where all values are the same', () => {
  expect(
    read(
      drawn(
        revenue,
        tableOf(
          types,
          daily('2023-02-01', 28, () => 7),
        ),
      ),
      'statement',
    ),
  ).toBe('7 throughout.');
});

it('says so where there is nothing to draw', () => {
  expect(read(drawn(revenue, tableOf(types, [])), 'empty')).toBe('No rows');
  const html = drawn(
    revenue,
    tableOf(
      types,
      daily('2023-02-01', 2, () => null),
    ),
  );
  expect(read(html, 'empty')).toBe('No values');
  expect(html).not.toContain('role="img"');
});

it('writes values as the column of the table does, and else as it is told', () => {
  const columns = { revenue: { format: { digits: 1, unit: ' %' } } };
  expect(read(drawn(revenue, month, { columns }), 'statement')).toContain('(121.0 %)');
  const euros = line(sales, { title: 'Revenue', x: 'day', y: 'revenue', format: { currency: 'EUR' } });
  expect(read(drawn(euros, month, { columns }), 'statement')).toContain('(€121.00)');
});

it('is Korean on a Korean page', () => {
  const html = drawn(revenue, tableOf(types, daily('2023-02-01', 28, wave, [7, 8])), { locale: 'ko' });
  expect(read(html, 'statement')).toBe('2월 4일에 가장 높고(121), 2월 1일에 가장 낮습니다(100).');
  expect(read(html, 'missing')).toBe('28일 중 2일의 값이 없습니다: 2월 8일 – 2월 9일.');
  expect(textsIn(html)[0]).toBe('2월 1일');
});
