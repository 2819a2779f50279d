import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a rule may do with a request before it is answered in the ordinary way; true where it has answered. */
export type Rule = (request: IncomingMessage, response: ServerResponse, page: number) => boolean;

/** A JSON API of rows on 127.0.0.1 and a free port, for tests and samples. */
export interface Api {
  readonly url: string;
  /** Path, query and headers of every request so far. */
  readonly requests: { readonly url: URL; readonly headers: IncomingMessage['headers'] }[];
  /** One JSON text a row, with the moment that the window is compared with. */
  rows: readonly { readonly at: string; readonly json: string }[];
  rule: Rule;
  close(): Promise<void>;
}

/**
 * Serves `/orders?from=&to=&page=&size=`, page 1 first, 100 rows a page, as `{"data":{"rows":[…]},"next":url,"cursor":…}` and with a Link
 * header; past the last page it is empty.
 */
export async function openApi(): Promise<Api> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', api.url);
    const page = Number(url.searchParams.get('page') ?? 1);
    requests.push({ url, headers: request.headers });
    if (!api.rule(request, response, page)) answer(url, page, response);
  });
  const requests: Api['requests'] = [];

  /** NaN where there is no bound, which compares with nothing. */
  const moment = (iso: string) => Date.parse(iso);
  let last: { of: Api['rows']; from: string; to: string; rows: Api['rows'] } | undefined;
  const inWindow = (from: string, to: string) => {
    if (last?.of !== api.rows || last.from !== from || last.to !== to) {
      last = {
        of: api.rows,
        from,
        to,
        rows: api.rows.filter(({ at }) => !(moment(at) < moment(from) || moment(at) >= moment(to))),
      };
    }
    return last.rows;
  };

  const answer = (url: URL, page: number, response: ServerResponse) => {
    const from = url.searchParams.get('from') ?? '';
    const to = url.searchParams.get('to') ?? '';
    const pageSize = Number(url.searchParams.get('size') ?? 100);
    const all = inWindow(from, to);
    const rows = all.slice((page - 1) * pageSize, page * pageSize).map(({ json }) => json);
    const more = page * pageSize < all.length;
    const query = new URLSearchParams({ ...Object.fromEntries(url.searchParams), page: String(page + 1) });
    const next = `${url.pathname}?${query}`;
    response.setHeader('content-type', 'application/json');
    if (more) response.setHeader('link', `<${url.pathname}>; rel=first, <${next}>; title="more"; rel="next"`);
    const [link, cursor] = more ? [JSON.stringify(next), page + 1] : ['null', 'null'];
    response.end(`{"data": {"total": ${all.length}, "rows": [${rows}]}, "next": ${link}, "cursor": ${cursor}}`);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const api: Api = {
    url: `http://127.0.0.1:${port}`,
    requests,
    rows: [],
    rule: () => false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}
