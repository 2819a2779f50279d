import crypto, { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const code = readFileSync('resources/site/viewer-request.js', 'utf8');

/** A request as CloudFront hands it to a function, and gets it back. */
interface Request {
  uri: string;
  readonly querystring: object;
  readonly headers: { readonly authorization?: { readonly value: string } };
}
type Handler = (event: { readonly request: Request }) => Promise<Request | { readonly statusCode: number }>;

/** The very code that is deployed, beside a store that has these keys. */
function handlerWith(store: Readonly<Record<string, string>>): Handler {
  const get = async (key: string) => {
    const value = new Map(Object.entries(store)).get(key);
    if (value === undefined) throw new Error('KeyNotFound');
    return value;
  };
  const modules = { cloudfront: { kvs: () => ({ get }) }, crypto };
  const body = code.replace(/^import (\w+) from '(\w+)';$/gm, 'const $1 = modules.$2;');
  return new Function('modules', `${body}\nreturn handler;`)(modules);
}

const hashOf = (credentials: string) => createHash('sha256').update(credentials).digest('hex');
const store = { ada: hashOf('ada:secret'), zoë: hashOf('zoë:pä:ß:'), empty: '' };
const basic = (credentials: string, scheme = 'Basic') => `${scheme} ${Buffer.from(credentials).toString('base64')}`;

const asked = (authorization: string | undefined, uri = '/index.html'): Request => ({
  uri,
  querystring: { version: { value: '2' } },
  headers: authorization === undefined ? {} : { authorization: { value: authorization } },
});

describe('the viewer function', () => {
  it.each([
    ['the right password', basic('ada:secret')],
    ['a password with colons, in letters beyond ASCII', basic('zoë:pä:ß:')],
    ['the scheme in small letters', basic('ada:secret', 'basic')],
  ])('lets in with %s', async (_, authorization) => {
    expect(await handlerWith(store)({ request: asked(authorization) })).toEqual(asked(authorization));
  });

  it.each([
    ['no login', undefined],
    ['an empty header', ''],
    ['a wrong password', basic('ada:Secret')],
    ['no password', basic('ada:')],
    ['no colon', basic('ada')],
    ['nothing between', basic('')],
    ['a user that is not there', basic('bob:secret')],
    ["another user's password", basic('zoë:secret')],
    ['no user', basic(':secret')],
    ['a user whose value is empty', basic('empty:')],
    ['another scheme', basic('ada:secret', 'Bearer')],
    ['the hash itself', basic(`ada:${store.ada}`)],
    ['what is not base64', 'Basic ada:secret'],
    ['bytes that are no text', `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}`],
    ['a name that objects have', basic('constructor:secret')],
  ])('asks for a login where there is %s', async (_, authorization) => {
    expect(await handlerWith(store)({ request: asked(authorization) })).toMatchObject({
      statusCode: 401,
      headers: { 'www-authenticate': { value: 'Basic realm="Reports", charset="UTF-8"' } },
    });
  });

  it('lets nobody in while the store is empty', async () => {
    for (const authorization of [basic('ada:secret'), basic(':'), undefined]) {
      expect(await handlerWith({})({ request: asked(authorization) })).toMatchObject({ statusCode: 401 });
    }
  });

  it.each([
    ['/', '/index.html'],
    ['/2013-02/', '/2013-02/index.html'],
    ['/2013-02/index.html', '/2013-02/index.html'],
    ['/2013-02/run/report.json', '/2013-02/run/report.json'],
  ])('finds for %s the page %s, and keeps the query', async (uri, page) => {
    const authorization = basic('ada:secret');
    expect(await handlerWith(store)({ request: asked(authorization, uri) })).toEqual(asked(authorization, page));
  });

  it('is of what the runtime knows, and small enough for it', () => {
    expect(code.length).toBeLessThan(10_240);
    expect(code.match(/^import .*/gm)).toEqual(["import cf from 'cloudfront';", "import crypto from 'crypto';"]);
    expect(code).not.toMatch(/\?\.|\?\?|\.\.\.|\bclass\b|\b(const|let) [{[]|\(await /);
  });
});
