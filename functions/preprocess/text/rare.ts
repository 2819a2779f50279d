/** Before a value, where an object lies on several lines: as deep as anybody moves them in. */
const mostBlanks = 256;

const exponent = /[0-9]e|0\.000000/i;
const word = /[:,[]\s*-?(?:nan|inf)/i;

/** Tells what numbers may stand in a JSON text that comes in chunks, of those that are rare, and take longer to read. */
export class RareNumbers {
  /** Any that a double is written with an exponent for. */
  exponents = false;
  /** NaN or Infinity. */
  words = false;
  private last = '';

  feed(chunk: Buffer): void {
    if (this.exponents && this.words) return;
    const text = chunk.toString('latin1');
    this.look(this.last + text.slice(0, mostBlanks));
    this.look(text);
    this.last = (this.last + text.slice(-mostBlanks)).slice(-mostBlanks);
  }

  private look(text: string): void {
    this.exponents ||= exponent.test(text);
    this.words ||= word.test(text);
  }
}
