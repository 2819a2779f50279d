import type { ServerResponse } from 'node:http';
import { connectHttp } from '../../../functions/origins/http/reader.ts';
import { http } from '../../../functions/tributary.ts';
import { type Api, openApi } from '../../world/api.ts';
import { extractionOf, worldOf } from '../contract.ts';
import { json, now, patient } from './rig.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const seconds = now.getTime() / 1000;
/** The wait of an attempt that is told nothing, in milliseconds. */
const own = 500;

/** What was slept and said, in milliseconds, where the first answer is that status with these headers. */
async function waited(status: number, headers: Record<string, string>) {
  let first = true;
  api.rule = (_, response: ServerResponse) => {
    if (first) response.writeHead(status, headers).end('{"message":"API rate limit exceeded"}');
    else json(response, '[]');
    first = false;
    return true;
  };
  const { slept, patience } = patient();
  const told: string[] = [];
  const world = worldOf({}, (line) => told.push(line));
  await connectHttp(patience)(extractionOf(http({ url: `${api.url}/orders` })), world);
  expect(told[0]).toMatch(/^Waiting .*"status \d+","seconds":/);
  return slept;
}

it.each<[number, Record<string, string>, number]>([
  [429, { 'retry-after': '2.5' }, 2500],
  [429, { 'retry-after': ' 7 ' }, 7000],
  [429, { 'retry-after': new Date(now.getTime() + 11_000).toUTCString() }, 11_000],
  [429, { 'retry-after': new Date(now.getTime() + 11_000).toISOString() }, 11_000],
  [429, { 'retry-after': String(seconds + 9) }, 9000],
  [429, { 'retry-after': '-5' }, own],
  [429, { 'retry-after': '0' }, own],
  [429, { 'retry-after': 'soon' }, own],
  [429, { 'retry-after': '2 minutes' }, own],
  [429, { 'retry-after': new Date(now.getTime() - 11_000).toUTCString() }, own],
  [429, { 'x-ratelimit-reset': String(seconds + 4) }, 4000],
  [503, { 'retry-after': '3' }, 3000],
  [403, { 'retry-after': '3' }, 3000],
  [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(seconds + 3) }, 3000],
  [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now.getTime() + 3000) }, 3000],
  [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3' }, 3000],
  [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(seconds - 3) }, own],
  [403, { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' }, 30_000],
  [403, { ratelimit: 'limit=100, remaining=0, reset=50' }, 50_000],
  [403, { ratelimit: '"default";r=0;t=30' }, 30_000],
])('waits after %i with %j for %i ms', async (status, headers, expected) => {
  expect(await waited(status, headers)).toEqual([expected]);
});

it.each([
  {},
  { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': String(seconds + 3) },
  { ratelimit: '"a";r=5;t=30' },
])('takes 403 for a refusal where no limit is used up: %j', async (headers) => {
  await expect(waited(403, headers)).rejects.toMatchObject({ name: 'SourceRefused' });
});

it.each(['86400.5', new Date('2013-03-02').toUTCString()])('waits for no longer than it may: %s', async (after) => {
  await expect(waited(429, { 'retry-after': after })).rejects.toMatchObject({
    name: 'SourceUnavailable',
    message: expect.stringMatching(/a wait of 864\d\d s is too long here, where 60 s are left for waiting/),
  });
});
