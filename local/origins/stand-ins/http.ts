import { createServer, type IncomingMessage } from 'node:http';
import type { HttpOrigin } from '../../../functions/origins/http/options.ts';
import { listenOnLoopback } from '../../loopback.ts';
import { localCredential, type Seeded, type Serve } from '../served.ts';

const pageSize = 50;

/** A JSON API for each source, which pages and asks for a credential as the origin describes it; whatever the window, it gives all rows. */
export const serve: Serve<HttpOrigin> = async (sources, toClose) => {
  const addresses: Record<string, string> = {};
  for (const source of sources) {
    const { url, close } = await listenOnLoopback(apiOf(source));
    toClose(close);
    addresses[source.name] = url;
  }
  const named = sources.flatMap(({ origin }) => origin.secret ?? []);
  return { addresses, secrets: Object.fromEntries(named.map((name) => [name, localCredential])) };
};

const apiOf = (source: Seeded<HttpOrigin>) =>
  createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const status = url.pathname !== new URL(source.origin.url).pathname ? 404 : admitted(request, source) ? 200 : 401;
    const { body, link } = status === 200 ? pageOf(url, source) : { body: { status } };
    response.writeHead(status, { 'content-type': 'application/json', ...(link && { link }) });
    response.end(JSON.stringify(body));
  });

function admitted({ headers }: IncomingMessage, { origin: { secret, secretHeader } }: Seeded<HttpOrigin>): boolean {
  if (!secret) return true;
  if (secretHeader) return headers[secretHeader.toLowerCase()] === localCredential;
  return headers.authorization === `Bearer ${localCredential}`;
}

/** The rows of a page and the way to the next, each where the origin looks for it. */
function pageOf(
  url: URL,
  { origin, seed: { rows } }: Seeded<HttpOrigin>,
): { readonly body: unknown; readonly link?: string } {
  const { pages } = origin;
  if (pages.by === 'none') return { body: nested([[origin.rows, rows]]) };
  const parameter = pages.by === 'link' ? 'page' : pages.parameter;
  const first = pages.by === 'number' ? pages.first : 1;
  const page = Number(url.searchParams.get(parameter) ?? first);
  const end = (page - first + 1) * pageSize;
  const some: Placed = [origin.rows, rows.slice(end - pageSize, end)];
  if (pages.by === 'number' || end >= rows.length) return { body: nested([some]) };
  const next = new URL(url);
  next.searchParams.set(parameter, String(page + 1));
  const way = pages.by === 'link' ? `${next.pathname}${next.search}` : String(page + 1);
  return pages.at ? { body: nested([some, [pages.at, way]]) } : { body: nested([some]), link: `<${way}>; rel="next"` };
}

type Placed = readonly [path: readonly string[], value: unknown];

/** JSON with each value at its path. */
function nested(placed: readonly Placed[]): unknown {
  const whole = placed.find(([path]) => path.length === 0);
  if (whole) return whole[1];
  const keys = new Set(placed.map(([[key = '']]) => key));
  const below = (wanted: string) =>
    placed.flatMap(([[key, ...rest], value]): Placed[] => (key === wanted ? [[rest, value]] : []));
  return Object.fromEntries([...keys].map((key) => [key, nested(below(key))]));
}
