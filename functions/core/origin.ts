import type { Window } from './window.ts';

/** Where the rows of a source come from. Uploads are delivered; all other origins are pulled when a batch is over. */

/** When a source has delivered its part of a batch. */
export type Complete =
  /** That many files (zero-byte placeholders do not count). */
  | { readonly files: number }
  /** An object of that name beside the files, such as `_SUCCESS`. */
  | { readonly marker: string }
  /** At least one file, and nothing new for that many seconds. */
  | { readonly quietFor: number };

/** Files that somebody uploads to `incoming/<batch>/<source>/`. */
export interface UploadOrigin {
  readonly kind: 'upload';
  readonly complete: Complete;
  /** Between the columns of a CSV file. */
  readonly separator: string;
}

/** Uploaded files: `.csv`, `.ndjson` (`.jsonl`), `.json` (an array of objects), each also `.gz`, and `.parquet`. */
export const upload = (options: { complete?: Complete; separator?: string } = {}): UploadOrigin => ({
  kind: 'upload',
  complete: options.complete ?? { quietFor: 120 },
  separator: options.separator ?? ',',
});

/** What every pulled origin says beside where it is. */
export interface Pulled {
  readonly kind: string;
  /** Seconds after the end of the batch before it is read, so that late commits arrive. 0 unless told. */
  readonly settle: number;
}

export interface PostgresOrigin extends Pulled {
  readonly kind: 'postgres';
  /** Name of a secret in Secrets Manager: { host, port, dbname, username, password }, and `ca` (PEM) where Node does not know it. */
  readonly secret: string;
  /** Where the database is, for a secret that RDS manages by itself: it holds username and password alone. */
  readonly server?: { readonly host: string; readonly port?: number; readonly dbname: string };
  /** A SELECT; :from and :to are the bounds of the batch's half-open window, as timestamps with time zone. */
  readonly query: string;
  /** `iam` logs in with a token of RDS instead of the secret's password. */
  readonly login: 'password' | 'iam';
  readonly statementTimeoutSeconds: number;
}

/** Rows of a query on PostgreSQL. */
export const postgres = (
  options: Pick<PostgresOrigin, 'secret' | 'query'> & Partial<Omit<PostgresOrigin, 'kind'>>,
): PostgresOrigin => ({ settle: 0, login: 'password', statementTimeoutSeconds: 600, ...options, kind: 'postgres' });

export interface DynamoDbOrigin extends Pulled {
  readonly kind: 'dynamodb';
  readonly table: string;
  /** Query on an index for the window instead of a scan of the whole table. */
  readonly window?: {
    readonly index?: string;
    readonly partition: { readonly attribute: string; readonly value: string | number };
    /**
     * The sort key, compared with the bounds of the window: a moment as ISO text (in UTC where it has no offset), or as
     * seconds or milliseconds since 1970, or the calendar day in the pipeline's time zone as an ISO date.
     */
    readonly sort: { readonly attribute: string; readonly as: 'iso' | 'seconds' | 'milliseconds' | 'date' };
  };
  /** Segments of a parallel scan. */
  readonly segments: number;
  readonly consistent: boolean;
  /**
   * Read capacity units a second that the extraction may use, or a share (0 to 1) of those that the table or its index
   * has provisioned; pages are then read one by one. No bound unless told.
   */
  readonly capacity?: number | { readonly share: number };
}

/** Items of a DynamoDB table. */
export const dynamodb = (
  options: Pick<DynamoDbOrigin, 'table'> & Partial<Omit<DynamoDbOrigin, 'kind'>>,
): DynamoDbOrigin => ({ settle: 0, segments: 4, consistent: false, ...options, kind: 'dynamodb' });

export interface HttpOrigin extends Pulled {
  readonly kind: 'http';
  /** {from} and {to} are replaced by the bounds of the window (ISO, URL-encoded). https, but for loopback. */
  readonly url: string;
  /** Where in a page the rows are, as a path of keys; the page itself unless told. */
  readonly rows: readonly string[];
  readonly pages: /** `ignore: true` takes one page alone, although it leads to others. */
    | { readonly by: 'none'; readonly ignore?: true }
    /** The URL of the next page: at a path of keys in the page, or in the header Link rel="next". */
    | { readonly by: 'link'; readonly at?: readonly string[] }
    | { readonly by: 'cursor'; readonly at: readonly string[]; readonly parameter: string }
    /** Up to an empty page, or to the status 404 where the API ends so. */
    | { readonly by: 'number'; readonly parameter: string; readonly first: number; readonly end?: 404 };
  /** A secret in Secrets Manager that is sent as a bearer token, or in a header of that name. */
  readonly secret?: { readonly name: string; readonly header?: string };
  readonly timeoutSeconds: number;
  /** The most bytes of one page. */
  readonly maxPageBytes: number;
  readonly maxPages: number;
}

/** Rows of a JSON API. */
export const http = (options: Pick<HttpOrigin, 'url'> & Partial<Omit<HttpOrigin, 'kind'>>): HttpOrigin => ({
  settle: 0,
  rows: [],
  pages: { by: 'none' },
  timeoutSeconds: 30,
  maxPageBytes: 32 * 1024 ** 2,
  maxPages: 10_000,
  ...options,
  kind: 'http',
});

/** Every kind of origin, by its name. */
export interface Origins {
  readonly upload: UploadOrigin;
  readonly postgres: PostgresOrigin;
  readonly dynamodb: DynamoDbOrigin;
  readonly http: HttpOrigin;
}
export type Origin = Origins[keyof Origins];
export type PulledOrigin = Exclude<Origin, UploadOrigin>;

/** What kind of place it is and where, for people; it holds nothing secret. */
export function placeOf(origin: PulledOrigin): string {
  switch (origin.kind) {
    case 'postgres':
      return `PostgreSQL, secret ${origin.secret}`;
    case 'dynamodb':
      return `DynamoDB table ${origin.table}`;
    case 'http': // without its query, and without a password, which ingest refuses: both may hold keys
      return `HTTP ${origin.url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//')}`;
  }
}

/** Whether it is asked for a window of time; else it is a full list, as it is when it is asked. */
export function isWindowed(origin: PulledOrigin): boolean {
  switch (origin.kind) {
    case 'postgres':
      return /:(from|to)\b/.test(origin.query);
    case 'dynamodb':
      return origin.window !== undefined;
    case 'http':
      return /\{(from|to)\}/.test(origin.url);
  }
}

/** From when on a pulled origin says all of a window. */
export const settledAt = ({ settle }: Pulled, { to }: Window): Date => new Date(Date.parse(to) + settle * 1000);
