import { listenOnLoopback } from '../../../local/loopback.ts';
import { httpApi } from '../../../local/stack/http.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

/** An HTTP API of one function, at the routes, with what it was called with and what it threw. */
async function served(answer: (event: unknown) => Promise<unknown>, ...routes: string[]) {
  const asked: unknown[] = [];
  const failures: unknown[] = [];
  const code = async (event: unknown) => {
    asked.push(event);
    return answer(event);
  };
  const events = (routes.length > 0 ? routes : ['*']).map((httpApi) => ({ httpApi }));
  const { url, close } = await listenOnLoopback(
    httpApi({
      file: { functions: { shop: { handler: 'functions/shop.handler', environment: {}, events } } },
      functions: { shop: code },
      failed: (name, error) => failures.push([name, String(error)]),
    }),
  );
  closing.push(close);
  return { url, asked, failures };
}

const echo = async () => 'done';

it('calls the function with what was asked, in format 2.0 of the payload', async () => {
  const { url, asked } = await served(echo, 'POST /orders/{order}/lines/{rest+}');
  await fetch(`${url}/orders/7/lines/a/b?size=s&size=m&q=%C3%A4`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Shop': 'yes', cookie: 'a=1; b=2' },
    body: '{"ä":1}',
  });
  expect(asked).toMatchObject([
    {
      version: '2.0',
      routeKey: 'POST /orders/{order}/lines/{rest+}',
      rawPath: '/orders/7/lines/a/b',
      rawQueryString: 'size=s&size=m&q=%C3%A4',
      cookies: ['a=1', 'b=2'],
      headers: { 'x-shop': 'yes', 'content-type': 'application/json' },
      queryStringParameters: { size: 's,m', q: 'ä' },
      pathParameters: { order: '7', rest: 'a/b' },
      requestContext: {
        http: { method: 'POST', path: '/orders/7/lines/a/b', sourceIp: '127.0.0.1' },
        stage: '$default',
      },
      body: '{"ä":1}',
      isBase64Encoded: false,
    },
  ]);
  expect(asked).not.toMatchObject([{ headers: { cookie: expect.anything() } }]);
});

it.each([
  ['application/x-www-form-urlencoded', {}],
  ['image/png', {}],
  ['application/json', { 'content-encoding': 'gzip' }],
])('hands a body of %s %j on in base64', async (type, more) => {
  const { url, asked } = await served(echo);
  const bytes = Buffer.from([0, 255, 10]);
  await fetch(url, { method: 'PUT', headers: { 'content-type': type, ...more }, body: bytes });
  expect(asked).toMatchObject([{ body: bytes.toString('base64'), isBase64Encoded: true }]);
});

it('leaves out what the request does not have', async () => {
  const { url, asked } = await served(echo);
  await fetch(url);
  const [event] = asked;
  for (const name of ['body', 'cookies', 'queryStringParameters', 'pathParameters'])
    expect(event).not.toHaveProperty(name);
  expect(event).toMatchObject({ routeKey: '$default', rawQueryString: '', isBase64Encoded: false });
});

it('takes the most specific route', async () => {
  const { url, asked } = await served(echo, '*', '* /orders/{rest+}', 'GET /orders/{order}', 'GET /orders/new');
  for (const path of ['orders/new', 'orders/7', 'orders/7/8', 'else']) await fetch(`${url}/${path}`);
  await fetch(`${url}/orders/7`, { method: 'DELETE' });
  const keys = ['GET /orders/new', 'GET /orders/{order}', 'ANY /orders/{rest+}', '$default', 'ANY /orders/{rest+}'];
  expect(asked).toMatchObject(keys.map((routeKey) => ({ routeKey })));
});

it.each([
  ['POST', '/orders'],
  ['GET', '/order'],
  ['GET', '/orders/'],
])('answers 404 where no route is: %s %s', async (method, path) => {
  const { url, asked } = await served(echo, 'GET /orders');
  const response = await fetch(`${url}${path}`, { method });
  expect([response.status, await response.json(), asked]).toEqual([404, { message: 'Not Found' }, []]);
});

it('answers with status, headers, cookies and bytes as the function says', async () => {
  const { url } = await served(async () => ({
    statusCode: 201,
    headers: { 'X-Count': 3 },
    cookies: ['a=1; HttpOnly', 'b=2'],
    body: Buffer.from([0, 255]).toString('base64'),
    isBase64Encoded: true,
  }));
  const response = await fetch(url);
  expect(response.status).toBe(201);
  expect(response.headers.get('x-count')).toBe('3');
  expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0, 255]));
});

it.each([
  [{ order: 7 }, '{"order":7}'],
  ['done', 'done'],
])('answers 200 with what has no status: %j', async (said, body) => {
  const { url } = await served(async () => said);
  const response = await fetch(url);
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
    200,
    'application/json',
    body,
  ]);
});

it.each([
  ['throws', () => Promise.reject(new Error('no table'))],
  ['answers with a status and a body that is no text', async () => ({ statusCode: 200, body: { a: 1 } })],
  ['answers with a header of two lines', async () => ({ statusCode: 200, headers: { 'x-a': '1', 'x-b': '2\n3' } })],
  ['answers with a status that is none', async () => ({ statusCode: 'OK' })],
])('answers 500, and tells nothing, where the function %s', async (_, answer) => {
  const { url, failures } = await served(answer);
  const response = await fetch(url);
  expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  expect(failures).toEqual([['shop', expect.any(String)]]);
});
