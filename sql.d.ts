/** A file of SQL: its name without `.sql`, and what it holds. */
declare module '*.sql' {
  const file: { readonly name: string; readonly sql: string };
  export default file;
}
