import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { pages } from '../report/pages.ts';
import { openBrowser, withBrowser } from './chromium.ts';

/** Of every page that a run can end with, to be looked at. */
const folder = 'dist/pictures/report';

let browser: Browser | undefined;
beforeAll(async () => {
  browser = await openBrowser();
  mkdirSync(folder, { recursive: true });
});
afterAll(() => browser?.close());

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1240, height: 900 } },
  dark: { viewport: { width: 1240, height: 900 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 390, height: 844 } },
};

withBrowser.each(Object.keys(pages))('takes pictures of the page %s, and prints it', async (name) => {
  const file = join(folder, `${name.replaceAll(' ', '-')}.html`);
  writeFileSync(file, (await pages[name]?.()) ?? '');
  for (const [look, options] of Object.entries(looks)) {
    const page = await browser?.newPage(options);
    await page?.goto(`file://${process.cwd()}/${file}`);
    const picture = await page?.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
    expect(picture?.byteLength).toBeGreaterThan(5000);
    if (look === 'light') await page?.pdf({ path: join(folder, `${name}.pdf`), preferCSSPageSize: true });
    await page?.close();
  }
});
