import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ordersPipeline, ordersTables } from '../report/orders.ts';
import { filesOf, pages } from '../report/pages.ts';
import { violations } from './axe.ts';
import { openBrowser, withBrowser } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'pages-'));
let browser: Browser | undefined;
beforeAll(async () => {
  browser = await openBrowser();
  for (const [name, render] of Object.entries(pages))
    writeFileSync(join(folder, `${name}.html`), (await render()) ?? '');
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const urlOf = (name: string) => pathToFileURL(join(folder, `${name}.html`)).href;

/** Opens one of the pages from its file, with what it complained of and what it asked for. */
async function opened(name: string, { css, ...options }: Look = {}) {
  if (!browser) throw new Error('There is no browser.');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on('request', (request) => void requests.push(request.url()));
  await page.goto(urlOf(name));
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet(); // which the page's policy does not refuse, as it would a <style>
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css ?? '');
  return { page, complaints, requests, close: () => context.close() };
}

/** https://www.w3.org/TR/WCAG22/#text-spacing */
const spacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }`;

/** How a reader's browser shows a page, and the reader's own style sheet. */
type Look = BrowserContextOptions & { readonly css?: string };

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'at 390': { viewport: { width: 390, height: 844 } },
  'at 320, dark': { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'text spacing, at 390': { css: spacing, viewport: { width: 390, height: 844 } },
};

/** What stands out of the page to the right, or is cut off where nobody can scroll to it. */
const outOfView = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean =>
      element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement))
      .map((element) => element.outerHTML.slice(0, 120));
  });

describe.each(Object.keys(pages))('the page %s', (name) => {
  withBrowser.each(Object.keys(looks))('breaks no rule of accessibility: %s', async (look) => {
    const { page, close } = await opened(name, looks[look]);
    if (look === 'light') expect(await violations(page)).toEqual([]);
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
    });
    expect(await violations(page)).toEqual([]);
    await close();
  });

  withBrowser.each([1280, 390, 320])('shows all within %i pixels, with wide letters and lines too', async (width) => {
    for (const css of ['', spacing]) {
      const { page, close } = await opened(name, { viewport: { width, height: 800 }, css });
      expect(await outOfView(page)).toEqual([]);
      await close();
    }
  });

  withBrowser('asks for nothing but itself, and complains of nothing', async () => {
    const { requests, complaints, close } = await opened(name);
    expect(requests).toEqual([urlOf(name)]);
    expect(complaints).toEqual([]);
    await close();
  });
});

withBrowser('sums up the sources below their rows, its name first, on a narrow screen too', async () => {
  const { page, close } = await opened('held', looks['at 390']);
  const sum = page.locator('.quality tfoot');
  const tops = ['th', '.number >> nth=0', 'td >> nth=-1'].map(
    async (part) => (await sum.locator(part).boundingBox())?.y,
  );
  const [name = 0, counts = 0, sentence = 0] = await Promise.all(tops);
  expect(name).toBeLessThan(counts);
  expect(counts).toBeLessThan(sentence);
  await close();
});

describe('the script', () => {
  const firsts = (page: Page) =>
    page.locator('#tables table').first().locator('tbody tr td:first-child').allTextContents();

  withBrowser(
    'sorts a table by its values, not by their writing, and says which way, by the keyboard too',
    async () => {
      const { page, close } = await opened('report');
      const table = page.locator('#tables table').first();
      const orders = table.locator('th', { hasText: 'Orders' });
      const before = await firsts(page);
      await orders.locator('button').focus();
      await page.keyboard.press('Enter');
      expect(await orders.getAttribute('aria-sort')).toBe('ascending');
      expect(await firsts(page)).toEqual(before.toReversed());
      await page.keyboard.press('Enter');
      expect(await orders.getAttribute('aria-sort')).toBe('descending');
      expect(await firsts(page)).toEqual(before);
      await close();
    },
  );

  withBrowser('says what a chart shows where the pointer is', async () => {
    const { page, complaints, close } = await opened('report');
    const plot = page.locator('[data-tips]').first();
    await plot
      .locator('svg')
      .first()
      .hover({ position: { x: 2, y: 60 } });
    expect(await plot.locator('.tip').innerText()).toMatch(/^Feb 1\n/);
    await page.mouse.move(0, 0);
    expect(await plot.locator('.tip').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  });

  withBrowser('is not needed: all is there without it', async () => {
    const { page, close } = await opened('report', { javaScriptEnabled: false });
    expect(await page.locator('button:visible').count()).toBe(0);
    for (const part of ['quality', 'dictionary', 'lineage', 'downloads']) {
      expect(await page.locator(`#${part}`).innerText()).not.toBe('');
    }
    await close();
  });

  withBrowser('says where a newer report holds, and nothing where it cannot know', async () => {
    const { page, close } = await opened('report');
    expect(await page.getByText('This report is superseded').isVisible()).toBe(false);
    const html = await page.content();
    for (const [run, isTold] of [
      ['2024-02-ffffffffffffffff', true],
      ['2024-02-5f0c1b2a9d8e7f60', false],
    ] as const) {
      await page.route('http://reports.test/**', (route) =>
        route.request().url().endsWith('latest.json')
          ? route.fulfill({ json: { run } })
          : route.fulfill({ contentType: 'text/html', body: html }),
      );
      await page.goto('http://reports.test/2024-02/one/index.html');
      await page.waitForLoadState('networkidle');
      expect(await page.getByText('This report is superseded').isVisible()).toBe(isTold);
      await page.unroute('http://reports.test/**');
    }
    await close();
  });
});

withBrowser('begins a chart where a page has room for it, and goes on with its data on the next', async () => {
  const { page, close } = await opened('report');
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeLessThan(11);
  await close();
});

/** How many lines the number of a figure takes, without its unit. */
const linesOfNumber = (value: Element) => {
  const range = document.createRange();
  const text = value.firstChild ?? value;
  range.setStart(text, 0);
  range.setEnd(text, (value.textContent ?? '').split(' ')[0]?.length ?? 0);
  return range.getClientRects().length;
};

withBrowser.each([1280, 768, 390])('breaks no number of a figure, however long, at %d', async (width) => {
  const tables = ordersTables().map((table) =>
    table.name === 'totals'
      ? { ...table, rows: table.rows.map((row) => ({ ...row, revenue: -3_196_296_267.21 })) }
      : table,
  );
  writeFileSync(join(folder, 'long.html'), (await filesOf({ tables }))['index.html'] ?? '');
  const { page, close } = await opened('long', { viewport: { width, height: 900 } });
  const revenue = page.locator('.value', { hasText: '-3,196,296,267.21 €' });
  expect(await revenue.evaluate(linesOfNumber)).toBe(1);
  await close();
});

withBrowser('keeps the text of a figure without a trend off the edge of its card', async () => {
  const { report } = ordersPipeline;
  const figures = report.figures.map(({ trend, ...figure }) => figure);
  const bare = { ...ordersPipeline, report: { ...report, figures } };
  writeFileSync(join(folder, 'bare.html'), (await filesOf({}, bare))['index.html'] ?? '');
  const { page, close } = await opened('bare');
  const [card, text] = await Promise.all(
    ['.figure', '.figure > :last-child'].map(async (part) => page.locator(part).first().boundingBox()),
  );
  expect(bottomOf(card) - bottomOf(text)).toBeGreaterThan(10);
  await close();
});

const bottomOf = (box: { readonly y: number; readonly height: number } | null | undefined) =>
  box ? box.y + box.height : Number.NaN;

withBrowser('tells each version of a batch on one line of the shelf', async () => {
  const { page, close } = await opened('shelf', { viewport: { width: 390, height: 844 } });
  const version = page.locator('td li').first();
  expect((await version.boundingBox())?.height).toBeLessThan(30);
  await close();
});

withBrowser('prints on A4 with everything open, and nothing cut off', async () => {
  const { page, close } = await opened('report', { viewport: { width: 718, height: 1000 } });
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#dictionary table').first().isVisible()).toBe(true);
  expect(await outOfView(page)).toEqual([]);
  expect((await page.pdf({ preferCSSPageSize: true })).byteLength).toBeGreaterThan(10_000);
  await close();
});
