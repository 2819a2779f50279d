import type { MiddlewareHandler } from 'hono';

/** Of every answer. What the page shows is its own; nobody frames it, and it loads nothing from elsewhere. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** What a browser says of a request; what is no browser says nothing. */
interface Said {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`: https://www.w3.org/TR/fetch-metadata/ */
  readonly site: string | undefined;
  readonly mode: string | undefined;
}

/** Refuses what a page of another site asks for, also one that has taken a name for this address. */
export const guard: MiddlewareHandler = async (context, next) => {
  const { req } = context;
  const said = {
    method: req.method,
    host: req.header('host'),
    origin: req.header('origin'),
    site: req.header('sec-fetch-site'),
    mode: req.header('sec-fetch-mode'),
  };
  const problem = problemOf(said);
  if (problem !== undefined) context.res = context.text(problem, 403);
  else await next();
  for (const [name, value] of Object.entries(headers)) {
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  }
};

/** Why a request is refused; undefined where it is not. */
function problemOf({ method, host = '', origin, site, mode }: Said): string | undefined {
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return 'This host is not this machine.';
  if (origin !== undefined && origin !== `http://${host}`) return 'Another site may not ask this.';
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isLink = method === 'GET' && mode === 'navigate';
  return isForeign && !isLink ? 'Another site may not ask this.' : undefined;
}
