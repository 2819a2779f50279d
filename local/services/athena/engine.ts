import type { Table } from './table.ts';

/** What a query gives, as Athena prints it; nothing for NULL. */
export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

export interface Query {
  readonly sql: string;
  /** Of the tables that the query names without one. */
  readonly database: string;
  readonly tables: readonly Table[];
  /** Hears of bytes before they are read, and throws where they are too many. */
  readonly scan: (bytes: number) => void;
  /** Stops the query, as nobody wants its result any more. */
  readonly stop: AbortSignal;
}

/** What does the work of Athena: throws QueryFailed where the query is at fault. */
export interface QueryEngine {
  /** Throws where the text is no query, so that Athena begins none. */
  readonly parse: (sql: string) => Promise<unknown>;
  readonly run: (query: Query) => Promise<Result>;
}

/** What Athena says of a query that does not say which run of a table it reads. */
export const constraintViolation =
  'CONSTRAINT_VIOLATION: For the injected projected partition column run, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.';

/** A query fails; the message is what Athena says of it. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
}
