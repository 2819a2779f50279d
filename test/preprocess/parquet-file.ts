/** The smallest Parquet file there can be, of any type: one column, one page, plain and without compression. */

/** https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
const physical = [
  'BOOLEAN',
  'INT32',
  'INT64',
  'INT96',
  'FLOAT',
  'DOUBLE',
  'BYTE_ARRAY',
  'FIXED_LEN_BYTE_ARRAY',
] as const;

export interface ParquetColumn {
  readonly name: string;
  readonly type: (typeof physical)[number];
  /** Of FIXED_LEN_BYTE_ARRAY. */
  readonly length?: number;
  /** The number of a ConvertedType. */
  readonly converted?: number;
  /** The number of a LogicalType in its union, and the fields of its struct. */
  readonly logical?: readonly [number, (readonly Field[])?];
  readonly precision?: number;
  readonly scale?: number;
  /** The number of an Encoding; PLAIN unless told, as the values are written in any case. */
  readonly encoding?: number;
  /** The number of a CompressionCodec; UNCOMPRESSED unless told, as the page is in any case. */
  readonly codec?: number;
  /** Each value as the bytes that it has in a page; of a BYTE_ARRAY without its length. */
  readonly values: readonly Buffer[];
}

type Field = readonly [id: number, type: number, bytes: Buffer];

/** The compact protocol of Thrift: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md */
function varint(value: number | bigint): Buffer {
  const bytes = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
const zigzag = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value);
const text = (value: string) => Buffer.concat([varint(Buffer.byteLength(value)), Buffer.from(value)]);
function struct(fields: readonly Field[]): Buffer {
  let last = 0;
  const parts = fields.map(([id, type, bytes]) => {
    const header =
      id - last <= 15 ? Buffer.from([((id - last) << 4) | type]) : Buffer.concat([Buffer.from([type]), zigzag(id)]);
    last = id;
    return Buffer.concat([header, bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}
const list = (type: number, items: readonly Buffer[]) =>
  Buffer.concat([Buffer.from([(items.length << 4) | type]), ...items]);

const [i32, i64, binary, listOf, structOf] = [5, 6, 8, 9, 12];
export const bool = (id: number, value: boolean): Field => [id, value ? 1 : 2, Buffer.alloc(0)];
export const int = (id: number, value: number): Field => [id, i32, zigzag(value)];
export const byte = (id: number, value: number): Field => [id, 3, Buffer.from([value])];
export const union = (id: number, choice: number): Field => [id, structOf, struct([[choice, structOf, struct([])]])];
const long = (id: number, value: number): Field => [id, i64, zigzag(value)];

export function parquetFile(column: ParquetColumn): Buffer {
  const { name, type, values } = column;
  const at = physical.indexOf(type);
  const plain =
    type === 'BOOLEAN'
      ? Buffer.from([values.reduce((bits, value, place) => bits | ((value[0] ?? 0) << place), 0)])
      : Buffer.concat(values.flatMap((value) => (type === 'BYTE_ARRAY' ? [lengthOf(value), value] : [value])));
  const page = struct([
    int(1, 0),
    int(2, plain.length),
    int(3, plain.length),
    [5, structOf, struct([int(1, values.length), int(2, column.encoding ?? 0), int(3, 3), int(4, 3)])],
  ]);
  const schema = [
    struct([[4, binary, text('schema')], int(5, 1)]),
    struct([
      int(1, at),
      ...(column.length === undefined ? [] : [int(2, column.length)]),
      int(3, 0),
      [4, binary, text(name)],
      ...(column.converted === undefined ? [] : [int(6, column.converted)]),
      ...(column.scale === undefined ? [] : [int(7, column.scale)]),
      ...(column.precision === undefined ? [] : [int(8, column.precision)]),
      ...(column.logical
        ? [[10, structOf, struct([[column.logical[0], structOf, struct(column.logical[1] ?? [])]])] satisfies Field]
        : []),
    ]),
  ];
  const size = page.length + plain.length;
  const chunk = struct([
    int(1, at),
    [2, listOf, list(i32, [zigzag(0)])],
    [3, listOf, list(binary, [text(name)])],
    int(4, column.codec ?? 0),
    long(5, values.length),
    long(6, size),
    long(7, size),
    long(9, 4),
  ]);
  const group = struct([
    [1, listOf, list(structOf, [struct([long(2, 4), [3, structOf, chunk]])])],
    long(2, size),
    long(3, values.length),
  ]);
  const footer = struct([
    int(1, 2),
    [2, listOf, list(structOf, schema)],
    long(3, values.length),
    [4, listOf, list(structOf, [group])],
  ]);
  return Buffer.concat([Buffer.from('PAR1'), page, plain, footer, lengthOf(footer), Buffer.from('PAR1')]);
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}
