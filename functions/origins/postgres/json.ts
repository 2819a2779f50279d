/** How the text of a column, as COPY writes it, becomes a value of JSON. */
export type Kind = 'text' | 'number' | 'boolean' | 'moment' | 'json';

export interface Column {
  readonly name: string;
  readonly kind: Kind;
}

const tab = 0x09;
const newline = 0x0a;
const space = 0x20;
const quote = 0x22;
const plus = 0x2b;
const nine = 0x39;
const backslash = 0x5c;
const capitalN = 0x4e;
const capitalT = 0x54;
const t = 0x74;
const v = 0x76;

/** Lines are handed on in pieces of about this size: of many small ones, the streams after it take longer than this. */
const pieceBytes = 256 * 1024;
/** One byte becomes at most this many: a control character becomes six. */
const growth = 6;

/**
 * Turns the stream of a `COPY ... TO STDOUT` in the format text into lines of JSON, byte for byte as `row_to_json` of
 * PostgreSQL would write them, but twice as fast: the server is the slower side, and this takes the work from it.
 */
export async function* jsonLines(
  columns: readonly Column[],
  copied: AsyncIterable<Buffer>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const row = rowWriter(columns);
  let [out, to] = [Buffer.allocUnsafe(pieceBytes), 0];
  for await (const rows of wholeRows(copied)) {
    for (let from = 0; from < rows.length; ) {
      const next = rows.indexOf(newline, from) + 1;
      const most = row.overhead + growth * (next - from);
      if (to + most > out.length) {
        if (to > 0) yield out.subarray(0, to);
        [out, to] = [Buffer.allocUnsafe(Math.max(pieceBytes, most)), 0];
      }
      to = row.write(rows, from, out, to);
      from = next;
    }
  }
  if (to > 0) yield out.subarray(0, to);
}

/** The bytes cut where rows end: COPY escapes the line ends in values. Only a row that two chunks share is copied. */
async function* wholeRows(copied: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let begun: Buffer[] = [];
  for await (const chunk of copied) {
    const end = chunk.lastIndexOf(newline) + 1;
    const first = begun.length > 0 && end > 0 ? chunk.indexOf(newline) + 1 : 0;
    if (first > 0) yield Buffer.concat([...begun, chunk.subarray(0, first)]);
    if (end > first) yield chunk.subarray(first, end);
    if (end > 0) begun = [];
    if (end < chunk.length) begun.push(chunk.subarray(end));
  }
}

interface RowWriter {
  /** The most bytes that a row has beside its values. */
  readonly overhead: number;
  /** Writes the row that begins at `from` to `out` at `to`, and says where it ended there. */
  write(input: Buffer, from: number, out: Buffer, to: number): number;
}

function rowWriter(columns: readonly Column[]): RowWriter {
  const fields = columns.map(({ name, kind }, at) => ({
    key: Buffer.from(`${at === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    write: writers[kind],
  }));
  const last = Buffer.from(fields.length > 0 ? '}\n' : '{}\n');
  return {
    overhead: fields.reduce((sum, { key }) => sum + key.length + around, last.length),
    write(input, from, out, at) {
      let [start, to] = [from, at];
      for (const { key, write } of fields) {
        let end = start;
        while (input[end] !== tab && input[end] !== newline) end++;
        to = put(key, out, to);
        const isNull = end - start === 2 && input[start] === backslash && input[start + 1] === capitalN;
        to = isNull ? put(nothing, out, to) : write(input, start, end, out, to);
        start = end + 1;
      }
      return put(last, out, to);
    },
  };
}

/** Writes the value in the bytes [from, end) to `out` at `to`, and says where it ended there. */
type Write = (input: Buffer, from: number, end: number, out: Buffer, to: number) => number;

const nothing = Buffer.from('null');
const yes = Buffer.from('true');
const no = Buffer.from('false');
/** What a value can have beside its bytes: quotes, or that it is written out. */
const around = 8;

const boolean: Write = (input, from, _, out, to) => put(input[from] === t ? yes : no, out, to);

/** NaN and the infinities are texts, as JSON has no numbers for them. */
const number: Write = (input, from, end, out, to) =>
  (input[end - 1] ?? 0) <= nine ? span(input, from, end, out, to) : text(input, from, end, out, to);

/** What COPY escapes, it escapes as JSON does, but for the vertical tab; other control characters it leaves as they are. */
const text: Write = (input, from, end, out, at) => {
  let to = at;
  out[to++] = quote;
  for (let i = from; i < end; i++) {
    const byte = input[i] ?? 0;
    if (byte === backslash) {
      const escaped = input[++i] ?? 0;
      if (escaped === v) to = put(control(0x0b), out, to);
      else {
        out[to++] = backslash;
        out[to++] = escaped;
      }
    } else if (byte === quote) {
      out[to++] = backslash;
      out[to++] = quote;
    } else if (byte < space) to = put(control(byte), out, to);
    else out[to++] = byte;
  }
  out[to++] = quote;
  return to;
};

/** `2025-01-31 10:00:00+00` becomes `2025-01-31T10:00:00+00:00`; the session's time zone is UTC. */
const moment: Write = (input, from, end, out, at) => {
  let to = at;
  out[to++] = quote;
  let day = true;
  for (let i = from; i < end; i++) {
    const byte = input[i] ?? 0;
    if (byte === space && day) {
      out[to++] = capitalT;
      day = false;
    } else if (byte === plus) {
      to = put(utc, out, to);
      i += 2;
    } else out[to++] = byte;
  }
  out[to++] = quote;
  return to;
};
const utc = Buffer.from('+00:00');

/** JSON has control characters between its tokens only: there each is as good as a space. */
const json: Write = (input, from, end, out, at) => {
  let to = at;
  for (let i = from; i < end; i++) {
    const byte = input[i] ?? 0;
    if (byte === backslash) out[to++] = input[++i] === backslash ? backslash : space;
    else out[to++] = byte;
  }
  return to;
};

const writers: Record<Kind, Write> = { boolean, number, text, moment, json };

function span(input: Buffer, from: number, end: number, out: Buffer, at: number): number {
  let to = at;
  for (let i = from; i < end; i++) out[to++] = input[i] ?? 0;
  return to;
}

const put = (bytes: Buffer, out: Buffer, to: number): number => span(bytes, 0, bytes.length, out, to);

const control = (byte: number): Buffer => Buffer.from(`\\u${byte.toString(16).padStart(4, '0')}`);
