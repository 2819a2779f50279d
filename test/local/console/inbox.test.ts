import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Inbox } from '../../../local/console/inbox.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-inbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, text = 'x'): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
const keysIn = (found: Awaited<ReturnType<Inbox['look']>>) =>
  [...found].map(([batch, files]) => [batch, files.map(({ key }) => key)]);

it('gives out a batch once, when it is whole', async () => {
  const inbox = new Inbox(folder);
  await put('2013-01/orders/a.csv');
  expect(keysIn(await inbox.look())).toEqual([]); // it may still grow
  expect(keysIn(await inbox.look())).toEqual([['2013-01', ['incoming/2013-01/orders/a.csv']]]);
  expect(keysIn(await inbox.look())).toEqual([]);
});

it('waits for a file that grows', async () => {
  const inbox = new Inbox(folder);
  await put('2013-01/orders/a.csv');
  await inbox.look();
  await appendFile(join(folder, '2013-01/orders/a.csv'), 'more');
  expect(keysIn(await inbox.look())).toEqual([]);
  expect(keysIn(await inbox.look())).toHaveLength(1);
});

it('gives out a batch again whose file was corrected, also where another took its place', async () => {
  const inbox = new Inbox(folder);
  await put('2013-01/orders/a.csv');
  await put('2013-02/orders/a.csv');
  await inbox.look();
  expect(keysIn(await inbox.look())).toHaveLength(2);
  await put('.new', 'other');
  await rename(join(folder, '.new'), join(folder, '2013-01/orders/a.csv'));
  await inbox.look();
  expect(keysIn(await inbox.look()).map(([batch]) => batch)).toEqual(['2013-01']);
});

it('takes no file that a tool has not finished, and none outside of a source, which it names', async () => {
  const inbox = new Inbox(folder);
  await put('2013-01/orders/.a.csv.part');
  await put('.DS_Store');
  await put('notes.txt');
  await put('2013-01/b.csv');
  await inbox.look();
  expect(keysIn(await inbox.look())).toEqual([]);
  expect(inbox.strays).toEqual(['2013-01/b.csv', 'notes.txt']);
});

it('makes the folder that is not there', async () => {
  const inbox = new Inbox(join(folder, 'inbox'));
  expect(keysIn(await inbox.look())).toEqual([]);
  await put('inbox/2013-01/orders/a.csv');
  await inbox.look();
  expect(keysIn(await inbox.look())).toHaveLength(1);
});
