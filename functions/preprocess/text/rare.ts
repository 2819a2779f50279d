/** Tells what numbers may stand in a JSON text that comes in chunks, of those that are rare, and take longer to read. */
export class RareNumbers {
  /** Any that a double is written with an exponent for. */
  exponents = false;
  /** NaN or Infinity. */
  words = false;
  private last = '';

  feed(chunk: Buffer): void {
    if (this.exponents && this.words) return;
    const text = this.last + chunk.toString('latin1');
    this.exponents ||= /[0-9][eE]|0\.000000/.test(text);
    this.words ||= /nan|inf/i.test(text);
    this.last = text.slice(-8);
  }
}
