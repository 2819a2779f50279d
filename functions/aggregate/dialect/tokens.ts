/** A word, sign, name or text of the SQL, and where it begins, in bytes. */
export interface Token {
  readonly at: number;
  readonly text: string;
}

const pattern =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\w*'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|\.\d\w*|::|<>|!=|<=|>=|\|\||==|\/\/|->|:=|\*\*|\s+|./gsu;
/** What the SQL is written of, but for spaces and comments. */
export function tokensOf(sql: string): Token[] {
  const found = [...sql.matchAll(pattern)].map(({ 0: text, index }) => ({
    text,
    at: Buffer.byteLength(sql.slice(0, index)),
  }));
  return found.filter(({ text }) => !/^(\s|--|\/\*)/.test(text));
}

/** What stands between a bracket that opens, itself among it, and the one that closes it. */
export function insideOf(tokens: readonly Token[], open: number): string[] {
  let depth = 0;
  const end = tokens.findIndex(({ text }, index) => {
    if (index >= open) depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    return index >= open && depth === 0;
  });
  return tokens.slice(open, end).map(({ text }) => text);
}
