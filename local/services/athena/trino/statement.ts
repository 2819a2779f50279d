import { z } from 'zod';
import { jsonText } from '../../../../functions/core/json.ts';

/** A statement, and in whose names it is meant. */
export interface Statement {
  readonly url: string;
  readonly sql: string;
  readonly catalog?: string;
  readonly schema?: string;
}

/** What came of it; numbers are text, with all of their digits. */
export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Trino refuses a statement, or fails at it. */
export class TrinoError extends Error {
  override readonly name = 'TrinoError';
  /** USER_ERROR, … */
  readonly type: string;
  /** TABLE_NOT_FOUND, … */
  readonly code: string;

  constructor({ message, errorName, errorType }: z.infer<typeof failure>) {
    super(message);
    this.type = errorType;
    this.code = errorName;
  }
}

interface Way {
  readonly stop?: AbortSignal;
  /** Hears of all bytes that were read so far. */
  readonly read?: (bytes: number) => void;
}

/** Runs a statement by Trino's protocol, and cancels it where nobody waits for it: https://trino.io/docs/476/develop/client-protocol.html */
export async function run({ url, sql, catalog = '', schema = '' }: Statement, way: Way = {}): Promise<Answer> {
  // Without PARAMETRIC_DATETIME among its capabilities, a client is told of milliseconds, as Athena is.
  const headers = { 'X-Trino-User': 'athena', 'X-Trino-Catalog': catalog, 'X-Trino-Schema': schema };
  const said = Object.entries({ ...headers, 'X-Trino-Time-Zone': 'UTC' }).filter(([, value]) => value !== '');
  let page = await ask(`${url}/v1/statement`, { method: 'POST', body: sql, headers: said });
  const rows: unknown[][] = [];
  let columns: Answer['columns'] = [];
  try {
    for (;;) {
      if (page.error) throw new TrinoError(page.error);
      way.read?.(page.stats.physicalInputBytes);
      columns = page.columns ?? columns;
      rows.push(...(page.data ?? []));
      if (page.nextUri === undefined) return { columns, rows };
      page = await ask(page.nextUri, { signal: way.stop ?? null });
    }
  } catch (error) {
    if (page.nextUri !== undefined) await fetch(page.nextUri, { method: 'DELETE' });
    throw error;
  }
}

const failure = z.object({ message: z.string(), errorName: z.string(), errorType: z.string() });
const answer = jsonText(
  z.object({
    nextUri: z.string().optional(),
    columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
    data: z.array(z.array(z.unknown())).optional(),
    error: failure.optional(),
    stats: z.object({ physicalInputBytes: z.coerce.number() }),
  }),
);

async function ask(url: string, init: RequestInit) {
  const response = await fetch(url, init);
  const body = await response.text();
  if (!response.ok) throw new Error(`Trino answers ${response.status}: ${body}`);
  return answer.parse(numbersAsText(body));
}

/** Java has written them as Athena does, and JavaScript would round them. */
const numbersAsText = (json: string) =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => (token.startsWith('"') ? token : `"${token}"`));
