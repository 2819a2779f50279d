import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Action, Refused } from '../../../local/console/actions.ts';
import { Changes } from '../../../local/console/changes.ts';
import { Inbox } from '../../../local/console/inbox.ts';
import { appOf } from '../../../local/console/server.ts';
import type { ConsoleWorld } from '../../../local/console/world.ts';

const page = { html: '<title>Console</title>', script: 'run()', style: 'p {}' };
const objects: Record<string, string> = {
  'reports/a b/<x>/index.html': '<script>1</script>',
  'runs/1/manifest.json': '{}',
};

let folder: string;
const asked: Action[] = [];
beforeEach(async () => {
  asked.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'tributary-console-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The console of a small world, asked as a browser would that shows its page. */
function served({ isReadOnly = false } = {}) {
  const inbox = new Inbox(join(folder, 'inbox'));
  const world: ConsoleWorld = {
    about: () => ({ name: 'p', place: 'here', flag: '', inbox: 'inbox', problems: [], notices: [] }),
    states: { ListStateMachines: () => ({ stateMachines: [] }) },
    bucket: {
      list: async (prefix) => Object.keys(objects).flatMap((key) => (key.startsWith(prefix) ? [{ key, size: 1 }] : [])),
      open: async (key) => {
        const text = objects[key];
        return text === undefined ? undefined : { body: Buffer.from(text), type: 'text/html' };
      },
    },
    logs: async () => [],
    picture: async () => ({ width: 1, height: 1, nodes: [], edges: [] }),
    actions: isReadOnly
      ? undefined
      : {
          start: async (request) => ({ answer: JSON.stringify(request) }),
          inputs: () => ({}),
          act: async (action) => {
            if (action.action === 'open') throw new Refused('It is not due.');
            asked.push(action);
          },
          put: (path, body) => inbox.put(path, body),
        },
    changes: new Changes(),
  };
  const app = appOf(world, page);
  return (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('host')) headers.set('host', '127.0.0.1:4700');
    return app.fetch(new Request(`http://127.0.0.1:4700${path}`, { ...init, headers }));
  };
}

const post = (body: object, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

it.each([
  ['a name that another site has taken for this address', { host: 'evil.example:4700' }],
  ['another site', { origin: 'https://evil.example' }],
  ['another server of this machine', { origin: 'http://127.0.0.1:9999' }],
  ['a page that says no origin', { origin: 'null' }],
  ['an image of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['a form of another site', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }],
])('refuses %s', async (_, headers) => {
  const answer = await served()('/actions', post({ action: 'rerun', batch: '2013-01' }, headers));
  expect(answer.status).toBe(403);
  expect(asked).toEqual([]);
});

it('refuses to read for another site, too, but lets a link lead here', async () => {
  const ask = served();
  const from = (mode: string) => ({ headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode } });
  expect((await ask('/about', from('cors'))).status).toBe(403);
  expect((await ask('/', from('navigate'))).status).toBe(200);
});

it('answers its own page, by either name of this machine', async () => {
  const ask = served();
  expect((await ask('/about', { headers: { origin: 'http://127.0.0.1:4700' } })).status).toBe(200);
  const named = { host: 'localhost:4700', origin: 'http://localhost:4700' };
  expect((await ask('/about', { headers: named })).status).toBe(200);
});

it('lets the page run its own code alone, and nobody frame it', async () => {
  const policy = (await served()('/')).headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
});

it('speaks the API of Step Functions, and refuses what that does not have', async () => {
  const ask = served();
  const call = (operation: string) => post({}, { 'x-amz-target': `AWSStepFunctions.${operation}` });
  expect(await (await ask('/states', call('ListStateMachines'))).json()).toEqual({ stateMachines: [] });
  for (const operation of ['Nothing', 'toString', '__proto__']) {
    const answer = await ask('/states', call(operation));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException' });
  }
});

it('shows an object of the bucket, whatever its key, as a page that can do nothing here', async () => {
  const ask = served();
  const shown = await ask(`/bucket/${'reports/a b/<x>/index.html'.split('/').map(encodeURIComponent).join('/')}`);
  expect(await shown.text()).toBe('<script>1</script>');
  expect(shown.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts(?!.*allow-same-origin)/);
  expect((await ask('/bucket/runs/2/manifest.json')).status).toBe(404);
  expect((await ask('/bucket/runs/2/manifest.json?may=lack')).status).toBe(204);
  expect(await (await ask('/bucket?prefix=runs/')).json()).toEqual([{ key: 'runs/1/manifest.json', size: 1 }]);
});

it.each(['/page.js/../../package.json', '/..%2f..%2fpackage.json', '/bucket/..%2f..%2fpackage.json', '/etc/passwd'])(
  'has nothing at %s',
  async (path) => {
    expect((await served()(path)).status).toBe(404);
  },
);

it('puts a file into the inbox', async () => {
  const answer = await served()('/inbox/2013-01/orders/a%20b.csv', { method: 'PUT', body: 'x,y\n1,2\n' });
  expect(answer.status).toBe(204);
  expect(await readFile(join(folder, 'inbox/2013-01/orders/a b.csv'), 'utf8')).toBe('x,y\n1,2\n');
  expect(await readdir(join(folder, 'inbox'))).toEqual(['2013-01']);
});

it.each([
  '..%2f..%2fx',
  '2013-01/..%2f..%2f..%2fx/y',
  '2013-01/orders/..%5cx',
  '2013-01/orders/.x',
  '2013-01/x',
  'a/b/c/d',
])('puts no file at %s', async (path) => {
  const answer = await served()(`/inbox/${path}`, { method: 'PUT', body: 'x' });
  expect(answer.status).toBe(400);
  expect(await readdir(folder)).toEqual([]);
});

it('does what a person asks for, and says why it does not', async () => {
  const ask = served();
  expect((await ask('/actions', post({ action: 'accept', run: 'r', reason: 'why not' }))).status).toBe(204);
  expect(asked).toEqual([{ action: 'accept', run: 'r', reason: 'why not' }]);
  const refused = await ask('/actions', post({ action: 'open', batch: '2013-01' }));
  expect([refused.status, await refused.text()]).toEqual([400, 'It is not due.']);
  expect((await ask('/actions', post({ action: 'erase' }))).status).toBe(400);
});

it('starts a machine with an input, and gives what was answered', async () => {
  const request = { stateMachineArn: 'arn', input: '{}' };
  expect(await (await served()('/start', post(request))).json()).toEqual({ answer: JSON.stringify(request) });
});

it('does nothing at all where it only reads', async () => {
  const ask = served({ isReadOnly: true });
  expect((await ask('/actions', post({ action: 'rerun', batch: '2013-01' }))).status).toBe(403);
  expect((await ask('/start', post({ stateMachineArn: 'arn', input: '{}' }))).status).toBe(403);
  expect((await ask('/inbox/2013-01/orders/x.csv', { method: 'PUT', body: 'x' })).status).toBe(403);
  expect(await readdir(folder)).toEqual([]);
});
