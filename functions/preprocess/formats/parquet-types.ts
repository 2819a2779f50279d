import { z } from 'zod';
import { wholeText } from '../../core/whole-text.ts';

/** One node of a file's schema, as `parquet_schema` tells it. */
export const schemaNodes = z.array(
  z.object({
    name: wholeText,
    type: z.string().nullable(),
    children: z.coerce.number().nullable(),
    converted: z.string().nullable(),
    logical: z.string().nullable(),
    precision: z.coerce.number().nullable(),
    scale: z.coerce.number().nullable(),
    engine: z.string().nullable(),
  }),
);
export type SchemaNode = z.infer<typeof schemaNodes>[number];

/** A column at the top of the schema, with all that is inside of it. */
export interface ParquetColumn {
  readonly name: string;
  readonly nodes: readonly SchemaNode[];
}

/** The columns at the top, in their order; the nodes come depth first, and the first is the root. */
export function columnsOf([root, ...nodes]: readonly SchemaNode[]): ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  let at = 0;
  for (let left = root?.children ?? 0; left > 0; left--) {
    const from = at;
    for (let open = 1; open > 0 && at < nodes.length; at++) open += (nodes[at]?.children ?? 0) - 1;
    columns.push({ name: nodes[from]?.name ?? '', nodes: nodes.slice(from, at) });
  }
  return columns;
}

/** The type of the first value in a column that the engine would not read exactly, for people; undefined where it does. */
export function inexactIn({ nodes }: ParquetColumn): string | undefined {
  const leaf = nodes.find((node) => node.children === null && !isExact(node));
  return leaf && typeName(leaf);
}

const isExact = (node: SchemaNode): boolean => {
  const exact = exactType(node);
  return exact !== undefined && node.engine !== null && new RegExp(`^${exact}$`).test(node.engine);
};

/** What the engine reads a value as where it reads it exactly, as a pattern; undefined where it never does. */
function exactType(node: SchemaNode): string | undefined {
  const { type, logical } = node;
  if (logical === null) return node.converted === null ? plain[type ?? ''] : convertedType(node);
  const [kind = ''] = logical.split('(');
  if (kind === 'IntType') return integer(logical);
  if (kind === 'DecimalType') return decimal(...numbersIn(logical));
  if (kind === 'TimeType') return isNanos(logical) ? undefined : time(logical);
  if (kind === 'TimestampType') return timestamp(logical);
  return logicalTypes[kind];
}

/** https://github.com/apache/parquet-format/blob/master/LogicalTypes.md; bytes, INT96, INTERVAL, BSON and others are not among them. */
const plain: Readonly<Record<string, string>> = {
  BOOLEAN: 'BOOLEAN',
  INT32: 'INTEGER',
  INT64: 'BIGINT',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
};
const logicalTypes: Readonly<Record<string, string>> = {
  StringType: 'VARCHAR',
  EnumType: 'VARCHAR',
  JsonType: 'JSON',
  UUIDType: 'UUID',
  DateType: 'DATE',
  Float16Type: 'FLOAT',
  NullType: '"?NULL"?',
};
const convertedTypes: Readonly<Record<string, string>> = {
  UTF8: 'VARCHAR',
  ENUM: 'VARCHAR',
  JSON: 'JSON',
  DATE: 'DATE',
  INT_8: 'TINYINT',
  INT_16: 'SMALLINT',
  INT_32: 'INTEGER',
  INT_64: 'BIGINT',
  UINT_8: 'UTINYINT',
  UINT_16: 'USMALLINT',
  UINT_32: 'UINTEGER',
  UINT_64: 'UBIGINT',
  TIME_MILLIS: 'TIME.*',
  TIME_MICROS: 'TIME.*',
  TIMESTAMP_MILLIS: 'TIMESTAMP( WITH TIME ZONE)?',
  TIMESTAMP_MICROS: 'TIMESTAMP( WITH TIME ZONE)?',
};
const convertedType = ({ converted, precision, scale }: SchemaNode) =>
  converted === 'DECIMAL' ? decimal(scale ?? 0, precision ?? 0) : convertedTypes[converted ?? ''];

const numbersIn = (logical: string): [scale: number, precision: number] => {
  const [scale = 0, precision = 0] = [...logical.matchAll(/=(\d+)/g)].map(([, digits]) => Number(digits));
  return [scale, precision];
};
const decimal = (scale: number, precision: number) =>
  precision <= 38 ? `DECIMAL\\(${precision},${scale}\\)` : undefined;
const isNanos = (logical: string) => !logical.includes('NANOS=<null>');
const isUtc = (logical: string) => logical.includes('isAdjustedToUTC=1');
const time = (logical: string) => (isUtc(logical) ? 'TIME WITH TIME ZONE' : 'TIME');
const timestamp = (logical: string) => {
  if (isNanos(logical)) return isUtc(logical) ? undefined : 'TIMESTAMP_NS';
  return isUtc(logical) ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP(_MS)?';
};

/** The width is told as the character of that number. */
const widths: Readonly<Record<number, string>> = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' };
const widthOf = (logical: string) => logical.charCodeAt('IntType(bitWidth='.length);
const integer = (logical: string) => {
  const signed = widths[widthOf(logical)];
  return signed && `${logical.includes('isSigned=0') ? 'U' : ''}${signed}`;
};

/** As the format's own documents call it. */
function typeName({ type, logical, converted, precision, scale }: SchemaNode): string {
  const [kind = ''] = (logical ?? '').split('(');
  const of = `in ${type}`;
  if (logical === null)
    return converted === 'DECIMAL' ? `DECIMAL(${precision}, ${scale}) ${of}` : (converted ?? `${type}`);
  if (kind === 'IntType')
    return `INT(${widthOf(logical)}, ${logical.includes('isSigned=0') ? 'unsigned' : 'signed'}) ${of}`;
  if (kind === 'DecimalType') return `DECIMAL(${numbersIn(logical).toReversed().join(', ')}) ${of}`;
  const name = kind.replace(/Type$/, '').toUpperCase();
  if (kind !== 'TimeType' && kind !== 'TimestampType') return `${name} ${of}`;
  const unit = /(MILLIS|MICROS|NANOS)=(?!<null>)/.exec(logical)?.[1];
  return `${name}(${unit}, ${isUtc(logical) ? 'UTC' : 'local'})`;
}
