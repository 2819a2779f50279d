import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { seconds } from '../../../functions/core/duration.ts';
import { checked, failure } from '../../../functions/origins/http/address.ts';
import type { HttpOrigin } from '../../../functions/origins/http/options.ts';
import { connectHttp } from '../../../functions/origins/http/reader.ts';
import { http } from '../../../functions/tributary.ts';
import { type Api, openApi, type Rule } from '../../world/api.ts';
import { memoryBucket } from '../../world/bucket.ts';
import { batchWindow, connectorSuite, extractionOf, jsonOf, rowsTo, worldOf } from '../contract.ts';
import {
  always,
  byLink,
  cut,
  guarded,
  type HttpRig,
  html,
  json,
  now,
  openHttp,
  patient,
  secret,
  token,
} from './rig.ts';

/** Behind the headers, it neither ends in Node 20 nor heeds a signal. */
const brokenGzip = Buffer.concat([gzipSync('[]').subarray(0, -8), Buffer.alloc(8)]);

/** Requests of page 6 and later are answered by the rule. */
const half =
  (rule: Rule, other: Partial<HttpOrigin> = {}) =>
  ({ api, origin }: HttpRig) => {
    api.rule = (request, response, page) =>
      guarded(request, response, page) || (page > 5 && rule(request, response, page));
    return {
      origin: { ...origin, ...other },
      undo: () => {
        api.rule = guarded;
      },
    };
  };
/** The origin is described like this. */
const described =
  (other: Partial<HttpOrigin>) =>
  ({ origin }: HttpRig) => ({ origin: { ...origin, ...other } });

connectorSuite<HttpOrigin, HttpRig>('http', {
  open: openHttp,
  failures: {
    'server down at the start': {
      error: 'SourceUnavailable',
      says: /127\.0\.0\.1:\d+\/orders could not be read: .*ECONNREFUSED.*3 tries/,
      arrange: async (rig) => {
        const gone = await openApi();
        await gone.close();
        return described({ url: `${gone.url}/orders?from={from}&to={to}` })(rig);
      },
    },
    'connection cut half way': {
      error: 'SourceUnavailable',
      says: /the connection failed: UND_ERR_SOCKET/,
      arrange: half(always(cut)),
    },
    'connection closed in a body of no said length': {
      error: 'SourceUnavailable',
      says: /closed before the end of the page \(3 tries\)/,
      arrange: half(
        always((response) => {
          response.useChunkedEncodingByDefault = false;
          response.writeHead(200).end('{"data": {"rows": [{"id":1},');
        }),
      ),
    },
    'connection closed without an answer': {
      error: 'SourceUnavailable',
      says: /the connection failed: UND_ERR_SOCKET/,
      arrange: half(always((response) => response.destroy())),
    },
    'no header within the timeout': {
      error: 'SourceUnavailable',
      says: /no full answer within 0\.1 s/,
      arrange: half(
        always(() => undefined),
        { timeout: seconds(0.1) },
      ),
    },
    'gzip that is broken': {
      error: 'SourceUnavailable',
      says: /the connection failed: Z_DATA_ERROR|no full answer within 0\.3 s/,
      arrange: half(
        always((response) => {
          response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': brokenGzip.length }).flushHeaders();
          setTimeout(() => response.end(brokenGzip), 10);
        }),
        { timeout: seconds(0.3) },
      ),
    },
    'no end of the body within the timeout': {
      error: 'SourceUnavailable',
      says: /no full answer within 0\.1 s/,
      arrange: half(
        always((response) => response.writeHead(200).write('{')),
        { timeout: seconds(0.1) },
      ),
    },
    'throttled to the end': {
      error: 'SourceUnavailable',
      says: /status 429 \(3 tries\)/,
      arrange: half(always((response) => response.writeHead(429, { 'retry-after': '2' }).end())),
    },
    'throttled for longer than a function lives': {
      error: 'SourceUnavailable',
      says: /status 429, and a wait of 86400 s is too long/,
      arrange: half(always((response) => response.writeHead(429, { 'retry-after': '86400' }).end())),
    },
    'at fault to the end': {
      error: 'SourceUnavailable',
      says: /status 502/,
      arrange: half(always((response) => html(response, 502))),
    },
    'wrong token': {
      error: 'SourceRefused',
      says: /status 401.*the secret "orders\/token"/,
      arrange: () => ({ secrets: { [secret]: 'token-of-yesterday' } }),
    },
    'no token where one is wanted': {
      error: 'SourceRefused',
      says: /status 401.*wants a secret/,
      arrange: ({ origin: { secret: _, ...origin } }) => ({ origin }),
    },
    'a token that may not read this': {
      error: 'SourceRefused',
      says: /status 403.*what it may read/,
      arrange: half(always((response) => html(response, 403))),
    },
    'a secret missing': {
      error: 'SourceRefused',
      says: /no secret "orders\/token"/,
      arrange: () => ({ secrets: {} }),
    },
    'a secret of several lines': {
      error: 'SourceRefused',
      says: /"orders\/token" cannot stand in a header/,
      arrange: () => ({ secrets: { [secret]: `${token}\nx` } }),
    },
    'nothing at that address': {
      error: 'SourceRefused',
      says: /status 404.*the url/,
      arrange: half(always((response) => html(response, 404))),
    },
    'HTML instead of JSON': {
      error: 'SourceRefused',
      says: /page 6 of .* is not JSON but HTML or XML; its content type is text\/html; charset=utf-8/,
      arrange: half(always((response) => html(response))),
    },
    'JSON that ends too early': {
      error: 'SourceRefused',
      says: /page 6 of .* is not JSON/,
      arrange: half(always((response) => json(response, '{"data": {"rows": [{"id": 1}'))),
    },
    'text that is not UTF-8': {
      error: 'SourceRefused',
      says: /not in UTF-8/,
      arrange: half(always((response) => json(response, Buffer.from('[{"name": "Größe"}]', 'latin1')))),
    },
    'no array where the rows should be': {
      error: 'SourceRefused',
      says: /page 6 of .* has no array at data\.rows/,
      arrange: half(always((response) => json(response, '{"data": {"rows": {"id": 1}}}'))),
    },
    'a page too large, whatever its Content-Length': {
      error: 'SourceRefused',
      says: /more than 100000 bytes/,
      arrange: half(
        always((response) => response.writeHead(200).end(`[${'1,'.repeat(100_000)}1]`)),
        { maxPageBytes: 100_000 },
      ),
    },
    'a page that leads to itself': {
      error: 'SourceRefused',
      says: /page 6 leads back/,
      arrange: half(
        (request, response) => json(response, `{"data": {"rows": []}, "next": "${request.url}"}`).writableEnded,
      ),
    },
    'a page that leads back to the first': {
      error: 'SourceRefused',
      says: /page 6 leads back/,
      arrange: half(({ url = '' }, response) => {
        const first = url.replace(/&page=\d+/, '');
        return json(response, `{"data": {"rows": []}, "next": "${first}"}`).writableEnded;
      }),
    },
    'a cursor that stays': {
      error: 'SourceRefused',
      says: /leads back/,
      arrange: half(
        always((response) => json(response, '{"data": {"rows": []}, "cursor": 6}')),
        { pages: { by: 'cursor', at: ['cursor'], parameter: 'page' } },
      ),
    },
    'the same rows under every page number': {
      error: 'SourceRefused',
      says: /page 26 holds the same rows as the 20 before it/,
      arrange: half(
        always((response, page) => json(response, `{"data": {"rows": [{"id": 1}], "page": ${page}}}`)),
        { pages: { by: 'number', parameter: 'page', first: 1 } },
      ),
    },
    'an API that never ends': {
      error: 'SourceRefused',
      says: /page 50 is not the last, and maxPages is 50/,
      arrange: half(
        always((response, page) => json(response, `{"data": {"rows": [{"id": ${page}}]}}`)),
        { pages: { by: 'number', parameter: 'page', first: 1 }, maxPages: 50 },
      ),
    },
    'a next page on another host': {
      error: 'SourceRefused',
      says: /another host, https:\/\/elsewhere\.example/,
      arrange: half(
        always((response) => json(response, '{"data": {"rows": []}, "next": "https://elsewhere.example/"}')),
      ),
    },
    'a next page that is no address': {
      error: 'SourceRefused',
      says: /at next does not lead/,
      arrange: half(always((response) => json(response, '{"data": {"rows": []}, "next": {"href": "/"}}'))),
    },
    'a redirect without end': {
      error: 'SourceRefused',
      says: /redirects more than 5 times/,
      arrange: half(always((response) => response.writeHead(302, { location: '/orders?page=6' }).end())),
    },
    'a redirect out of https': {
      error: 'SourceRefused',
      says: /http:\/\/elsewhere\.example\/ is not https/,
      arrange: half(always((response) => response.writeHead(302, { location: 'http://elsewhere.example/' }).end())),
    },
    'a next page that is a file': {
      error: 'SourceRefused',
      says: /file:\/\/\/etc\/passwd is not https/,
      arrange: half(always((response) => json(response, '{"data":{"rows":[]},"next":"file:///etc/passwd"}'))),
    },
    'an address that is not https': {
      error: 'SourceRefused',
      says: /http:\/\/127\.elsewhere\.example\/ is not https/,
      arrange: described({ url: 'http://127.elsewhere.example/' }),
    },
    'an address at a port that nobody may ask': {
      error: 'SourceRefused',
      says: /cannot be asked/,
      arrange: described({ url: 'http://127.0.0.1:1/' }),
    },
    'a password in the address': {
      error: 'SourceRefused',
      says: /holds a user name or password/,
      arrange: described({ url: `https://me:${token}@elsewhere.example/` }),
    },
  },
});

describe('the connector http', () => {
  let api: Api;
  beforeEach(async () => {
    api = await openApi();
    api.rows = rowsTo(1200).map((row) => ({ at: row.at, json: jsonOf(row) }));
  });
  afterEach(() => api.close());

  const extract = async (other: Partial<HttpOrigin> = {}, world = {}, patience = patient().patience) => {
    const bucket = memoryBucket();
    const origin = http({ url: `${api.url}/orders`, ...byLink, ...other });
    await connectHttp(patience)(extractionOf(origin), { ...worldOf({ [secret]: token }), bucket, ...world });
    return Object.values(bucket.texts()).join('').split('\n').slice(0, -1);
  };
  const pagesAsked = () => api.requests.map(({ url }) => Number(url.searchParams.get('page') ?? 1));
  const oneTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

  it.each<[string, HttpOrigin['pages'], number]>([
    ['a link in the page', { by: 'link', at: ['next'] }, 12],
    ['the header Link', { by: 'link' }, 12],
    ['a cursor', { by: 'cursor', at: ['cursor'], parameter: 'page' }, 12],
    ['number, up to an empty page', { by: 'number', parameter: 'page', first: 1 }, 13],
  ])('reads pages by %s', async (_, pages, asked) => {
    expect(await extract({ pages })).toEqual(api.rows.map((row) => row.json));
    expect(pagesAsked()).toEqual(oneTo(asked));
  });

  it('reads an array by itself, and nothing after it, where there are no pages', async () => {
    api.rule = always((response) =>
      json(response, '\ufeff [\r\n {"a" : 1.10,\n "b": [ 1e400 ] } ,\n {"a": -0.0}\n]\n'),
    );
    const rows = ['{"a" : 1.10,  "b": [ 1e400 ] }', '{"a": -0.0}'];
    expect(await extract({ rows: [], pages: { by: 'none' } })).toEqual(rows);
    expect(api.requests).toHaveLength(1);
  });

  it('asks for the window of the batch', async () => {
    await extract({ url: `${api.url}/orders?from={from}&to={to}` });
    expect(Object.fromEntries(api.requests[0]?.url.searchParams ?? [])).toEqual(batchWindow);
  });

  it('goes on where page 7 of 12 fails twice, waiting longer each time', async () => {
    const { slept, patience } = patient();
    const failures = [cut, (response: ServerResponse) => html(response, 503)];
    api.rule = (_, response, page) => {
      const fail = page === 7 ? failures.shift() : undefined;
      fail?.(response);
      return fail !== undefined;
    };
    expect(await extract({}, {}, patience)).toEqual(api.rows.map((row) => row.json));
    expect(slept).toEqual([500, 1000]);
  });

  it('waits as long as a 429 asks, in seconds or up to a date', async () => {
    const { slept, patience } = patient();
    const asked = ['7', new Date(now.getTime() + 11_000).toUTCString()];
    api.rule = (_, response) => {
      const after = asked.shift();
      if (after) response.writeHead(429, { 'retry-after': after }).end();
      return after !== undefined;
    };
    expect(await extract({}, {}, patience)).toHaveLength(1200);
    expect(slept).toEqual([7000, 11_000]);
  });

  it('waits no longer in all than it is allowed, over all pages', async () => {
    const { slept, patience } = patient();
    const throttled = new Set<number>();
    api.rule = (_, response, page) => {
      if (throttled.has(page)) return false;
      throttled.add(page);
      response.writeHead(429, { 'retry-after': '25' }).end();
      return true;
    };
    await expect(extract({}, {}, patience)).rejects.toMatchObject({ name: 'SourceUnavailable' });
    expect(slept).toEqual([25_000, 25_000]);
  });

  it('reads the secret once, and once more where the token was replaced', async () => {
    const reads: unknown[] = [];
    const read = async (name: string, options?: unknown) => {
      reads.push([name, options]);
      return options ? `${token}\n` : 'token-of-yesterday';
    };
    api.rule = guarded;
    expect(await extract({ secret }, { secret: read })).toHaveLength(1200);
    expect(reads).toEqual([
      [secret, undefined],
      [secret, { again: true }],
    ]);
  });

  it('sends a key in the header that is named', async () => {
    await extract({ secret, secretHeader: 'x-api-key' });
    for (const { headers } of api.requests) {
      expect(headers['x-api-key']).toBe(token);
      expect(headers.authorization).toBeUndefined();
    }
  });

  it('follows a redirect, with its credential on the same host alone', async () => {
    const other = await openApi();
    try {
      other.rows = api.rows.slice(0, 150);
      api.rule = (request, response) => {
        const location = request.url === '/orders' ? '/moved' : `${other.url}/orders?page=1`;
        response.writeHead(307, { location }).end();
        return true;
      };
      expect(await extract({ secret, secretHeader: 'x-api-key' })).toHaveLength(150);
      expect(api.requests.map(({ headers }) => headers['x-api-key'])).toEqual([token, token]);
      expect(other.requests).toHaveLength(2);
      expect(JSON.stringify(other.requests)).not.toContain(token);
    } finally {
      await other.close();
    }
  });

  it('never goes from https to http, not even within the machine', () => {
    const ask = () => checked('http://127.0.0.1:9001/', new URL('https://orders.example/'), failure('orders'));
    expect(ask).toThrow('orders: http://127.0.0.1:9001/ is not https, and https://orders.example/ leads there');
  });
});
