import type { Cell, Row, Table } from '../../functions/core/quality.ts';
import { ranking, timeSeries } from '../../functions/definition/charts.ts';
import type { ChartDefinition } from '../../functions/definition/define-report.ts';
import { draw } from '../../functions/report/chart.ts';
import { rowsOf } from '../../functions/report/chart-rows.ts';

const chart = (spec: ChartDefinition['spec'], more: Partial<ChartDefinition> = {}): ChartDefinition => ({
  title: 'Orders by shop',
  table: 'by_shop',
  spec,
  ...more,
});
const bars = { mark: 'bar', encoding: { x: { field: 'shop' }, y: { field: 'orders', type: 'quantitative' } } };
const rows = [
  { shop: 'North', orders: 3 },
  { shop: 'South', orders: 5 },
];
const table = (rows: readonly (readonly Cell[])[]): Table => ({
  name: 'by_shop',
  columns: [
    { name: 'shop', type: 'text' },
    { name: 'orders', type: 'number' },
    { name: 'closed_at', type: 'timestamp' },
  ],
  rowCount: rows.length,
  rows: rows.map(([shop = null, orders = null, closed_at = null]) => ({ shop, orders, closed_at })),
});
const contents = async (definition: ChartDefinition, data: readonly Row[] = rows, id = 'chart-1') =>
  (await draw(definition, data, id)).map(({ content }) => content);

describe('rows for a chart', () => {
  it('have exact numbers as numbers, times in UTC, and texts as they are', () => {
    expect(rowsOf(table([['0012', '1234.50', '2024-02-01 10:30:00']]), undefined, undefined)).toEqual([
      { shop: '0012', orders: 1234.5, closed_at: '2024-02-01T10:30:00Z' },
    ]);
  });

  it('have the row with the same key of the report before beside them, or nothing', () => {
    const before = table([
      ['South', '4'],
      ['North', '2'],
    ]);
    const joined = rowsOf(
      table([
        ['North', '3'],
        ['East', '1'],
      ]),
      before,
      'shop',
    );
    expect(joined).toMatchObject([
      { shop: 'North', orders: 3, previous_orders: 2 },
      { shop: 'East', orders: 1, previous_orders: null },
    ]);
    expect(rowsOf(table([['North', '3']]), undefined, 'shop')).toMatchObject([{ previous_orders: null }]);
  });
});

describe('a drawing', () => {
  it('is made for narrow and for usual windows, and for wide ones where the chart takes the whole width', async () => {
    expect((await draw(chart(bars), rows, 'a')).map(({ size }) => size)).toEqual(['narrow', 'medium']);
    expect((await draw(chart(bars, { wide: true }), rows, 'a')).map(({ size }) => size)).toEqual([
      'narrow',
      'medium',
      'wide',
    ]);
    expect((await draw(chart({ ...bars, width: 200 }), rows, 'a')).map(({ size }) => size)).toEqual(['medium']);
  });

  it('keeps to its width, however long the labels are', async () => {
    const long = [{ shop: 'A shop with quite a long name, as shops have', orders: 3, previous_orders: 2 }];
    const spec = ranking({ label: 'shop', value: 'orders', valueTitle: 'Orders', previous: true });
    expect((await draw(chart(spec), long, 'a')).map(({ width }) => width)).toEqual([309, 514]);
  });

  it('is the same each time, and shares no id with another one', async () => {
    const days = [1, 2, 3].map((day) => ({ day: `2024-02-0${day}`, orders: day }));
    const series = chart(timeSeries({ x: 'day', y: 'orders', yTitle: 'Orders', thin: 'orders' }));
    const gradient = {
      x1: 0,
      x2: 1,
      gradient: 'linear',
      stops: [
        { offset: 0, color: 'red' },
        { offset: 1, color: 'blue' },
      ],
    };
    const area = chart({ ...bars, mark: { type: 'bar', color: gradient, clip: true } });
    const first = [...(await contents(series, days, 'chart-1')), ...(await contents(area, rows, 'chart-2'))];
    const again = [...(await contents(series, days, 'chart-1')), ...(await contents(area, rows, 'chart-2'))];
    expect(again).toEqual(first);
    const all = first.join('');
    const ids = [...all.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const used = [...all.matchAll(/url\(#([^)]*)\)/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(used)].sort()).toEqual([...ids].sort());
  });

  it('shows a calendar day as that day', async () => {
    const days = ['2024-02-01', '2024-02-02', '2024-02-03'].map((day, orders) => ({ day, orders }));
    const [narrow] = await contents(chart(timeSeries({ x: 'day', y: 'orders', yTitle: 'Orders' })), days);
    expect(narrow).toContain('>1 Feb<');
    expect(narrow).not.toContain('31 Jan');
  });

  it('shows an hour in UTC, whatever the time zone of the machine', async () => {
    expect(new Date(0).getTimezoneOffset()).not.toBe(0); // as jest.config.js has it
    const encoding = {
      x: { field: 'at', type: 'temporal', axis: { format: '%H:%M', values: ['2024-02-01T10:00:00Z'] } },
    };
    const hours = ['2024-02-01T09:00:00Z', '2024-02-01T10:00:00Z', '2024-02-01T11:00:00Z'].map((at) => ({ at }));
    expect((await contents(chart({ mark: 'tick', encoding }), hours))[0]).toContain('>10:00<');
  });

  it('writes the value at the end of a bar as the format says', async () => {
    const format = { digits: 1, unit: ' %' };
    const spec = ranking({ label: 'shop', value: 'orders', valueTitle: 'Share', format });
    expect((await contents(chart(spec), [{ shop: 'North', orders: 1234.56 }]))[0]).toContain('>1,234.6 %<');
  });

  it('takes its colours from the page', async () => {
    const [svg] = await contents(chart({ ...bars, encoding: { ...bars.encoding, color: { field: 'shop' } } }));
    const colours = [...(svg ?? '').matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour);
    expect(colours).toEqual(expect.arrayContaining(['var(--series-1)', 'var(--series-2)', 'var(--muted)']));
    expect(colours.filter((colour) => !/^(var\(--[a-z0-9-]+\)|none|transparent)$/.test(colour ?? ''))).toEqual([]);
  });
});

describe('what a value of the data can never become', () => {
  const evil = 'javascript:alert(1)';
  it.each<[string, ChartDefinition['spec']]>([
    ['the address of a link', { ...bars, encoding: { ...bars.encoding, href: { field: 'shop' } } }],
    ['the address of an image', { ...bars, mark: 'image', encoding: { ...bars.encoding, url: { field: 'shop' } } }],
    ['a link of the mark', { ...bars, mark: { type: 'bar', href: { expr: 'datum.shop' } } }],
  ])('is %s', async (_, spec) => {
    const svg = (await contents(chart(spec), [{ shop: evil, orders: 1 }])).join('');
    expect(svg).not.toMatch(/<a[ >]/);
    expect([...svg.matchAll(/ (?:xlink:)?href="([^"]*)"/g)].filter(([, address]) => address)).toEqual([]);
    expect([...svg.matchAll(/="[^"]*javascript:/g)]).toEqual([]);
  });

  it('is an element', async () => {
    const shop = '</text></svg><script>alert("1")</script><img src=x onerror=alert(1)>';
    const svg = (
      await contents(chart({ ...bars, encoding: { ...bars.encoding, color: { field: 'shop' } } }), [
        { shop, orders: 1 },
      ])
    ).join('');
    expect(svg).toContain('&lt;');
    expect(svg).not.toMatch(/<(script|img|\/svg)/);
  });

  it('is something that is loaded', async () => {
    const spec = { ...bars, data: { url: 'http://127.0.0.1:9/rows.json' } };
    expect(await contents(chart(spec))).toEqual(await contents(chart(bars)));
  });
});

it.each<[string, ChartDefinition['spec']]>([
  ['a mark that does not exist', { ...bars, mark: 'pyramid' }],
  ['an expression that cannot be read', { ...bars, transform: [{ calculate: 'datum.', as: 'x' }] }],
  ['an expression that fails', { ...bars, transform: [{ calculate: 'nothing(datum.orders)', as: 'x' }] }],
])('names the chart whose specification has %s', async (_, spec) => {
  await expect(draw(chart(spec), rows, 'a')).rejects.toMatchObject({
    name: 'PipelineInvalid',
    message: expect.stringContaining('"Orders by shop"'),
  });
});
