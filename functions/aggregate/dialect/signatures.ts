/** Types of DuckDB -> the word for them below; of any other, nothing is known to be the same. */
const kinds: Readonly<Record<string, string>> = {
  TINYINT: 'int',
  SMALLINT: 'int',
  INTEGER: 'int',
  INTEGER_LITERAL: 'int',
  BIGINT: 'int',
  HUGEINT: 'int',
  DECIMAL: 'decimal',
  DOUBLE: 'double',
  VARCHAR: 'text',
  STRING_LITERAL: 'text',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  INTERVAL: 'interval',
};
export const kindOf = (type: string): string => kinds[type] ?? type;

const numbers = 'int decimal double';
const pairs = 'int,int decimal,decimal double,double';
const moments = 'date timestamp';
const values = `${numbers} text boolean ${moments}`;

/** What a function takes, as bound, where DuckDB and Trino give the same: of each of these arguments, `any` or none. */
export const signatures: Readonly<Record<string, string>> = {
  '+': `${pairs} date,interval timestamp,interval`,
  '-': `${numbers} ${pairs} date,interval timestamp,interval`,
  '*': pairs,
  '/': 'double,double',
  '%': pairs,
  mod: pairs,
  '||': 'text,text',
  '~~': 'text,text',
  '!~~': 'text,text',
  like_escape: 'text,text,text',
  not_like_escape: 'text,text,text',
  abs: numbers,
  floor: numbers,
  ceil: numbers,
  round: `${numbers} double,int decimal,int`,
  length: 'text',
  lower: 'text',
  replace: 'text,text,text',
  starts_with: 'text,text',
  strpos: 'text,text',
  position: 'text,text',
  substr: 'text,int text,int,int',
  substring: 'text,int text,int,int',
  lpad: 'text,int,text',
  rpad: 'text,int,text',
  date_part: 'text,date text,timestamp',
  date_trunc: 'text,date text,timestamp',
  date_diff: 'text,date,date',
  year: moments,
  quarter: moments,
  month: moments,
  week: moments,
  day: moments,
  hour: 'timestamp',
  minute: 'timestamp',
  second: 'timestamp',
  count: 'any',
  count_star: 'none',
  sum: 'int decimal',
  avg: 'int',
  min: values,
  max: values,
  bool_and: 'boolean',
  bool_or: 'boolean',
};

/** Those of many rows. */
export const aggregates = /^(count|count_star|sum|avg|min|max|bool_and|bool_or)$/;

/** Functions that the tree tells and the plan no longer does, or of which the arguments may be any. */
export const others: readonly string[] =
  'nullif rank dense_rank percent_rank cume_dist row_number ntile lag lead first_value last_value nth_value'.split(' ');

/** Whether that function is known to give the same for arguments of these types. */
export function takes(name: string, types: readonly string[]): boolean {
  const known = signatures[name]?.split(' ') ?? [];
  return known.includes('any') || known.includes(types.map(kindOf).join(',') || 'none');
}
