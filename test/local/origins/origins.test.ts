import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { z } from 'zod';
import { batchOf } from '../../../functions/core/batch.ts';
import { windowOf } from '../../../functions/core/window.ts';
import { defineSource, type Source } from '../../../functions/definition/define-source.ts';
import { dynamodb } from '../../../functions/origins/dynamodb/options.ts';
import { type HttpOrigin, http } from '../../../functions/origins/http/options.ts';
import type { PulledOrigin } from '../../../functions/origins/origins.ts';
import { connectors, onStage } from '../../../functions/origins/origins.ts';
import { postgres } from '../../../functions/origins/postgres/options.ts';
import { originAddresses } from '../../../functions/platform/config.ts';
import { openFolders } from '../../../functions/platform/folder.ts';
import { openSecrets } from '../../../functions/platform/secret.ts';
import { startOrigins } from '../../../local/origins/origins.ts';
import type { Row, Seed } from '../../../local/origins/seed.ts';
import { memoryBucket } from '../../world/bucket.ts';
import { silent } from '../../world/log.ts';

jest.setTimeout(60_000);

const rows: Row[] = Array.from({ length: 120 }, (_, at) => ({
  id: at + 1,
  shop: at % 2 === 0 ? 'here' : 'it’s "there"',
  at: `2025-0${1 + (at % 2)}-15T10:00:00Z`,
  note: at % 3 === 0 ? null : 'ü',
}));
const seed: Seed = { path: 'seed/orders.json', rows };

const orders = (name: string, origin: PulledOrigin, row = {}): Source & { readonly origin: PulledOrigin } => ({
  ...defineSource({ name, title: name, origin, row: z.object({ id: z.int(), ...row }), key: ['id'] }),
  origin,
});
const api = (name: string, more: Partial<HttpOrigin>) =>
  orders(name, http({ url: `https://shop.example/v1/${name}?from={from}`, rows: ['data', 'rows'], ...more }));

const batch = batchOf('month', '2025-01');

/** Reads a source as ingest does, by the ordinary client. */
async function pull({ name, origin }: ReturnType<typeof orders>) {
  const bucket = memoryBucket();
  const world = {
    bucket,
    secret: openSecrets(),
    withFolder: openFolders(),
    log: silent,
    warn: () => undefined,
  };
  const about = { source: name, batch, window: windowOf(batch, 'UTC'), objects: [], prefix: 'raw/' };
  const there = onStage({ name, origin }, originAddresses());
  if (there.kind === 'postgres') await connectors.postgres({ ...about, origin: there }, world);
  if (there.kind === 'dynamodb') await connectors.dynamodb({ ...about, origin: there }, world);
  if (there.kind === 'http') await connectors.http({ ...about, origin: there }, world);
  const lines = Object.values(bucket.texts()).flatMap((text) => text.split('\n').filter(Boolean));
  return lines.map((line): Row => JSON.parse(line)).sort((a, b) => Number(a.id) - Number(b.id));
}

/** The origins of those sources, all with the same rows; they end with the test. */
async function started(sources: readonly ReturnType<typeof orders>[], sql?: string) {
  const seeds = new Map(sources.map(({ name }) => [name, { ...seed, ...(sql && { sql }) }]));
  const { up, stop } = startOrigins(sources, seeds);
  const origins = await up;
  const before = { ...process.env };
  Object.assign(process.env, origins.environment);
  stops.push(async () => {
    process.env = before;
    await stop();
  });
  return origins;
}
const stops: (() => Promise<void>)[] = [];
const stopAll = async () => {
  for (const stop of stops.splice(0)) await stop();
};
afterEach(stopAll);

const urlsIn = (environment: Readonly<Record<string, string>>) =>
  Object.values(environment).flatMap((value) => value.match(/\w+:\/\/[^"/]+/g) ?? []);
const answers = (url: string) =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => resolve(true)).on('error', () => resolve(false));
    socket.unref().on('connect', () => socket.destroy());
  });

describe('an API', () => {
  it.each<[string, Partial<HttpOrigin>]>([
    ['one page', { pages: { by: 'none' } }],
    ['a link in the page', { pages: { by: 'link', at: ['paging', 'next'] } }],
    ['a link beside the rows', { pages: { by: 'link', at: ['data', 'next'] } }],
    ['a Link header, of a page that is an array', { pages: { by: 'link' }, rows: [] }],
    ['a cursor', { pages: { by: 'cursor', at: ['cursor'], parameter: 'after' } }],
    ['the number of a page', { pages: { by: 'number', parameter: 'p', first: 0 } }],
  ])('gives all rows by %s', async (_, more) => {
    const one = api('orders', more);
    expect((await started([one])).titles).toEqual(['an API']);
    expect(await pull(one)).toEqual(rows);
  });

  it('turns away who has not the secret that it asks for', async () => {
    const sources = [api('bearer', { secret: 'a' }), api('header', { secret: 'b', secretHeader: 'X-Key' })];
    await started(sources);
    for (const one of sources) {
      expect(await pull(one)).toEqual(rows);
      await expect(pull(api(one.name, {}))).rejects.toMatchObject({ name: 'SourceRefused' });
    }
  });
});

describe('DynamoDB', () => {
  it('has a table by the key of the source', async () => {
    const one = orders('orders', dynamodb({ table: 'orders' }));
    expect((await started([one])).titles).toEqual(['DynamoDB']);
    expect(await pull(one)).toEqual(rows);
  });

  it('has the index that is queried for the window', async () => {
    const window = { partition: { attribute: 'shop', value: 'here' }, sort: { attribute: 'at', as: 'iso' } } as const;
    const indexed = orders('indexed', dynamodb({ table: 'orders', window: { ...window, index: 'by_shop' } }));
    await started([indexed]);
    expect(await pull(indexed)).toEqual(rows.filter(({ shop }) => shop === 'here'));
  });

  it('says what a table would need that the source does not say', async () => {
    const keyless = { ...orders('orders', dynamodb({ table: 'orders' })) };
    const contract = { ...keyless.contract, key: [] };
    await expect(started([{ ...keyless, contract }])).rejects.toThrow(
      'seed/orders.json does not go into DynamoDB: a table has a partition key and at most one sort key',
    );
  });
});

describe('PostgreSQL, with the others', () => {
  const sql = readFileSync('test/docs/orders.seed.sql', 'utf8'); // as docs/connectors.md shows it
  const query = 'SELECT * FROM orders';
  const database = orders('orders', postgres({ secret: 'db', query, server: { host: 'db.example', dbname: 'shop' } }));
  const all = [database, api('paid', {}), orders('refunds', dynamodb({ table: 'refunds' }))];

  it('is asked instead of the server that the source names, and nothing of it is left at the end', async () => {
    const { titles, environment } = await started(all, sql);
    expect(titles).toEqual(['PostgreSQL', 'DynamoDB', 'an API']);
    for (const one of all) expect(await pull(one)).toEqual(rows);

    const urls = urlsIn(environment);
    expect(urls).toHaveLength(4);
    for (const url of urls) expect([url, new URL(url).hostname, await answers(url)]).toEqual([url, '127.0.0.1', true]);
    await stopAll();
    for (const url of urls) expect([url, await answers(url)]).toEqual([url, false]);
  });

  it('is stopped while it starts', async () => {
    const seeds = new Map(all.map(({ name }) => [name, { ...seed, sql }]));
    const { up, stop } = startOrigins(all, seeds);
    await stop();
    await expect(up).rejects.toThrow('It was stopped while it started.');
  });

  it('says that a source has no SQL to make its tables by', async () => {
    await expect(started([database])).rejects.toThrow('there is no seed/orders.sql to make its tables by');
  });
});
