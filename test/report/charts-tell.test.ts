import fc from 'fast-check';
import { english } from '../../functions/core/language.ts';
import { formatOf } from '../../functions/core/number.ts';
import { ranking, timeSeries } from '../../functions/definition/charts.ts';
import type { ChartDefinition } from '../../functions/definition/define-report.ts';
import { draw } from '../../functions/report/chart.ts';

type Rows = Readonly<Record<string, string | number | null>>[];
const drawn = async (spec: ChartDefinition['spec'], rows: Rows) => {
  const [narrow = '', medium = ''] = (await draw({ title: 'Chart', table: 't', spec }, rows, 'c')).map(
    ({ content }) => content,
  );
  return { narrow, medium };
};
const textsOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text.replaceAll('&amp;', '&'));
/** How many bars a drawing has; each is a group, for its rounded end. */
const barsOf = (svg: string) => svg.match(/mark-rect role-mark layer_0_marks/g)?.length ?? 0;

describe('a ranking', () => {
  const spec = ranking({ label: 'player', value: 'points', valueTitle: 'Points' });

  it('draws one bar for each row, also of one label, with the value of that row', async () => {
    const row = fc.record({
      player: fc.constantFrom('Ann', 'Bob', 'Cy & Co', 'a longer name'),
      points: fc.integer({ min: 0, max: 9999 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const { medium } = await drawn(spec, rows);
        const texts = textsOf(medium);
        expect(barsOf(medium)).toBe(rows.length);
        expect(texts.filter((text) => rows.some(({ player }) => player === text))).toEqual(
          rows.map(({ player }) => player),
        );
        const written = rows.map(({ points }) => english.cell(points));
        expect(texts.slice(-rows.length)).toEqual(written);
      }),
      { numRuns: 15 },
    );
  });

  it('draws the first rows of a long table, and as many as it is told', async () => {
    const rows = Array.from({ length: 400 }, (_, at) => ({ player: `p${at}`, points: at }));
    expect(barsOf((await drawn(spec, rows)).medium)).toBe(30);
    const few = ranking({ label: 'player', value: 'points', valueTitle: '', most: 5 });
    expect(barsOf((await drawn(few, rows)).medium)).toBe(5);
  });

  it('leaves room for a long value behind the longest bar', async () => {
    const long = ranking({
      label: 'player',
      value: 'points',
      valueTitle: '',
      format: { unit: ' kilowatt hours a year' },
    });
    const [narrow] = await draw(
      { title: 'Chart', table: 't', spec: long },
      [{ player: 'Ann', points: 1_234_567 }],
      'c',
    );
    const [, plot = '0'] = /path class="background"[^>]*d="M0,0h([\d.]+)/.exec(narrow?.content ?? '') ?? [];
    expect(textsOf(narrow?.content ?? '')).toContain('1,234,567 kilowatt hours a year');
    expect(Number(plot)).toBeLessThan((narrow?.width ?? 0) - 120);
  });

  it('writes a dash for a label that is missing', async () => {
    expect(textsOf((await drawn(spec, [{ player: null, points: 1 }])).medium)).toContain('–');
  });
});

describe('a time series', () => {
  const labels = async (moments: readonly (string | number)[]) => {
    const rows = moments.map((x, y) => ({ x, y }));
    const { medium } = await drawn(timeSeries({ x: 'x', y: 'y', yTitle: 'Y' }), rows);
    return textsOf(medium).filter((text) => /[12]\d{3}|Jan|Feb|:/.test(text));
  };

  it('takes numbers of four digits for years', async () => {
    expect(await labels([1998, 2003, 2012])).toEqual(expect.arrayContaining(['2000', '2010']));
    expect((await labels([1998, 2003, 2012])).join()).not.toContain('1970');
  });

  it.each([
    ['years', ['1990-01-01', '2020-01-01'], /^\d{4}$/],
    ['months', ['2019-01-01', '2020-01-01'], /^[A-Z][a-z]{2} \d{4}$/],
    ['days', ['2020-01-05', '2020-02-01'], /^\d+ [A-Z][a-z]{2}$/],
    ['hours', ['2020-01-01T00:00:00Z', '2020-01-01T20:00:00Z'], /^\d+ [A-Z][a-z]{2} \d\d:\d\d$/],
  ])('has an axis of %s where it spans them', async (_, moments, form) => {
    const shown = await labels(moments);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.filter((text) => !form.test(text))).toEqual([]);
  });
});

it('shows what a line of a legend stands for', async () => {
  const rows = ['a', 'b'].flatMap((kind) => [1, 2].map((x) => ({ x, y: x, kind })));
  const encoding = {
    x: { field: 'x', type: 'quantitative' },
    y: { field: 'y', type: 'quantitative' },
    color: { field: 'kind' },
  };
  const { medium } = await drawn({ mark: 'line', encoding }, rows);
  const [, legend = ''] = /role-legend-symbol"(.*?)<\/g>/s.exec(medium) ?? [];
  expect(legend).toMatch(/stroke="var\(--series-1\)" stroke-width="2"/);
});

it.each([
  ['year', 1998, '1998'],
  ['first_year', 2024, '2024'],
  ['customer_id', 12_345, '12345'],
  ['zip', 8005, '8005'],
  ['orders', 1998, '1,998'],
  ['yearly_orders', 12_345, '12,345'],
])('writes a number of the column %s as it is meant', (name, value, written) => {
  expect(english.cell(value, formatOf(name), 'number')).toBe(written);
});

it('writes every year without a comma', () => {
  for (let year = 1800; year <= 2200; year++) expect(english.cell(year, formatOf('year'), 'number')).toBe(String(year));
});
