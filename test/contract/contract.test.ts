import { z } from 'zod';
import { contractOf, sqlType } from '../../functions/contract/contract.ts';
import { decimal, localTime } from '../../functions/tributary.ts';

const columnOf = (schema: z.ZodType) => contractOf({ name: 'orders', row: z.object({ column: schema }) }).columns[0];

const types: readonly [string, z.ZodType, string][] = [
  ['a string', z.string(), 'VARCHAR'],
  ['an enum', z.enum(['a', 'b']), 'VARCHAR'],
  ['an integer', z.int(), 'BIGINT'],
  ['an integer said otherwise', z.number().int(), 'BIGINT'],
  ['a number', z.number(), 'DOUBLE'],
  ['a decimal', decimal(12, 2), 'DECIMAL(12, 2)'],
  ['a boolean', z.boolean(), 'BOOLEAN'],
  ['a date', z.iso.date(), 'DATE'],
  ['a date and time', z.iso.datetime({ offset: true }), 'TIMESTAMP'],
  ['a local time', localTime('Europe/Zurich'), 'TIMESTAMP'],
  ['a literal number', z.literal([1, 2]), 'BIGINT'],
  ['a literal fraction', z.literal(0.5), 'DOUBLE'],
];

it.each(types)('knows %s', (_, schema, type) => {
  const column = columnOf(schema.nullable().describe('what it is'));
  expect(column).toMatchObject({ name: 'column', nullable: true, required: true, description: 'what it is' });
  expect(column && sqlType(column.type)).toBe(type);
});

const refused: readonly [string, z.ZodType, string][] = [
  ['a refinement', z.string().refine(() => true), 'write it as one of the rules, in SQL'],
  ['a check', z.number().superRefine(() => {}), 'write it as one of the rules, in SQL'],
  ['trim', z.string().trim(), 'values are never changed'],
  ['lower case', z.string().toLowerCase(), 'values are never changed'],
  ['a transform', z.string().transform(Number), 'values are never changed'],
  ['a pipe', z.string().pipe(z.string()), 'values are never changed'],
  ['a preprocess', z.preprocess(String, z.string()), 'values are never changed'],
  ['coercion', z.coerce.number(), 'z.coerce is not needed'],
  ['a catch', z.string().catch(''), '.catch() would hide what is wrong'],
  ['a prefault', z.string().prefault(''), 'write .default()'],
  ['a union', z.union([z.string(), z.number()]), 'a column has one type'],
  ['an object', z.object({}), 'a column is one value'],
  ['a list', z.array(z.string()), 'a column is one value'],
  ['anything', z.any(), 'the type any cannot be said in SQL'],
  ['a date object', z.date(), 'write z.iso.date()'],
  ['a big integer', z.bigint(), 'write z.int() or decimal(19, 0)'],
  ['a time without a zone', z.iso.datetime({ local: true }), 'a time needs its zone'],
  ['a time in UTC only', z.iso.datetime(), 'a time needs its zone'],
  ['a time of a precision', z.iso.datetime({ offset: true, precision: 3 }), 'a time needs its zone'],
  [
    'a check of a date',
    z.iso.date().min(3),
    `like rules: { 'column is of this century': "column >= DATE '2000-01-01'" }`,
  ],
  [
    'a check of a decimal',
    decimal(8, 3).min(0),
    "write a rule, in SQL, like rules: { 'column is not negative': 'column >= 0' }.",
  ],
  ['a decimal that cannot be', decimal(2, 5), 'more digits behind the point than in all'],
  ['a decimal of too many digits', decimal(50, 2), 'a decimal has from 1 to 38 digits'],
  ['an unknown zone', localTime('Mars/Base'), 'no IANA time zone'],
  ['an offset for a zone', localTime('+02:00'), 'no IANA time zone'],
  ['multiples of a fraction', z.number().multipleOf(0.1), '.multipleOf() is exact for integers only'],
  ['a URL', z.url(), 'the check url cannot be said in SQL'],
  ['an IPv6 address', z.ipv6(), 'the check ipv6 cannot be said in SQL'],
  ['includes from a position', z.string().includes('a', { position: 2 }), 'the check includes cannot be said in SQL'],
  ['a format of your own', z.stringFormat('odd', /^a/), 'the check odd cannot be said in SQL'],
  ['a mixed literal', z.literal(['a', 1]), 'its values are not all strings, all numbers or all booleans'],
  ['a default that does not fit', z.string().min(2).default('x'), 'its default "x" is not a value that it allows'],
  ['a flag that is not known', z.string().meta({ sensetive: true }), 'its .meta() is not understood'],
  ['a flag of another type', z.string().meta({ sensitive: 'yes' }), 'its .meta() is not understood'],
  ['a look ahead', z.string().regex(/^(?=a)/), 'looks ahead or behind'],
  ['a look behind', z.string().regex(/(?<!a)b/), 'looks ahead or behind'],
  ['a back-reference', z.string().regex(/(a)\1/), 'refers back to a group'],
  ['a named back-reference', z.string().regex(/(?<x>a)\k<x>/), 'refers back to a group'],
  ['a pattern of lines', z.string().regex(/^a$/m), 'uses the flag m'],
  ['a pattern that counts halves of characters', z.string().regex(/^.+$/), 'add the flag u'],
  ['a pattern that repeats too often', z.string().regex(/^(a{100}){100}$/), 'repeats more than 1000 times'],
  ['a pattern that is too large', z.string().regex(/^\p{L}{1,100}$/u), 'bound the length by .min() and .max()'],
];

it.each(refused)('refuses %s, and says what to write', (_, schema, message) => {
  const said = expect.stringMatching(/The source "orders" cannot be used:\n- column: /);
  expect(() => columnOf(schema)).toThrow(expect.objectContaining({ name: 'PipelineInvalid', message: said }));
  expect(() => columnOf(schema)).toThrow(message);
});

it('takes a column that is called like something that every object has', () => {
  const row = z.object({ constructor: z.string(), toString: z.int().optional() });
  const { columns, jsonSchema } = contractOf({ name: 'cars', row });
  expect(columns.map(({ deliveredAs }) => deliveredAs)).toEqual(['constructor', 'toString']);
  expect(jsonSchema).toMatchObject({ required: ['constructor'] });
});

it('names all problems of a source in one error', () => {
  const options = {
    name: 'orders',
    row: z.strictObject({ a: z.string(), A: z.date(), $b: z.string(), c: z.int().nullable() }).refine(() => true),
    key: ['c', 'd', 'd'],
    rename: { e: '', c: 'a' },
    rules: { ' ': 'true', empty: ' ' },
  };
  const problems = [
    'a check of its own',
    'z.strictObject and z.looseObject',
    '"$b" is no name',
    'two columns are called "a" but for capitals',
    'two columns are delivered as "a"',
    'rename gives "e" no name',
    'rename speaks of "e"',
    'the rule " " is empty',
    'the rule "empty" is empty',
    'A: z.date() is not known here',
    'the key has "c", which a row may lack',
    'the key has "d", which is not a column',
    'the key has "d" twice',
  ];
  for (const problem of problems) expect(() => contractOf(options)).toThrow(problem);
});

it('tells of a column of the key that cannot be used what is wrong with it, and no more', () => {
  const problem = /^The source "orders" cannot be used:\n- at: z.date\(\) is not known here[^\n]*$/;
  expect(() => contractOf({ name: 'orders', row: z.object({ at: z.date() }), key: ['at'] })).toThrow(problem);
});

it('tells what may be missing in a row, and what in a file', () => {
  const wraps: readonly [z.ZodType, object][] = [
    [z.string(), { nullable: false, required: true, default: null }],
    [z.string().nullable(), { nullable: true, required: true, default: null }],
    [z.string().optional(), { nullable: true, required: false, default: null }],
    [z.string().default('x'), { nullable: false, required: false, default: 'x' }],
    [z.int().nullable().default(5), { nullable: false, required: false, default: '5' }],
    [z.int().nullable().default(null), { nullable: true, required: false, default: null }],
  ];
  for (const [schema, expected] of wraps) expect(columnOf(schema)).toMatchObject(expected);
});

it('finds a description and a sensitive flag wherever they stand', () => {
  const found = { sensitive: true, description: 'who' };
  expect(columnOf(z.string().meta({ sensitive: true }).min(1).nullable().describe('who'))).toMatchObject(found);
  expect(columnOf(z.string().describe('who').optional().meta({ sensitive: true }))).toMatchObject(found);
});

it('says in the dictionary what it checks', () => {
  expect(columnOf(z.int().min(1).lt(10))?.checks).toEqual(['at least 1', 'below 10']);
  expect(columnOf(z.uint32().nonnegative())?.checks).toEqual(['at least 0', 'at most 4294967295']);
  expect(columnOf(z.int().min(-Infinity).max(Infinity))?.checks).toEqual(['at least -Infinity', 'at most Infinity']);
  expect(columnOf(z.string().min(1).regex(/^a/i).startsWith('a'))?.checks).toEqual([
    'at least 1 long',
    'matches /^a/i',
    'starts with a',
  ]);
  expect(columnOf(z.enum(['web', 'store']).nullable())?.checks).toEqual(['one of web, store']);
});

it('gives a JSON Schema of a row under the delivered names', () => {
  const row = z.object({ id: z.int(), amount: decimal(5, 2).describe('net'), note: z.string().optional() });
  const { jsonSchema } = contractOf({ name: 'orders', row, rename: { id: 'Order No.' } });
  expect(jsonSchema).toMatchObject({
    type: 'object',
    properties: {
      'Order No.': { type: 'integer' },
      amount: { type: 'string', description: 'net' },
      note: { type: 'string' },
    },
    required: ['Order No.', 'amount'],
  });
});
