/** A name in SQL, whatever it contains. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A text in SQL, whatever it contains; the engine's API ends a statement at a NUL. */
export const literal = (text: string) =>
  text.includes('\0') ? `(${text.split('\0').map(quoted).join(' || chr(0) || ')})` : quoted(text);

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A list of texts in SQL. */
export const literals = (texts: readonly string[]) => `[${texts.map(literal).join(', ')}]::VARCHAR[]`;

/** The words of an SQL expression that may be names of columns, in small letters, as SQL does not tell capitals apart. */
export function namesIn(sql: string): Set<string> {
  const parts = sql.matchAll(/'(?:[^']|'')*'|--.*|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)/gu);
  return new Set([...parts].map(([, quoted, word]) => (quoted?.replaceAll('""', '"') ?? word ?? '').toLowerCase()));
}
