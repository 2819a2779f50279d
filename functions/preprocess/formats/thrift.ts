/** The numbers, flags and structs of a struct, by the ids of their fields; texts and lists are stepped over. */
export type Fields = ReadonlyMap<number, number | boolean | Fields>;

/**
 * Reads structs as Parquet writes them: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 * Throws RangeError where the bytes end too early or are none.
 */
export class Thrift {
  at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  struct(): Fields {
    const fields = new Map<number, number | boolean | Fields>();
    let id = 0;
    for (let head = this.byte(); head !== 0; head = this.byte()) {
      id = head >> 4 === 0 ? this.integer() : id + (head >> 4);
      const value = this.value(head & 15);
      if (value !== undefined) fields.set(id, value);
    }
    return fields;
  }

  private value(type: number): number | boolean | Fields | undefined {
    if (type === 1 || type === 2) return type === 1;
    if (type === 3) return this.byte();
    if (type >= 4 && type <= 6) return this.integer();
    if (type === 7) return this.skip(8);
    if (type === 8) return this.skip(this.varint());
    if (type === 9 || type === 10) return this.list();
    if (type === 12) return this.struct();
    throw new RangeError(`no type of Thrift: ${type}`);
  }

  private list(): undefined {
    const head = this.byte();
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    for (let left = size; left > 0; left--) (head & 15) <= 2 ? this.byte() : this.value(head & 15);
  }

  /** A number with its sign in the last bit. */
  private integer(): number {
    const number = this.varint();
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  }

  private varint(): number {
    let [number, factor, byte] = [0, 1, 0];
    do {
      byte = this.byte();
      number += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return number;
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('ends too early');
    return byte;
  }

  private skip(bytes: number): undefined {
    this.at += bytes;
    if (!(this.at <= this.bytes.length)) throw new RangeError('ends too early');
  }
}
