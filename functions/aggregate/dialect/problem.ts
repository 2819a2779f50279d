/** What DuckDB and Trino would not both take, or not with the same result, and what to write in its place. */
export interface Problem {
  readonly line: number;
  readonly problem: string;
  readonly mend: string;
}

/** A problem by the place in the text, in bytes as DuckDB counts; undefined where the engine tells none. */
export interface Found {
  readonly at: number | undefined;
  readonly problem: string;
  readonly mend: string;
}

/** A problem that has no place yet, or none. */
export type Said = Omit<Found, 'at'> | undefined;

export const lineAt = (sql: string, at = 0): number => Buffer.from(sql).subarray(0, at).toString().split('\n').length;
