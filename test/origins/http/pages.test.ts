import type { ServerResponse } from 'node:http';
import type { HttpOrigin } from '../../../functions/origins/http/options.ts';
import { connectHttp } from '../../../functions/origins/http/reader.ts';
import { http } from '../../../functions/tributary.ts';
import { type Api, openApi } from '../../world/api.ts';
import { memoryBucket } from '../../world/bucket.ts';
import { extractionOf, worldOf } from '../contract.ts';
import { json, patient, secret, token } from './rig.ts';

const [one, two] = ['{"id":1}', '{"id":2}'];

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

/** The rows and warnings of an API that answers each request, told by its query, like this. */
async function read(
  answer: (query: URLSearchParams, response: ServerResponse) => unknown,
  other: Partial<HttpOrigin> = {},
) {
  const bucket = memoryBucket();
  const said: string[] = [];
  api.rule = (request, response) => {
    const body = answer(new URL(request.url ?? '', api.url).searchParams, response);
    if (typeof body === 'string') json(response, body);
    return true;
  };
  const asked = api.requests.length;
  const world = { ...worldOf({ [secret]: token }, (line) => said.push(line)), bucket };
  const origin = http({ url: `${api.url}/orders`, ...other });
  await connectHttp(patient().patience)(extractionOf(origin), world);
  const rows = Object.values(bucket.texts()).join('').split('\n').slice(0, -1);
  return { rows, said, asked: api.requests.length - asked };
}

const status =
  (code: number, body = '') =>
  (response: ServerResponse) =>
    response.writeHead(code, { 'content-type': 'application/json' }).end(body);
const byNumber = { by: 'number', parameter: 'page', first: 1 } as const;
/** Page 1 and 2 as arrays, and behind these what is given. */
const twoThen = (behind: (response: ServerResponse) => unknown) => (query: URLSearchParams, response: ServerResponse) =>
  ({ 1: `[${one}]`, 2: `[${two}]` })[query.get('page') ?? ''] ?? behind(response);

describe('pages end', () => {
  it('by an answer without content', async () => {
    expect((await read(twoThen(status(204)), { pages: byNumber })).rows).toEqual([one, two]);
  });

  it.each(['null', '[]'])('by %s where a page should be', async (body) => {
    expect(
      (
        await read(
          twoThen(() => body),
          { pages: byNumber },
        )
      ).rows,
    ).toEqual([one, two]);
  });

  it('by rows that are null', async () => {
    const answer = (query: URLSearchParams) =>
      query.has('cursor') ? '{"users":null,"next_token":null}' : `{"users":[${one}],"next_token":"t2"}`;
    const pages = { by: 'cursor', at: ['next_token'], parameter: 'cursor' } as const;
    expect((await read(answer, { rows: ['users'], pages })).rows).toEqual([one]);
  });

  it('by the status 404 where the source says so, and not before the first row', async () => {
    const ending = twoThen(status(404, '{"detail":"Invalid page."}'));
    expect((await read(ending, { pages: { ...byNumber, end: 404 } })).rows).toEqual([one, two]);
    await expect(read(ending, { pages: byNumber })).rejects.toThrow(/status 404.*say end: 404 in `pages`/);
    const never = (_: URLSearchParams, response: ServerResponse) => status(404)(response);
    await expect(read(never, { pages: { ...byNumber, end: 404 } })).rejects.toThrow(/status 404/);
  });

  it.each([
    ['a link that leads to itself', '"next_page":"/orders?start=2"', { by: 'link', at: ['next_page'] }],
    ['a cursor that goes on for ever', '"next_page":"/orders?start=3"', { by: 'link', at: ['next_page'] }],
  ] as const)('where the stream ends, beside %s', async (_, then, pages) => {
    const answer = (query: URLSearchParams) =>
      query.has('start')
        ? `{"tickets":[${two}],"end_of_stream":true,${then}}`
        : `{"tickets":[${one}],"end_of_stream":false,"next_page":"/orders?start=2"}`;
    expect(await read(answer, { rows: ['tickets'], pages })).toMatchObject({ rows: [one, two], asked: 2 });
  });

  it('where an empty page says that there are no more, whatever its cursor is', async () => {
    const answer = (query: URLSearchParams) =>
      `{"rows":[${query.has('after') ? '' : one}],"meta":{"has_more":false,"after":"${query.get('after')}x"}}`;
    const pages = { by: 'cursor', at: ['meta', 'after'], parameter: 'after' } as const;
    expect(await read(answer, { rows: ['rows'], pages })).toMatchObject({ rows: [one], asked: 2 });
  });

  it('not where honest rows are the same on several of them', async () => {
    const answer = (query: URLSearchParams) => (Number(query.get('page')) < 9 ? `[${one}]` : '[]');
    expect((await read(answer, { pages: byNumber })).rows).toEqual(Array.from({ length: 8 }, () => one));
  });
});

describe('a next page that is not followed', () => {
  const link = { by: 'link', at: ['no', 'such'] } as const;
  const cursor = { by: 'cursor', at: ['no_such'], parameter: 'cursor' } as const;

  const leading = [
    '"@odata.nextLink":"/orders?page=2"',
    '"nextPageToken":"abc"',
    '"next_page":2',
    '"links":{"next":"/orders?page=2"}',
    '"_links":{"next":{"href":"/orders?page=2"}}',
    '"meta":{"pagination":{"next_url":"/orders?page=2"}}',
    '"response_metadata":{"next_cursor":"dXNlcg=="}',
    '"has_more":true',
    '"pageInfo":{"hasNextPage":true,"endCursor":"abc"}',
    '"last":false',
    '"done":false,"nextRecordsUrl":"/query/01g-2000"',
    '"IsTruncated":true,"NextContinuationToken":"abc"',
    '"LastEvaluatedKey":{"id":"7"}',
  ];
  it.each(leading.flatMap((way) => [{ by: 'none' } as const, link, cursor].map((pages) => [way, pages] as const)))(
    'refuses the source: %s, with %j',
    async (way, pages) => {
      const failing = read(() => `{"rows":[${one}],${way}}`, { rows: ['rows'], pages });
      await expect(failing).rejects.toMatchObject({
        name: 'SourceRefused',
        message: expect.stringMatching(/page 1 of \S+ is the last that was read, and says by .* that there are more/),
      });
    },
  );

  it('refuses the source by the header Link, and beside the rows in an object of their own', async () => {
    const answer = (_: URLSearchParams, response: ServerResponse) => {
      response.setHeader('link', '</orders?page=2>; rel="next"');
      return `[${one}]`;
    };
    await expect(read(answer)).rejects.toThrow(/its header Link/);
    const inside = () => `{"data":{"items":[${one}],"next":"/orders?page=2"}}`;
    await expect(read(inside, { rows: ['data', 'items'] })).rejects.toThrow(/by data\.next/);
  });

  it('is passed over where the source takes one page on purpose', async () => {
    const pages = { by: 'none', ignore: true } as const;
    const { rows, said } = await read(() => `{"rows":[${one}],"has_more":true,"total":9}`, { rows: ['rows'], pages });
    expect(rows).toEqual([one]);
    expect(said.filter((line) => line.startsWith('Perhaps'))).toEqual([]);
  });

  it('is no page where all that names one is nothing', async () => {
    const nothing =
      '"next":null,"next_page":"","nextPageToken":null,"has_more":false,"links":{"next":null},"last":true,"total":1,"next_steps":"sell"';
    const { rows, said } = await read(() => `{"rows":[${one}],${nothing}}`, { rows: ['rows'] });
    expect(rows).toEqual([one]);
    expect(said.filter((line) => line.startsWith('Perhaps'))).toEqual([]);
  });

  it.each([
    ['"total":240', 'the API says total: 240, and 1 rows on 1 pages came'],
    ['"meta":{"total_pages":3}', 'the API says meta.total_pages: 3, and 1 rows on 1 pages came'],
    ['"cursor":"abc"', 'the API has cursor beside its rows'],
  ])('is warned of where it is not certain: %s', async (way, warning) => {
    const { rows, said } = await read(() => `{"rows":[${one}],${way}}`, { rows: ['rows'] });
    expect(rows).toEqual([one]);
    expect(said).toContainEqual(expect.stringContaining(`Perhaps not all was read: ${warning}`));
  });
});

describe('a page that cannot be read', () => {
  it.each([200, 202, 206])('is one of status %s that is empty: only 204 says that there is nothing', async (code) => {
    await expect(read(twoThen(status(code)), { pages: byNumber })).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringMatching(new RegExp(`page 3 of .* is not JSON but empty.* status ${code}`)),
    });
  });

  it.each([
    ['[{"id":1,"name":NaN}]', /is not JSON but almost: it holds NaN/],
    ['', /is not JSON but empty/],
    ['id;name 17', /is not JSON but text of the form "aa;aaaa 99"/],
    ['[{"id":1},', /begins like it, and is cut off/],
    ['{"id":1}\n{"id":2}\n', /is not JSON but lines of JSON.*Ask it for an array, or .*docs\/connectors\.md/],
    ['<?xml version="1.0"?>', /is not JSON but HTML or XML.*log in/],
    ['{"rows":[],"rows":[{"id":1}]}', /has the key rows twice/],
  ])('is told by what came: %s', async (body, says) => {
    await expect(read(() => body, { rows: ['rows'] })).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringMatching(says),
    });
  });
});

describe('an API that sends the secret back', () => {
  const hidden = 'S3cret/Tok;en+9f8e=';
  const echoes: Record<string, (response: ServerResponse) => unknown> = {
    'in its content type': (response) => response.writeHead(200, { 'content-type': `text/${hidden}` }).end('<p>'),
    'in the reason of its status': (response) => response.writeHead(400, hidden).end(hidden),
    'in the body of an error': (response) => response.writeHead(401).end(hidden),
    'in a redirect to nowhere': (response) => response.writeHead(302, { location: `http://x.example/${hidden}` }).end(),
    'in a redirect, encoded': (response) =>
      response.writeHead(302, { location: `/${encodeURIComponent(hidden)}` }).end(),
    'in a body that is no JSON': (response) => json(response, hidden),
    'in a key': (response) => json(response, `{"${hidden}":1,"rows":[],"next":"http://x.example/${hidden}"}`),
    'in a key that leads on': (response) => json(response, `{"rows":[],"links":{"next":{"${hidden}":"${hidden}"}}}`),
    'in the header Retry-After': (response) => response.writeHead(429, { 'retry-after': hidden }).end(),
  };
  it.each(Object.entries(echoes))('%s: it stands in no message and no log', async (_, answer) => {
    const said: string[] = [];
    api.rule = (_request, response) => {
      answer(response);
      return true;
    };
    const world = worldOf({ [secret]: hidden }, (line) => said.push(line));
    const origin = http({ url: `${api.url}/orders`, secret, rows: ['rows'], pages: { by: 'link', at: ['next'] } });
    const failing = connectHttp(patient().patience)(extractionOf(origin), world);
    await failing.catch((error: unknown) => said.push(String(error)));
    const everything = said.join('\n').toLowerCase();
    expect(everything).toContain('ledger');
    for (const part of ['s3cret', 'en+9f8e', 'en%2b9f8e']) expect(everything).not.toContain(part);
  });

  it('in a name that is warned of: it stands there no more', async () => {
    const digits = '7788-9900';
    const said: string[] = [];
    api.rule = (_request, response) => {
      json(response, `{"rows":[${one}],"total ${digits}":5}`);
      return true;
    };
    const world = { ...worldOf({ [secret]: digits }, (line) => said.push(line)), bucket: memoryBucket() };
    const origin = http({ url: `${api.url}/orders`, secret, rows: ['rows'] });
    await connectHttp(patient().patience)(extractionOf(origin), world);
    expect(said).toContainEqual(expect.stringContaining('the API says total ***: 5'));
    expect(said.join()).not.toContain(digits);
  });
});
