import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pageFiles } from '../../local/console/page-files.ts';
import { recordedExecution, recordedMapRuns } from '../../local/console/recording.ts';
import { definitionsOf, pageOf, picturesOf } from '../../local/console/run-page.ts';
import { Failure } from '../../local/states/failure.ts';
import type { Json } from '../../local/states/json.ts';
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
async function written(definition: object, input: Json = { said: hostile }): Promise<string> {
  const shown = await openConsole({
    machines: { shop: definition },
    answer: () => Promise.reject(new Failure('Oops', hostile)),
  });
  const executionArn = shown.start('shop', 'one', input);
  await shown.executions.settled();
  const own = await recordedExecution(executionArn, shown.executions);
  const ran = await recordedMapRuns(executionArn, shown.executions);
  const definitions = await definitionsOf([executionArn, ...Object.keys(ran.children)], shown.executions);
  const page = pageOf(
    {
      about: { ...shown.world.about(), inbox: undefined },
      ...own,
      ...ran,
      definitions,
      pictures: await picturesOf(Object.values(definitions)),
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
  const address = await written(machine);
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

withBrowser('keeps the child executions of a distributed Map, so many of them, those that failed too', async () => {
  const ItemProcessor = { ...machine, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
  const each = { Type: 'Map', ItemProcessor, ToleratedFailurePercentage: 100, End: true };
  const items = Array.from({ length: 150 }, (_, nth) => `parcel-${nth}`);
  const address = await written({ StartAt: 'Each', States: { Each: each } }, items);
  const browser = await openBrowser();
  const page = await browser?.newPage();
  if (!page) throw new Error('There is no browser.');
  await page.goto(address);
  await page.getByRole('button', { name: 'Each', exact: true }).click();
  const children = page.getByRole('region', { name: 'Child executions' });
  await children.getByRole('button', { name: 'Show more of 150' }).click();
  await children.getByText('50 more are not kept here.').waitFor();
  await children.getByRole('link', { name: 'parcel-149' }).click();
  await page.getByRole('heading', { name: 'Failed in Only' }).waitFor();
  await browser?.close();
});
