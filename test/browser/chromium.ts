import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const folders = (process.env.PATH ?? '').split(delimiter);
const executablePath = ['chromium', 'google-chrome', 'chromium-browser']
  .flatMap((name) => folders.map((folder) => join(folder, name)))
  .find((file) => existsSync(file));
if (!executablePath && process.env.CI) throw new Error('There is no chromium here: .ci/run installs it.');
if (!executablePath) console.warn('There is no chromium here, so no page is tried.');

/** A test that needs a browser; left out where there is none. */
export const withBrowser = executablePath ? it : it.skip;

/** The distribution's own Chromium; undefined where there is none. */
export const openBrowser = async (): Promise<Browser | undefined> =>
  executablePath ? chromium.launch({ executablePath, args: ['--no-sandbox'] }) : undefined;
