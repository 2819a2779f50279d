import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';
import { bars, line, ranking } from '../../functions/tributary.ts';
import { ordersPipeline, ordersTables } from '../report/orders.ts';
import { filesOf } from '../report/pages.ts';
import { openBrowser, withBrowser } from './chromium.ts';

const file = (name: string) => ({ name, sql: '' });
const charts: Pipeline = {
  ...ordersPipeline,
  report: {
    ...ordersPipeline.report,
    page: [
      bars(file('by_day'), { title: 'Orders and more', x: 'day', y: ['orders', 'orders_mean'], wide: true }),
      line(file('by_day'), { title: 'Orders', x: 'day', y: ['orders_mean', 'delivery_hours'], thin: 'orders' }),
      line(file('by_day'), { title: 'Returned', x: 'day', y: 'returned_share' }),
      ranking(file('by_customer'), { title: 'Customers', label: 'customer', value: 'orders', previousBy: 'customer' }),
      ranking(file('by_product'), {
        title: 'Products',
        label: 'product',
        value: 'returned_share',
        previousBy: 'product',
      }),
      bars(file('by_channel'), { title: 'Channels', x: 'week', y: ['web', 'shop', 'phone', 'partner'] }),
    ],
  },
};
const long = 'Gesellschaft für außergewöhnlich lange Namen und ihre Umbrüche mbH & Co. KG';
const withGaps = ordersTables().map((table) => ({
  ...table,
  rows: table.rows
    .filter((_, at) => table.name !== 'by_day' || ![3, 10, 11].includes(at))
    .map((row, at) => (table.name === 'by_customer' && at % 3 === 0 ? { ...row, customer: `${long} ${at}` } : row)),
}));

const folder = mkdtempSync(join(tmpdir(), 'charts-'));
let browser: Browser | undefined;
beforeAll(async () => {
  browser = await openBrowser();
  const write = (name: string, files: Record<string, string>) =>
    writeFileSync(join(folder, `${name}.html`), files['index.html'] ?? '');
  write(
    'month',
    await filesOf({ tables: withGaps.map((table) => ({ ...table, rowCount: table.rows.length })) }, charts),
  );
  const year = { ...charts, period: 'year' as const };
  write('year', await filesOf({ tables: ordersTables(0, 366) }, year, { batch: '2024' }));
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

interface Look extends BrowserContextOptions {
  readonly media?: 'screen' | 'print';
}

async function opened(name: string, { media = 'screen', ...options }: Look = {}) {
  if (!browser) throw new Error('There is no browser.');
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.emulateMedia({ media });
  await page.goto(`file://${join(folder, `${name}.html`)}`);
  return { page, close: () => context.close() };
}

const looks: Readonly<Record<string, Look>> = {
  'at 1240': { viewport: { width: 1240, height: 900 } },
  'at 390': { viewport: { width: 390, height: 844 } },
  'at 320': { viewport: { width: 320, height: 640 } },
  'in print': { viewport: { width: 718, height: 1000 }, media: 'print' },
};

describe.each(Object.keys(looks))('charts %s', (look) => {
  withBrowser.each(['month', 'year'])('drop no name and no value of a bar, and cut none off: %s', async (name) => {
    const { page, close } = await opened(name, looks[look]);
    const seen = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      return [...document.querySelectorAll('.rows .name, .rows text')].map((one) => {
        const { left, right, height } = one.getBoundingClientRect();
        const isWhole = left >= 0 && right <= width && height > 8 && one.scrollWidth <= one.clientWidth + 1;
        return { text: one.textContent, isWhole: isWhole && one.checkVisibility() };
      });
    });
    expect(seen.length).toBe(2 * (14 + 8 + 5));
    expect(seen.filter(({ isWhole }) => !isWhole)).toEqual([]);
    await close();
  });

  withBrowser.each(['month', 'year'])('have no text upon another, and no value under a mark: %s', async (name) => {
    const { page, close } = await opened(name, looks[look]);
    const clashes = await page.evaluate(() => {
      const boxes = (selector: string, within: Element) =>
        [...within.querySelectorAll(selector)]
          .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 0)
          .map((one) => ({ text: one.textContent ?? '', ...one.getBoundingClientRect().toJSON() }));
      const clash = (a: DOMRect, b: DOMRect) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
      return [...document.querySelectorAll('.picture')].flatMap((picture) => {
        const texts = boxes('text, .name, .values span', picture);
        const all = [...texts, ...boxes('.mark', picture).map((one) => ({ ...one, text: 'a mark' }))];
        return texts.flatMap((one, at) =>
          all.flatMap((other, index) => (index > at && clash(one, other) ? [`${one.text} and ${other.text}`] : [])),
        );
      });
    });
    expect(clashes).toEqual([]);
    await close();
  });

  withBrowser('write texts in one size, whatever the width', async () => {
    const { page, close } = await opened('month', looks[look]);
    const heights = await page.evaluate(() =>
      [...document.querySelectorAll('.plot text')]
        .filter((one) => one.checkVisibility())
        .map((one) => Math.round(one.getBoundingClientRect().height)),
    );
    expect(new Set(heights).size).toBe(1);
    await close();
  });
});

/** What each mark is drawn in, and what it is drawn upon, as the browser has it. */
describe.each(['light', 'dark'] as const)('on a %s ground', (colorScheme) => {
  withBrowser('lines, bars, marks and gaps stand out by 3 to 1', async () => {
    const { page, close } = await opened('month', { colorScheme });
    const ratios = await page.evaluate(() => {
      const luminance = (colour: string) => {
        const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((one) => {
          const part = Number(one) / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      // All colours that there are, used on this page or not.
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      for (const at of [1, 2, 3, 4, 5, 6, 7]) {
        const bar = document.createElementNS('http://www.w3.org/2000/svg', 'path');
        bar.setAttribute('class', `bar series-${at}`);
        svg.append(bar);
      }
      document.querySelector('.card')?.append(svg);
      const marks = '.line, .bar, .rows rect:not(.gap), .mark, .hatch, .legend rect, .legend line';
      return [...document.querySelectorAll(marks)].map((one) => {
        const { fill, stroke, opacity } = getComputedStyle(one);
        const card = one.closest('.card');
        const ground = luminance(card ? getComputedStyle(card).backgroundColor : '');
        const drawn = luminance(stroke === 'none' ? fill : stroke);
        const ratio = (Math.max(ground, drawn) + 0.05) / (Math.min(ground, drawn) + 0.05);
        return { mark: one.getAttribute('class') ?? '', ratio: Number(opacity) < 1 ? 0 : ratio };
      });
    });
    const kinds = ['bar series-2', 'bar series-7', 'hatch', 'line series-1', 'line thin', 'mark', 'series-4'];
    expect(ratios.map(({ mark }) => mark)).toEqual(expect.arrayContaining(kinds));
    expect(ratios.filter(({ ratio }) => ratio < 3)).toEqual([]);
    await close();
  });
});

withBrowser('a year of days is a page under 500 KB, which is there within 2 seconds', async () => {
  expect(statSync(join(folder, 'year.html')).size).toBeLessThan(500_000);
  const { page, close } = await opened('year');
  const loaded = await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration);
  expect(loaded).toBeLessThan(2000);
  expect(await page.evaluate(() => document.querySelectorAll('.picture *').length)).toBeLessThan(600);
  await close();
});

withBrowser('a chart is one picture, with what it says and no role within', async () => {
  const { page, close } = await opened('month');
  const pictures = await page.getByRole('img').all();
  expect(pictures.length).toBe(4 + 6);
  for (const picture of pictures) {
    expect((await picture.getAttribute('aria-label'))?.length).toBeGreaterThan(40);
    expect(await picture.locator('[role], [aria-label]').count()).toBe(0);
  }
  await close();
});
