/** Reads a text from left to right. */
export class Reader {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.position >= this.text.length;
  }

  at(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  /** Passes over the token where it stands there. */
  skip(token: string): boolean {
    if (!this.at(token)) return false;
    this.position += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.skip(token)) throw this.unexpected();
  }

  blanks(): void {
    this.match(/\s*/y);
  }

  /** What a sticky pattern matches here, which is passed over. */
  match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  integer(): number {
    const digits = this.match(/-?\d+/y);
    if (digits === undefined) throw this.unexpected();
    return Number(digits);
  }

  /** A text between single or double quotes; a backslash takes the quote behind it as it is, and stays before anything else. */
  quoted(): string {
    const quoted = this.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy);
    if (quoted === undefined) throw this.unexpected();
    return quoted.slice(1, -1).replaceAll(`\\${quoted.slice(0, 1)}`, quoted.slice(0, 1));
  }

  unexpected(): SyntaxError {
    const rest = this.text.slice(this.position, this.position + 20);
    return new SyntaxError(rest === '' ? `${this.text} ends too early` : `${this.text}: unexpected "${rest}"`);
  }
}
