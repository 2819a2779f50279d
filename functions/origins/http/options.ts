import { type Duration, seconds } from '../../core/duration.ts';
import { atOnce, type Pulled, secretNeed } from '../pulled.ts';

export interface HttpOptions {
  /** {from} and {to} are replaced by the bounds of the window (ISO, URL-encoded). https, but for loopback. */
  readonly url: string;
  /** Where in a page the rows are, as a path of keys; the page itself unless told. */
  readonly rows?: readonly string[];
  /** One page alone unless told. */
  readonly pages?: Pages;
  /** Name of a secret in Secrets Manager, which is sent as a bearer token. */
  readonly secret?: string;
  /** The header that the secret is sent in, as it is, instead. */
  readonly secretHeader?: string;
  /** Of a page, to its last byte; 30 seconds unless told. */
  readonly timeout?: Duration;
  /** The most bytes of one page; 32 MiB unless told. */
  readonly maxPageBytes?: number;
  /** 10,000 unless told. */
  readonly maxPages?: number;
  readonly settle?: Duration;
}

/** How one page leads to the next. */
type Pages =
  /** `ignore: true` takes one page alone, although it leads to others. */
  | { readonly by: 'none'; readonly ignore?: true }
  /** The URL of the next page: at a path of keys in the page, or in the header Link rel="next". */
  | { readonly by: 'link'; readonly at?: readonly string[] }
  | { readonly by: 'cursor'; readonly at: readonly string[]; readonly parameter: string }
  /** Up to an empty page, or to the status 404 where the API ends so. */
  | { readonly by: 'number'; readonly parameter: string; readonly first: number; readonly end?: 404 };

export interface HttpOrigin extends Pulled, Omit<HttpOptions, 'settle'> {
  readonly kind: 'http';
  readonly rows: readonly string[];
  readonly pages: Pages;
  readonly timeout: Duration;
  readonly maxPageBytes: number;
  readonly maxPages: number;
  readonly movedTo: (url: URL) => HttpOrigin;
}

/** Rows of a JSON API. */
export function http(options: HttpOptions): HttpOrigin {
  const { url, secret } = options;
  return {
    rows: [],
    pages: { by: 'none' },
    timeout: seconds(30),
    maxPageBytes: 32 * 1024 ** 2,
    maxPages: 10_000,
    settle: atOnce,
    ...options,
    kind: 'http',
    title: 'an API',
    // Without its query, and without a password, which ingest refuses: both may hold keys.
    place: `HTTP ${url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//')}`,
    windowed: /\{(from|to)\}/.test(url),
    needs: () => (secret === undefined ? [] : [secretNeed(secret)]),
    movedTo: ({ origin }) => http({ ...options, url: url.replace(/^\w+:\/\/[^/?#]*/, origin) }),
  };
}
