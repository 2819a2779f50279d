import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pictureOf } from '../../commands/diagram/flat.ts';
import { pageFiles } from '../../local/console/page-files.ts';
import { pageOf } from '../../local/console/run-page.ts';
import { Failure } from '../../local/states/failure.ts';
import { operationsOn } from '../../local/states/service/operations.ts';
import { openConsole } from '../local/console/world.ts';
import { openBrowser, withBrowser } from './chromium.ts';

const hostile = '</script><script>document.title = "taken"</script><!--';
const machine = {
  StartAt: 'Only',
  States: { Only: { Type: 'Task', Resource: 'arn:aws:lambda:local:000000000000:function:work', End: true } },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-run-page-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A run that failed, written as a page; gives its address. */
async function written(): Promise<string> {
  const shown = await openConsole({
    machines: { shop: machine },
    answer: () => Promise.reject(new Failure('Oops', hostile)),
  });
  const executionArn = shown.start('shop', 'one', { said: hostile });
  await shown.executions.settled();
  const { DescribeExecution, GetExecutionHistory } = operationsOn(shown.executions);
  const { signal } = new AbortController();
  const history = await GetExecutionHistory?.({ executionArn, maxResults: 1000 }, signal);
  const page = pageOf(
    {
      about: { ...shown.world.about(), inbox: undefined },
      execution: (await DescribeExecution?.({ executionArn }, signal)) ?? {},
      events: history && 'events' in history && Array.isArray(history.events) ? history.events : [],
      definition: JSON.stringify(machine),
      picture: await pictureOf(machine),
      logs: [],
      objects: {},
      beside: 'reports/2013-01/one/',
    },
    await pageFiles(),
  );
  await shown.close();
  const path = join(folder, 'run.html');
  await writeFile(path, page);
  return pathToFileURL(path).href;
}

withBrowser('shows a run from the disk, asks nobody for anything, and takes nothing in it for code', async () => {
  const address = await written();
  const browser = await openBrowser();
  const page = await browser?.newPage();
  if (!page) throw new Error('There is no browser.');
  const [asked, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => void asked.push(request.url()));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  await page.goto(address);
  const card = page.getByRole('region', { name: 'What went wrong' });
  await card.getByRole('heading', { name: 'Failed in Only' }).waitFor();
  expect(await card.textContent()).toContain(hostile);
  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByRole('cell', { name: 'ExecutionFailed' }).waitFor();
  expect(await page.title()).toBe('shop · Tributary');
  expect(await page.getByRole('button', { name: 'Redrive' }).count()).toBe(0);
  expect({ asked, complaints }).toEqual({ asked: [address], complaints: [] });
  await browser?.close();
});
