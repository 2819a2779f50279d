import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { readDefinition } from '../../local/definition.ts';
import { Failure } from '../../local/states/failure.ts';
import { openConsole } from '../local/console/world.ts';
import { violations } from './axe.ts';
import { openBrowser, withBrowser } from './chromium.ts';

let browser: Browser | undefined;
let page: Page;
const complaints: string[] = [];
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  browser = await openBrowser();
});
beforeEach(() => {
  complaints.length = 0;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => browser?.close());

/** Shows the console of some machines, at an address of it. */
async function show(given: Parameters<typeof openConsole>[0], options: BrowserContextOptions = {}) {
  const shown = await openConsole(given);
  if (!browser) throw new Error('There is no browser.');
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  closing.push(() => page.close(), shown.close);
  return { ...shown, go: (hash: string) => page.goto(`${shown.url}/#${hash}`) };
}

const task = { Type: 'Task', Resource: 'arn:aws:lambda:local:000000000000:function:work' };
/** First, then a Map over `$.items` whose items go through Work, then Last. */
const mapped = {
  StartAt: 'First',
  States: {
    First: { ...task, ResultPath: null, Next: 'Each' },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: { StartAt: 'Work', States: { Work: { ...task, End: true } } },
      Next: 'Last',
    },
    Last: { Type: 'Succeed' },
  },
};
const simple = { StartAt: 'Only', States: { Only: { ...task, End: true } } };

/** A call that waits until the test lets it go on. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait: () => opened, open: () => open() };
}

const fails = () => Promise.reject(new Failure('Oops', '{"errorType":"Oops","errorMessage":"it broke"}'));
const state = (name: string) => page.getByRole('button', { name: new RegExp(`^${name} `) });
const colour = (name: string) => state(name).getAttribute('class');
const become = (name: string, status: string) => page.locator(`g.state.${status}[aria-label^="${name} "]`).waitFor();

withBrowser('colours the states as a run goes on, and over a reload in the middle', async () => {
  const [first, work] = [gate(), gate()];
  const answer = ({ state, input }: { state: string; input: unknown }) =>
    (state === 'First' ? first : work).wait().then(() => input);
  const { start, go } = await show({ machines: { shop: mapped }, answer });
  const arn = start('shop', 'one', { items: ['a', 'b'] });
  await go(`run=${arn}`);
  await become('First', 'running');
  expect(await colour('Work')).not.toMatch(/running|succeeded/);
  first.open();
  await become('First', 'succeeded');
  await become('Work', 'running');
  await page.reload();
  await become('Work', 'running');
  await page.locator('main').getByText('Running', { exact: true }).waitFor();
  work.open();
  await become('Last', 'succeeded');
  await page.locator('header.run').getByText('Succeeded', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

withBrowser('shows what went into a state and came out, of each item of a Map', async () => {
  const { start, executions, go } = await show({
    machines: { shop: mapped },
    answer: ({ state, input }) => (state === 'Work' ? { made: input } : {}),
  });
  const arn = start('shop', 'one', { items: [{ name: 'tea' }, { name: 'milk' }] });
  await executions.settled();
  await go(`run=${arn}`);
  await state('Work').click();
  const panel = page.getByRole('region', { name: 'Work' });
  await panel.getByRole('combobox').selectOption({ label: 'milk · Succeeded' });
  await panel.getByText('"made"').waitFor();
  expect(await panel.getByRole('region', { name: 'Output' }).textContent()).toContain('"name": "milk"');
});

withBrowser('opens a failed run on what went wrong: the step, the cause, its input, its attempts', async () => {
  const answer = ({ state, input }: { state: string; input: unknown }) =>
    state === 'Work' && input === 'b' ? fails() : {};
  const { start, executions, go } = await show({ machines: { shop: mapped }, answer });
  start('shop', 'one', { items: ['a', 'b', 'c'] });
  await executions.settled();
  await go('');
  const card = page.getByRole('region', { name: 'What went wrong' });
  await card.getByRole('heading', { name: 'Failed in Work (b)' }).waitFor();
  expect(await card.textContent()).toContain('Oops it broke');
  await card.getByText('Its exact input').click();
  expect(await card.getByRole('region', { name: 'Input' }).locator('pre').textContent()).toBe('"b"');
  expect(await card.getByRole('listitem').count()).toBe(1);
  expect(await state('Work').getAttribute('aria-pressed')).toBe('true');
});

describe('beside the last good run of a stage', () => {
  const manifest = (run: string, etag: string) => {
    const object = { key: 'incoming/2013-02/orders/f.csv', size: 1, etag, lastModified: '2026-01-01T00:00:00Z' };
    const sources = [{ name: 'orders', objects: [object] }];
    const about = { run, batch: '2013-02', attempt: 1, fingerprint: 'aaaa', frozenAt: '2026-01-01T00:00:00Z' };
    return JSON.stringify({ ...about, sources, absent: [], comparedWith: null, waiver: null });
  };
  const [good, bad] = ['2013-02-1111111111111111', '2013-02-2222222222222222'];

  withBrowser('says what differs by the manifests and the order of the steps, and what nobody can tell', async () => {
    const answer = ({ input }: { input: unknown }) => (JSON.stringify(input).includes(bad) ? fails() : {});
    const { start, executions, objects, go } = await show({ machines: { shop: simple }, answer, isReadOnly: true });
    objects.set('reports/2013-02/latest.json', JSON.stringify({ run: good }));
    for (const [run, etag] of Object.entries({ [good]: 'x', [bad]: 'y' })) {
      objects.set(`runs/${run}/manifest.json`, manifest(run, etag));
    }
    start('shop', good, { run: good, batch: '2013-02' });
    await executions.settled();
    const definition = JSON.stringify({ ...simple, States: { Only: { ...simple.States.Only, TimeoutSeconds: 9 } } });
    executions.machines.update(executions.machineArn('shop'), { definition });
    const arn = start('shop', bad, { run: bad, batch: '2013-02' });
    await executions.settled();
    await go(`run=${arn}`);
    const differs = page.getByRole('region', { name: 'What differs from the last good run' });
    await differs.getByText('changed: incoming/2013-02/orders/f.csv').waitFor();
    await differs.getByText('the state Only is another').waitFor();
    await differs.getByText(/^Which version of functions\/ has run is told by a report alone/).waitFor();
    expect(await differs.getByText('the same', { exact: true }).count()).toBe(1);
  });

  withBrowser('shows the newest run once a person asks for one more', async () => {
    const { start, executions, acted, go } = await show({ machines: { shop: simple } });
    const older = start('shop', good, { run: good, batch: '2013-02' });
    start('shop', bad, { run: bad, batch: '2013-02' });
    await executions.settled();
    await go(`run=${older}`);
    await page.getByRole('heading', { name: good }).waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('heading', { name: bad }).waitFor();
    expect(acted).toEqual([{ action: 'rerun', batch: '2013-02' }]);
  });

  withBrowser('says why there is none to compare with', async () => {
    const { start, executions, objects, go } = await show({ machines: { shop: simple }, answer: fails });
    const arn = start('shop', bad, { run: bad, batch: '2013-02' });
    await executions.settled();
    await go(`run=${arn}`);
    await page.getByText('Nothing of its bucket is known here').waitFor();
    objects.set(`runs/${bad}/manifest.json`, manifest(bad, 'y'));
    await page.reload();
    await page.getByText('No run of 2013-02 or of the batch before it was published').waitFor();
  });
});

withBrowser('stops a run, and lets one that failed go on where it failed', async () => {
  let left = 1;
  const stuck = gate();
  const answer = ({ input }: { input: unknown }) =>
    input === 'stuck' ? stuck.wait() : left-- > 0 ? fails() : { done: true };
  const { start, executions, go } = await show({ machines: { shop: simple }, answer });
  const failed = start('shop', 'fails', {});
  await executions.settled();
  await go(`run=${failed}`);
  await page.getByRole('button', { name: 'Redrive' }).click();
  await become('Only', 'succeeded');
  await page.getByText('taken up again 1 time').waitFor();
  await go(`run=${start('shop', 'stuck', 'stuck')}`);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('header.run').getByText('Stopped', { exact: true }).waitFor();
  stuck.open();
});

withBrowser('takes no second wish while the first has not begun', async () => {
  const { start, executions, go } = await show({ machines: { shop: simple }, answer: fails });
  const failed = start('shop', 'fails', {});
  await executions.settled();
  await go(`run=${failed}`);
  const asked = gate();
  await page.route('**/*', async (route) => {
    if (route.request().headers()['x-amz-target']?.endsWith('RedriveExecution')) await asked.wait();
    await route.continue();
  });
  await page.getByRole('button', { name: 'Redrive' }).click();
  await page.locator('button:disabled', { hasText: 'Redrive' }).waitFor();
  asked.open();
  await page.getByText('taken up again 1 time').waitFor();
  await page.locator('button:enabled', { hasText: 'Redrive' }).waitFor();
});

withBrowser('starts a machine with an input, beside its definition', async () => {
  const { executions, go } = await show({ machines: { shop: simple }, answer: ({ input }) => input });
  await go('machine=shop');
  expect(await page.getByRole('region', { name: 'As JSON' }).textContent()).toContain('"StartAt": "Only"');
  await page.getByLabel('Input, as JSON').fill('{"tea":');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('alert').getByText('not JSON').waitFor();
  await page.getByLabel('Input, as JSON').fill('{"tea": 1}');
  await page.getByRole('button', { name: 'Start' }).click();
  await become('Only', 'succeeded');
  expect(executions.list().map(({ input }) => input)).toEqual([{ tea: 1 }]);
});

withBrowser('starts a machine with one of the inputs that it has, and shows what was answered at once', async () => {
  const begun: unknown[] = [];
  const answered = gate();
  const { go } = await show({
    machines: { shop: simple },
    inputs: { default: '{"tea": 1}', asks: '{"requests": []}' },
    start: async (request) => {
      begun.push(request);
      await answered.wait();
      return { answer: 'POST /orders  {}\n  202  sent' };
    },
  });
  await go('machine=shop');
  await page.getByLabel('An input').selectOption('asks');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'Under way…', disabled: true }).waitFor();
  answered.open();
  await page.getByRole('region', { name: 'Answer' }).getByText('202 sent').waitFor();
  expect(await page.getByRole('button', { name: 'Start' }).isEnabled()).toBe(true);
  expect(begun).toEqual([expect.objectContaining({ input: '{"requests": []}' })]);
});

withBrowser('is used by the keyboard alone', async () => {
  const { start, executions, go } = await show({ machines: { shop: mapped } });
  start('shop', 'one', { items: ['a'] });
  await executions.settled();
  await go('');
  await become('Last', 'succeeded');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // to the run
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  for (let tabs = 0; tabs < 20 && !(await focused()).startsWith('Work '); tabs++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Work' }).waitFor();
  await page.getByRole('tab', { name: 'Timeline' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tab', { name: 'Events', selected: true }).waitFor();
  await page.getByRole('cell', { name: 'ExecutionSucceeded' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Events');
});

withBrowser('shows a hundred runs, and finds one of them', async () => {
  const { start, executions, go } = await show({ machines: { shop: simple } });
  for (let nth = 1; nth <= 100; nth++) start('shop', `run-${nth}`, {});
  await executions.settled();
  await go('');
  await page.getByRole('heading', { name: '100 runs' }).waitFor();
  const runs = page.locator('.runs li');
  expect(await runs.count()).toBe(100);
  await page.getByLabel('Show runs with').fill('run-57');
  expect(await runs.count()).toBe(1);
  await runs.getByRole('link').click();
  await page.getByRole('heading', { name: 'run-57', level: 1 }).waitFor();
});

withBrowser('shows a Map of a thousand items, and the one that failed', async () => {
  const answer = ({ state, input }: { state: string; input: unknown }) =>
    state === 'Work' && input === 617 ? fails() : {};
  const { start, executions, go } = await show({ machines: { shop: mapped }, answer });
  start('shop', 'huge', { items: Array.from({ length: 1000 }, (_, nth) => nth) });
  await executions.settled();
  await go('');
  await page.getByRole('heading', { name: 'Failed in Work (617)' }).waitFor();
  expect(await state('Work').getAttribute('aria-label')).toMatch(/×1,000|×\d{3}/);
  expect(await page.locator('.timeline .bar').count()).toBeGreaterThan(600);
  await page.getByRole('tab', { name: 'Events' }).click();
  expect(await page.locator('.events tbody tr').count()).toBe(100);
});

/** A distributed Map over the input, whose child executions go through Work. */
const distributed = (more: object = {}) => ({
  StartAt: 'Parcels',
  States: {
    Parcels: {
      Type: 'Map',
      ItemProcessor: {
        StartAt: 'Work',
        States: { Work: { ...task, End: true } },
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
      ToleratedFailurePercentage: 10,
      End: true,
      ...more,
    },
  },
});
const parcels = (count: number) => Array.from({ length: count }, (_, nth) => ({ id: `parcel-${nth}` }));
const childrenOf = () => page.getByRole('region', { name: 'Child executions' });

/** What is written in a state of the graph and goes past its edge. */
const outside = () =>
  page.locator('g.state').evaluateAll((states) =>
    states.flatMap((one) => {
      const box = one.firstElementChild?.getBoundingClientRect();
      const texts = [...one.querySelectorAll('text')].filter(({ textContent }) => textContent?.trim());
      const isOut = ({ left, right }: DOMRect) => !box || left < box.left || right > box.right;
      return texts.filter((text) => isOut(text.getBoundingClientRect())).map(({ textContent }) => textContent);
    }),
  );

withBrowser.each([1240, 390])(
  'keeps each text of a state in its box, all of it for whoever points: %i px',
  async (width) => {
    const work = { ...task, End: true };
    const apart = {
      StartAt: 'Do',
      States: { Do: work },
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    };
    const long = 'WhateverThereIsOfThatInAllOfThese';
    const definition = {
      StartAt: 'SeparateParts',
      States: {
        SeparateParts: {
          Type: 'Map',
          ItemProcessor: apart,
          ToleratedFailurePercentage: 90,
          ResultPath: null,
          Next: long,
        },
        [long]: { Type: 'Map', ItemProcessor: { StartAt: '구백', States: { 구백: work } }, End: true },
      },
    };
    const viewport = { width, height: 900 };
    let calls = 0;
    const answer = () => (++calls % 2 === 0 ? { done: true } : fails());
    const { start, executions, go } = await show({ machines: { post: definition }, answer }, { viewport });
    const arn = start('post', 'monday', parcels(100));
    await executions.settled();
    await go(`machine=post&run=${arn}`);
    await page.getByRole('button', { name: new RegExp(`^${long} · Map`) }).waitFor();
    expect(await page.getByText(/^SeparateParts · Map $/).count()).toBe(1);
    expect(await page.getByText(/WhateverThere\w+… $/).count()).toBe(1);
    expect(await page.locator('title', { hasText: `${long} · Map` }).count()).toBe(1);
    expect(await outside()).toEqual([]);
  },
);

withBrowser('shows a distributed Map of a thousand child executions, and opens each as a run', async () => {
  const bad = new Set(['parcel-617', 'parcel-3']);
  const answer = ({ input }: { input: unknown }) =>
    bad.has(JSON.stringify(input).slice(7, -2)) ? fails() : { sent: true };
  const { start, executions, go } = await show({ machines: { post: distributed() }, answer });
  const arn = start('post', 'monday', parcels(1000));
  await executions.settled();
  await go(`machine=post&run=${arn}`);
  await page.getByRole('button', { name: /^Parcels · Map · .* 998 of 1,000, 2 failed, Succeeded/ }).focus();
  await page.keyboard.press('Enter');
  const children = childrenOf();
  await children.getByText('998 succeeded').waitFor();
  const links = children.getByRole('link');
  await links.first().waitFor();
  expect(await links.count()).toBe(20);
  await children.getByRole('link', { name: 'parcel-617' }).waitFor();
  await children.getByRole('button', { name: 'Show more of 1,000' }).click();
  await links.nth(119).waitFor();
  expect((await children.getByRole('listitem').first().textContent())?.includes('Failed')).toBe(true);
  await children.getByRole('link', { name: 'parcel-617' }).click();
  await page.getByRole('heading', { name: 'Failed in Work' }).waitFor();
  await page.getByRole('heading', { name: 'parcel-617', level: 1 }).waitFor();
  await become('Work', 'failed');
  expect(await page.getByRole('button', { name: 'Redrive' }).count()).toBe(0);
  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByRole('cell', { name: 'ExecutionFailed' }).waitFor();
  await page.getByRole('link', { name: 'monday' }).last().click();
  await page.getByRole('heading', { name: 'monday', level: 1 }).waitFor();
  expect(complaints).toEqual([]);
});

withBrowser(
  'counts the child executions of a distributed Map as they go on, and opens a failed Map on them',
  async () => {
    const gates = { 'parcel-0': gate(), 'parcel-1': gate() };
    const answer = async ({ input }: { input: unknown }) => {
      const id = JSON.stringify(input).includes('parcel-0') ? 'parcel-0' : 'parcel-1';
      await gates[id].wait();
      return id === 'parcel-1' ? fails() : {};
    };
    const { start, go } = await show({ machines: { post: distributed({ ToleratedFailurePercentage: 0 }) }, answer });
    await go(`machine=post&run=${start('post', 'monday', parcels(2))}`);
    await page.getByRole('button', { name: 'Parcels', exact: true }).click();
    await childrenOf().getByText('2 running').waitFor();
    gates['parcel-0'].open();
    await childrenOf().getByText('1 succeeded').waitFor();
    gates['parcel-1'].open();
    await page.getByRole('heading', { name: 'Failed in Parcels' }).waitFor();
    await childrenOf().getByText('1 failed').waitFor();
    expect(await page.getByRole('region', { name: 'What went wrong' }).textContent()).toContain(
      'States.ExceedToleratedFailureThreshold',
    );
  },
);

withBrowser(
  'shows a child execution of EXPRESS by what went in and came out, of which nobody keeps events',
  async () => {
    const { ItemProcessor, ...rest } = distributed().States.Parcels;
    const express = { ...ItemProcessor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } };
    const machine = { StartAt: 'Parcels', States: { Parcels: { ...rest, ItemProcessor: express } } };
    const { start, executions, go } = await show({ machines: { post: machine }, answer: () => ({ sent: true }) });
    const arn = start('post', 'monday', parcels(2));
    await executions.settled();
    await go(`machine=post&run=${arn}`);
    await page.getByRole('button', { name: 'Parcels', exact: true }).click();
    await childrenOf().getByRole('link', { name: 'parcel-1' }).click();
    await page.getByRole('tab', { name: 'Input and output' }).click();
    await page.getByRole('region', { name: 'Output' }).getByText('"sent"').waitFor();
    expect(complaints).toEqual([]);
  },
);

withBrowser('shows runs that go on at once, each as it is', async () => {
  const gates = { a: gate(), b: gate() };
  const answer = ({ input }: { input: unknown }) => (input === 'a' ? gates.a : gates.b).wait();
  const { start, go } = await show({ machines: { shop: simple }, answer });
  const [a, b] = [start('shop', 'a', 'a'), start('shop', 'b', 'b')];
  await go(`run=${a}`);
  await become('Only', 'running');
  gates.b.open();
  await page.locator('.runs li', { hasText: 'b' }).getByText('Succeeded').first().waitFor();
  expect(await colour('Only')).toContain('running');
  await go(`run=${b}`);
  await become('Only', 'succeeded');
  gates.a.open();
});

withBrowser('tells a mistake in the code with its place, and what a batch waits for', async () => {
  const problems = [{ message: 'no such table', file: 'pipeline/report/daily.sql', line: 24 }];
  const { go } = await show({
    machines: { shop: simple },
    about: { problems, notices: ['2013-03 waits for visits'] },
  });
  await go('');
  await page.getByRole('alert', { name: 'Mistakes in the code' }).getByText('pipeline/report/daily.sql:24').waitFor();
  await page.getByRole('status').getByText('2013-03 waits for visits').waitFor();
});

withBrowser('begins with the sample where a person asks for it', async () => {
  const { go, acted } = await show({ machines: { shop: simple } });
  await go('');
  await page.getByRole('heading', { name: 'No run yet' }).waitFor();
  const answered = page.waitForResponse(/actions$/);
  await page.getByRole('button', { name: 'Try it with the sample' }).click();
  await answered;
  expect(acted).toEqual([{ action: 'sample' }]);
});

withBrowser('takes the folder of a batch that is dropped on it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-dropped-'));
  closing.push(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, '2013-01/orders'), { recursive: true });
  await writeFile(join(folder, '2013-01/orders/a b.csv'), 'x');
  await writeFile(join(folder, '2013-01/notes.txt'), 'x');
  const { go, acted } = await show({ machines: { shop: simple } });
  await go('');
  await page.getByRole('heading', { name: 'No run yet' }).waitFor();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [join(folder, '2013-01')], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  await page.getByRole('status').getByText('1 taken; 1 not').waitFor();
  expect(acted).toEqual(['2013-01/orders/a b.csv']);
});

withBrowser('shows where a graph begins that is wider than its place, and leaves room beside the runs', async () => {
  const branch = { StartAt: 'Pack', States: { Pack: { Type: 'Pass', End: true } } };
  const Branches = Array.from({ length: 12 }, (_, at) => ({
    ...branch,
    StartAt: `Pack${at}`,
    States: { [`Pack${at}`]: branch.States.Pack },
  }));
  const wide = { StartAt: 'All', States: { All: { Type: 'Parallel', Branches, End: true } } };
  const { go } = await show({ machines: { wide } }, { viewport: { width: 768, height: 1000 } });
  await go('machine=wide');
  const graph = await page.getByRole('region', { name: 'Graph' }).boundingBox();
  const start = await page.locator('.state.Start').boundingBox();
  expect(graph?.width).toBeGreaterThan(600);
  expect(Math.abs(middleOf(start) - middleOf(graph))).toBeLessThan(5);
});

const middleOf = (box: { readonly x: number; readonly width: number } | null) =>
  box ? box.x + box.width / 2 : Number.NaN;

withBrowser('offers nothing that changes anything where it only reads', async () => {
  const { start, executions, go } = await show({ machines: { shop: simple }, answer: fails, isReadOnly: true });
  const arn = start('shop', 'one', {});
  await executions.settled();
  await go(`run=${arn}`);
  await page.getByRole('region', { name: 'What went wrong' }).waitFor();
  for (const name of ['Redrive', 'Stop', 'Run again', 'Start']) {
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  }
});

describe.each([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a narrow screen', { viewport: { width: 390, height: 800 } }],
  ['on a screen between', { viewport: { width: 768, height: 1024 } }],
] as const)('%s', (_, options) => {
  withBrowser('axe finds nothing wrong, and nothing is wider than the screen', async () => {
    const answer = ({ state, input }: { state: string; input: unknown }) =>
      state === 'Work' && input === 'b' ? fails() : {};
    const shown = await show(
      { machines: { shop: mapped, pipeline: readDefinition(), post: distributed() }, answer },
      { ...options, bypassCSP: true },
    );
    const failed = shown.start('shop', 'one', { items: ['a', 'b'] });
    shown.start('shop', 'two', { items: [] });
    const monday = shown.start('post', 'monday', parcels(30));
    await shown.executions.settled();
    const children = `machine=post&run=${monday}&state=Parcels`;
    const [run, events] = [`run=${failed}&tab=logs`, `run=${failed}&tab=events`];
    for (const hash of ['', events, run, 'machine=pipeline', 'machine=shop', children]) {
      await page.goto('about:blank');
      await shown.go(hash);
      await page.locator('svg[aria-label="The states"]').waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
  });
});
