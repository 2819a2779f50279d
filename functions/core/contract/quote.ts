/** A name in SQL, whatever it contains. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A text in SQL, whatever it contains. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A list of texts in SQL. */
export const literals = (texts: readonly string[]) => `[${texts.map(literal).join(', ')}]::VARCHAR[]`;
