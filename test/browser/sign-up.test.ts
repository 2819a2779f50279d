import type { Browser, Page } from 'playwright-core';
import { type Stack, startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import { openBrowser, withBrowser } from './chromium.ts';

let stack: Stack;
let browser: Browser | undefined;
let page: Page;
const complaints: string[] = [];
beforeAll(async () => {
  stack = await startStack({ example: 'sign-up', clock: realClock() });
  browser = await openBrowser();
});
beforeEach(async () => {
  if (!browser) return;
  complaints.length = 0;
  page = await browser.newPage({ viewport: { width: 420, height: 760 } });
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  await page.goto(stack.url);
});
afterEach(() => page?.close());
afterAll(async () => {
  await browser?.close();
  await stack.stop();
});

/** By the keyboard alone. */
async function type(...words: readonly string[]): Promise<void> {
  for (const word of words) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(word);
  }
  await page.keyboard.press('Enter');
}
const told = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();

withBrowser('signs up and in, by the keyboard alone', async () => {
  await type('ada@example.com', 'correct horse battery');
  await told('We have sent you an e-mail.');
  while (stack.emails.length === 0) await page.waitForTimeout(20);
  await page.keyboard.type(stack.emails[0]?.text.slice(0, 6) ?? '');
  await page.keyboard.press('Enter');
  await told('You can sign in.');
  await page.keyboard.type('ada@example.com');
  await type('correct horse battery');
  await told('You are signed in.');
  expect(complaints).toEqual([]);
  expect(page.url()).toBe(`${stack.url}/`);
});

withBrowser('says what the service says, and leaves what was typed where it is wrong', async () => {
  await page.locator('#address').fill('nobody@example.com');
  await page.locator('#password').fill('a wrong password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await told('The address or the password is wrong.');
  expect(await page.locator('#address').inputValue()).toBe('nobody@example.com');
});

withBrowser('has a label for each field, and asks for what the service takes', async () => {
  for (const label of ['E-mail', 'Password, at least 15 characters', 'Password'])
    expect(await page.getByLabel(label, { exact: true }).count()).toBeGreaterThan(0);
  await page.locator('#new-address').fill('ada@example.com');
  await page.locator('#new-password').pressSequentially('too short');
  await page.keyboard.press('Enter');
  expect(await page.locator('#new-password').evaluate((field) => field.matches(':invalid'))).toBe(true);
  expect(await page.getByRole('status').textContent()).toBe('');
});

withBrowser('runs no script that is not its own', async () => {
  const run = page.evaluate(() => {
    const injected = document.createElement('script');
    injected.textContent = 'document.title = "taken"';
    document.body.append(injected);
    return document.title;
  });
  expect(await run).toBe('Sign up, sign in');
  expect(complaints.join()).toContain('Content Security Policy');
});
