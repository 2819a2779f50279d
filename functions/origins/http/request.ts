import { isUtf8 } from 'node:buffer';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { TributaryError } from '../../core/errors.ts';
import type { ConnectorWorld, Extraction } from '../connector.ts';
import { checked, type Fail, failure, shown } from './address.ts';
import type { HttpOrigin } from './options.ts';
import { ordinaryPatience, Passing, type Patience, retrying } from './retry.ts';
import { isSpent, secondsAsked } from './wait.ts';

/** One answer: where it came from in the end, its status, its body (`null` where it has no content), and the headers that matter. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  readonly type: string;
  readonly link: string;
}

/** `bare` is a status that is no failure here, whatever its body is, which is left out. */
export type Get = (url: URL, bare?: number) => Promise<Answer>;

const redirects = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;
const passing = new Set([408, 425, 429]);
const mayPass = ({ status, headers }: Response) =>
  passing.has(status) || status >= 500 || (status === 403 && isSpent(headers));

/**
 * GETs pages for one extraction: patiently, up to the origin's limits, and with the credential for the origin's own
 * scheme, host and port alone. Messages name a URL without its query, and nothing of an answer's body.
 */
export function getter(
  { source, origin }: Pick<Extraction<HttpOrigin>, 'source' | 'origin'>,
  { secret, log }: Pick<ConnectorWorld, 'secret' | 'log'>,
  patience: Patience = ordinaryPatience,
): Get {
  const fail = failure(source);
  const home = checked(origin.url, undefined, fail).origin;
  const patiently = retrying(patience, (reason, seconds) => log.info('Waiting', { source, reason, seconds }));
  let credential: Promise<Record<string, string>> | undefined;

  const read = async (again?: { again: true }) => {
    if (!origin.secret) return {};
    const { secret: name, secretHeader: header } = origin;
    const value = (await secret(name, again)).trim();
    // fetch would print the value.
    if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) {
      throw fail('SourceRefused', `the secret "${name}" cannot stand in a header: it must be one line of plain ASCII.`);
    }
    return header ? { [header]: value } : { authorization: `Bearer ${value}` };
  };

  /** Follows redirects by itself: fetch would carry a header like x-api-key to another host. */
  const open = async (start: URL, signal: AbortSignal): Promise<{ url: URL; response: Response }> => {
    let url = start;
    for (let hops = 0; hops <= mostRedirects; hops++) {
      if (url.origin === home) credential ??= read();
      const own = url.origin === home ? await credential : {};
      const headers = { accept: 'application/json', 'user-agent': 'tributary', ...own };
      const response = await fetch(url, { headers, signal, redirect: 'manual' });
      if (!redirects.has(response.status)) return { url, response };
      await dropped(response);
      url = checked(response.headers.get('location') ?? '', url, fail);
    }
    throw fail('SourceRefused', `${shown(start)} redirects more than ${mostRedirects} times. Name its final address.`);
  };

  const ask = async (start: URL, bare: number | undefined, signal: AbortSignal): Promise<Answer> => {
    const { url, response } = await open(start, signal);
    const { status, headers } = response;
    const head = { url, status, type: headers.get('content-type') ?? 'unnamed', link: headers.get('link') ?? '' };
    if (status === bare || status === 204) {
      await dropped(response);
      return { ...head, text: 'null' };
    }
    if (!response.ok) {
      await dropped(response);
      if (mayPass(response)) throw new Passing(`status ${status}`, secondsAsked(headers, patience.now()));
      throw new Refusal(url, status);
    }
    const text = await body(response, origin.maxPageBytes, (what) =>
      fail('SourceRefused', `a page of ${shown(url)} ${what}`),
    );
    if (isCut(text, headers)) throw new Passing('the connection was closed before the end of the page');
    return { ...head, text };
  };

  const attempt = (start: URL, bare?: number): Promise<Answer> =>
    within(origin.timeout.seconds, (signal) => ask(start, bare, signal)).catch((error) => {
      throw translated(error, fail);
    });

  /** A token may have been replaced since it was read: once it is read anew. */
  const authorised = async (url: URL, bare?: number): Promise<Answer> => {
    try {
      return await attempt(url, bare);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401 || error.url.origin !== home || !origin.secret)
        throw error;
      credential = read({ again: true });
      await credential;
      return attempt(url, bare);
    }
  };

  return async (url, bare) => {
    try {
      return await patiently(() => authorised(url, bare));
    } catch (error) {
      if (error instanceof Refusal) throw fail('SourceRefused', `${error.message}. ${advice(error, home, origin)}`);
      if (!(error instanceof Passing)) throw error;
      throw fail(
        'SourceUnavailable',
        `${shown(url)} could not be read: ${error.message}. Redrive when it answers again.`,
      );
    }
  };
}

/** A status that another try would not change. */
class Refusal extends Error {
  readonly url: URL;
  readonly status: number;

  constructor(url: URL, status: number) {
    super(`${shown(url)} answers with status ${status}`);
    [this.url, this.status] = [url, status];
  }
}

function advice({ url, status }: Refusal, home: string, { secret, pages }: HttpOrigin): string {
  if (url.origin !== home) return `The credential of ${home} is not sent there. Name the final address as url`;
  if (status === 404 && pages.by === 'number') {
    return 'Look at the url of the source; where the API ends its pages so, say end: 404 in `pages`.';
  }
  if (status !== 401 && status !== 403) return 'Look at the url of the source.';
  return secret ? `Look at the secret "${secret}" and what it may read.` : 'It wants a secret: name one.';
}

/** The body, counted as it comes: a Content-Length may be missing, or be that of the compressed body. */
async function body(response: Response, most: number, refused: (what: string) => Error): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > most) throw refused(`has more than ${most} bytes. Ask for smaller pages, or raise maxPageBytes.`);
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  if (!isUtf8(whole)) throw refused('is not in UTF-8, as JSON has to be.');
  return new TextDecoder().decode(whole);
}

/** Where no header says how long a body is, its JSON alone tells whether the connection was closed before its end. */
const isCut = (text: string, headers: Headers) =>
  !['content-length', 'transfer-encoding'].some((name) => headers.has(name)) &&
  /^\s*[[{]/.test(text) &&
  !/[\]}]\s*$/.test(text);

/** Gives up what takes longer, whether it heeds its signal or not: the fetch of Node 20 may never end with a broken gzip body. */
async function within<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = setTimeout(seconds * 1000, undefined, { signal: over.signal }).then(() => {
    throw new Passing(`no full answer within ${seconds} s`);
  });
  try {
    return await Promise.race([work(over.signal), late]);
  } finally {
    over.abort();
  }
}

/** Lets the connection go, whatever still comes. */
const dropped = (response: Response): Promise<void> =>
  response.body?.cancel().catch(() => undefined) ?? Promise.resolve();

const fetchFailure = z.object({
  message: z.string(),
  cause: z.object({ code: z.string() }).optional().catch(undefined),
});

/** fetch's own errors by their code alone. */
function translated(error: unknown, fail: Fail): unknown {
  if (error instanceof TributaryError || error instanceof Passing || error instanceof Refusal) return error;
  const { data } = fetchFailure.safeParse(error);
  const code = data?.cause?.code;
  if (!code && data?.message !== 'fetch failed') return error;
  if (!code) return fail('SourceRefused', 'its address cannot be asked, perhaps for its port. Look at the url.');
  if (/CERT|SIGNATURE|ERR_TLS/.test(code)) {
    return fail('SourceRefused', `its certificate does not hold: ${code}. Is its CA named in NODE_EXTRA_CA_CERTS?`);
  }
  return new Passing(`the connection failed: ${code}`);
}
