/** A name in SQL, whatever it contains. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A text in SQL, whatever it contains; the engine's API ends a statement at a NUL. */
export const literal = (text: string) =>
  text.includes('\0') ? `(${text.split('\0').map(quoted).join(' || chr(0) || ')})` : quoted(text);

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A list of texts in SQL. */
export const literals = (texts: readonly string[]) => `[${texts.map(literal).join(', ')}]::VARCHAR[]`;
