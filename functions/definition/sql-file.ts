/** A file of SQL, as it is imported. */
export interface SqlFile {
  /** The file's name without `.sql`; later tables may select from it. */
  readonly name: string;
  /** A SELECT that names its order, so that the same rows come in the same order. */
  readonly sql: string;
}
