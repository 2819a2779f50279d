/** A struct with all of its fields; what is neither a struct nor a list is kept as the bytes that it has. */
export type Struct = Map<number, Node>;
export interface Node {
  readonly type: number;
  readonly value: Buffer | Struct | List;
}
export interface List {
  readonly of: number;
  readonly items: readonly Node['value'][];
}

/**
 * Reads the struct that bytes begin with, as Parquet writes it, losing nothing, and says where it ends:
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 * Throws RangeError where the bytes end too early or are none.
 */
export function decoded(bytes: Buffer): { readonly struct: Struct; readonly end: number } {
  const decoder = new Decoder(bytes);
  return { struct: decoder.struct(), end: decoder.at };
}

const noBytes = Buffer.alloc(0);

class Decoder {
  at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  struct(): Struct {
    const fields: Struct = new Map();
    let id = 0;
    for (let head = this.byte(); head !== 0; head = this.byte()) {
      id = head >> 4 === 0 ? signed(this.varint()) : id + (head >> 4);
      const type = head & 15;
      fields.set(id, { type, value: type === 1 || type === 2 ? noBytes : this.value(type) });
    }
    return fields;
  }

  private value(type: number): Node['value'] {
    if (type >= 1 && type <= 3) return this.take(1);
    if (type >= 4 && type <= 6) return this.integer();
    if (type === 7) return this.take(8);
    if (type === 8) return this.text();
    if (type === 9 || type === 10) return this.list();
    if (type === 12) return this.struct();
    throw new RangeError(`no type of Thrift: ${type}`);
  }

  private list(): List {
    const head = this.byte();
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    const items: Node['value'][] = [];
    for (let left = size; left > 0; left--) items.push(this.value(head & 15));
    return { of: head & 15, items };
  }

  private integer(): Buffer {
    const start = this.at;
    while (this.byte() > 127);
    return this.bytes.subarray(start, this.at);
  }

  private text(): Buffer {
    const start = this.at;
    this.take(this.varint());
    return this.bytes.subarray(start, this.at);
  }

  private varint(): number {
    return unsigned(this.integer());
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('ends too early');
    return byte;
  }

  private take(bytes: number): Buffer {
    const taken = this.bytes.subarray(this.at, this.at + bytes);
    if (taken.length !== bytes) throw new RangeError('ends too early');
    this.at += bytes;
    return taken;
  }
}

const unsigned = (bytes: Buffer) => bytes.reduceRight((number, byte) => number * 128 + (byte & 127), 0);

const signed = (number: number) => (number % 2 === 0 ? number / 2 : -(number + 1) / 2);

/** An integer among the fields of a struct, undefined where there is none. */
export function integerIn(struct: Struct, id: number): number | undefined {
  const field = struct.get(id);
  const found = field && field.type >= 4 && field.type <= 6 && Buffer.isBuffer(field.value);
  return found ? signed(unsigned(field.value)) : undefined;
}

/** The bytes of an integer, whose sign is in the last bit. */
export const bytesOf = (number: number) => varint(number < 0 ? -2 * number - 1 : 2 * number);

function varint(number: number): Buffer {
  const bytes: number[] = [];
  let rest = number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** The bytes of a struct, as `decoded` reads them. */
export function encoded(struct: Struct): Buffer {
  const parts: Buffer[] = [];
  let last = 0;
  for (const [id, { type, value }] of struct) {
    const step = id - last;
    parts.push(
      step > 0 && step < 16 ? Buffer.from([(step << 4) | type]) : Buffer.concat([Buffer.from([type]), bytesOf(id)]),
    );
    parts.push(encodedValue(value));
    last = id;
  }
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function encodedValue(value: Node['value']): Buffer {
  if (value instanceof Map) return encoded(value);
  if (Buffer.isBuffer(value)) return value;
  const { of, items } = value;
  const head =
    items.length < 15 ? [Buffer.from([(items.length << 4) | of])] : [Buffer.from([240 | of]), varint(items.length)];
  return Buffer.concat([...head, ...items.map(encodedValue)]);
}
