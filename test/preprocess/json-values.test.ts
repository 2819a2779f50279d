import fc from 'fast-check';
import { z } from 'zod';
import { decimal } from '../../functions/tributary.ts';
import { parquetOf } from '../world/parquet.ts';
import { preprocessed, reasonsOf } from './orders.ts';

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const whole = fc.oneof(
  fc.constant('0'),
  fc.tuple(fc.constantFrom(...'123456789'), digits(0, 40)).map((all) => all.join('')),
);
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    whole,
    fc.oneof(
      fc.constant(''),
      digits(1, 40).map((fraction) => `.${fraction}`),
    ),
    fc.constantFrom('', '', '', 'e3', 'E+2', 'e-7', 'e400'),
  )
  .map((all) => all.join(''));
const short = fc.constantFrom('1.10', '1e3', '1.0', '0.1', '-0', '12', '1E2');
const text = fc
  .string({ unit: fc.constantFrom(...'ab0123456789.,:{}[]"\\ \u00e9\u{1f600}\n'), maxLength: 25 })
  .map((one) => JSON.stringify(one));
const scalar = fc.oneof(number, short, text, fc.constantFrom('true', 'false'));
const blank = fc.constantFrom('', ' ', '\t');

/** JSON as people and machines write it: numbers of any length, nested, with blanks. */
const { value } = fc.letrec<{ value: string; array: string; object: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, depthSize: 'small' }, scalar, tie('array'), tie('object')),
  array: fc
    .tuple(blank, fc.array(tie('value'), { maxLength: 4 }))
    .map(([gap, all]) => `[${gap}${all.join(`,${gap}`)}${gap}]`),
  object: fc
    .tuple(blank, fc.array(tie('value'), { maxLength: 4 }))
    .map(([gap, all]) => `{${all.map((one, at) => `${gap}"k${at}"${gap}:${gap}${one}`).join(',')}}`),
}));

/** The texts that a column has, each beside such neighbours. */
async function read(rows: readonly string[]) {
  const row = z.object({ v: z.string().nullish() });
  const { clean, rejected } = await preprocessed({
    files: { 'a.ndjson': rows.join('\n') },
    source: { row, key: [], missing: [] },
  });
  expect(rejected).toEqual([]);
  return clean.map(({ v }) => v);
}

it('reads a value the same whatever stands beside it, and as JSON says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 30 }), async (pairs) => {
      const alone = await read(pairs.map(([one]) => `{"v":${one}}`));
      const beside = await read(pairs.map(([one, other]) => `{"before":${other},"v":${one},"after":[${other}]}`));
      expect(beside).toEqual(alone);
      for (const [at, [one]] of pairs.entries()) expect([one, meaning(one, alone[at])]).toEqual([one, meaningOf(one)]);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 8) },
  );
});

/** What JSON.parse makes of a value, and what it makes of the text that was read, unless a text was delivered. */
const meaningOf = (json: string): unknown => JSON.parse(json, withoutSign);
const meaning = (json: string, read: unknown): unknown =>
  json.startsWith('"') ? read : JSON.parse(String(read), withoutSign);
const withoutSign = (_: string, value: unknown) => (Object.is(value, -0) ? 0 : value);

it('keeps every digit of a decimal number, alone, beside others and inside of a value', async () => {
  const long = ['0.12345678901234567890123', '12345678901234567.89', '1.1000000000000000'];
  expect(await read(long.map((one) => `{"v":${one},"w":1.5}`))).toEqual(long);
  expect(await read(long.map((one) => `{"v":{"w":${one},"s":"${one}"}}`))).toEqual(
    long.map((one) => `{"w":${one},"s":"${one}"}`),
  );
});

it.each(['a.ndjson', 'postgres.ndjson', 'a.json', 'a.parquet'])(
  'reads a number that a double is written with an exponent for as its digits, where exact ones are wanted: %s',
  async (file) => {
    const row = z.object({ small: decimal(18, 8), large: decimal(38, 0), whole: z.int() });
    const numbers = [
      ['0.00000001', '1e21', '1'],
      ['-1.5e-7', '-1.25E+22', '1e3'],
      ['0.0000345', '10000000000000000000000', '-2e0'],
      ['1e-9', '1e0', '1'],
      ['1', '1e-7', '1e22'],
    ];
    const lines = numbers.map(([small, large, whole]) => `{"small":${small},"large":${large},"whole":${whole}}`);
    const values = numbers.map((all) => `(${all.map((one) => `${one}::DOUBLE`).join(', ')})`).join(', ');
    const body = file.endsWith('.parquet')
      ? await parquetOf(`SELECT * FROM (VALUES ${values}) t(small, large, whole)`)
      : file === 'a.json'
        ? `[${lines}]`
        : lines.join('\n');
    const { clean, quality } = await preprocessed({ files: { [file]: body }, source: { row, key: [] } });
    expect(clean).toEqual([
      { small: '0.00000001', large: '1000000000000000000000', whole: '1' },
      { small: '-0.00000015', large: '-12500000000000000000000', whole: '1000' },
      { small: '0.00003450', large: '10000000000000000000000', whole: '-2' },
    ]);
    expect(
      reasonsOf(quality)
        .map((one) => one.replace('e-0', 'e-'))
        .sort(),
    ).toEqual([
      `${file} 4: small is not a decimal number of at most 10 digits before and 8 after the point (1e-9)`,
      `${file} 5: large is not a decimal number of at most 38 digits before and 0 after the point (1e-7)`,
      `${file} 5: whole is beyond 9007199254740991, the largest exact integer (10000000000000000000000)`,
    ]);
  },
);

it.each(['a.ndjson', 'a.json'])('takes NaN and Infinity for no text, as they are no JSON: %s', async (file) => {
  const bad = ['NaN', '-Infinity', 'inf', '{"w":NaN}', '[1,-Infinity]', '{"w":NaN,"n":12345678901234567890}'];
  const good = ['"NaN"', '"inf"', '{"NaN":[":nan"]}', '"{\\"w\\":NaN}"', '["Infinity"]', '"info"', 'null'];
  const lines = [...bad, ...good].map((v) => `{"v":${v},"other":NaN}`);
  const { quality, clean } = await preprocessed({
    files: { [file]: file === 'a.json' ? `[${lines}]` : lines.join('\n') },
    source: { row: z.object({ v: z.string().nullable() }), key: [] },
  });
  expect(quality.rejections).toMatchObject([
    { column: null, reason: 'has NaN or Infinity without quotes, which is no JSON', rows: bad.length },
  ]);
  expect(clean.map(({ v }) => v)).toEqual([
    'NaN',
    'inf',
    '{"NaN":[":nan"]}',
    '{"w":NaN}',
    '["Infinity"]',
    'info',
    null,
  ]);
});

it('takes NaN without quotes for no value where the source says that it means none', async () => {
  const row = z.object({ text: z.string().nullable(), number: z.number().nullable() });
  const files = { 'a.ndjson': '{"text":NaN,"number":NaN}' };
  const { clean } = await preprocessed({ files, source: { row, key: [], missing: ['', 'NaN'] } });
  expect(clean).toEqual([{ text: null, number: null }]);
});

it('takes no text with an exponent for an exact number', async () => {
  const { quality } = await preprocessed({
    files: { 'a.ndjson': '{"v":"1e-7"}', 'b.csv': 'v\n1e-7\n' },
    source: { row: z.object({ v: decimal(18, 8) }), key: [] },
  });
  expect(quality).toMatchObject({ clean: 0, rejected: 2 });
});

describe('a key that an object has twice', () => {
  const source = { row: z.object({ id: z.int(), amount: decimal(12, 2) }), key: ['id'] };

  it.each([
    ['as it is', '{"id":1,"amount":1.50,"amount":9.75}'],
    ['with the same value', '{"id":1,"amount":1.50,"amount":1.50}'],
    ['in another spelling', '{"id":1,"amount":1.50,"\\u0061mount":9.75}'],
  ])('%s rejects its row, whatever the format', async (_, line) => {
    const good = '{"id":2,"amount":2.00,"other":1,"other":2}';
    const files = { 'a.ndjson': `${line}\n${good}`, 'b.json': `[${line},${good.replace('2', '3')}]` };
    const { quality, clean } = await preprocessed({ files, source });
    expect(clean).toHaveLength(2);
    expect(reasonsOf(quality)).toEqual([
      `a.ndjson 1: row has the key amount twice (${line})`,
      `b.json 1: row has the key amount twice (${line})`,
    ]);
  });
});

it.each(['\ufdd0', '\\ufdd0', '\\\\\\uFDD0'])(
  'rejects a row with the character that marks are made of: %j',
  async (mark) => {
    const { quality } = await preprocessed({
      files: { 'a.ndjson': `{"v":"${mark}1.5","n":0.12345678901234567890}\n{"v":"\\\\ufdd0"}` },
      source: { row: z.object({ v: z.string() }), key: [] },
    });
    expect(quality).toMatchObject({
      clean: 1,
      rejected: 1,
      rejections: [{ reason: expect.stringContaining('U+FDD0') }],
    });
  },
);

it('tells a row with half of a character, as JavaScript cuts them, from one that is no JSON', async () => {
  const lines = [
    '{"v":"cut \\ud83d"}',
    '{"v":"\\uDE00\\ud83d"}',
    '{"v":"\\ud83d\\ude00"}',
    '{"v":"\\ud83"}',
    '{"v":"\\ud83d}',
  ];
  const { quality, clean } = await preprocessed({
    files: { 'a.ndjson': lines.join('\n') },
    source: { row: z.object({ v: z.string() }), key: [] },
  });
  expect(clean).toEqual([{ v: '😀' }]);
  expect(reasonsOf(quality)).toEqual([
    `a.ndjson 1: row has half of a surrogate pair, which is no character (${lines[0]})`,
    `a.ndjson 2: row has half of a surrogate pair, which is no character (${lines[1]})`,
    `a.ndjson 4: row is not a JSON object (${lines[3]})`,
    `a.ndjson 5: row is not a JSON object (${lines[4]})`,
  ]);
});

describe('objects of JSON', () => {
  const objects = [1, 2, 3].map((id) => ({ id, nested: { text: '} {' } }));
  const all = objects.map((one) => JSON.stringify(one));
  const source = { row: z.object({ id: z.int() }), key: ['id'] };

  it.each([
    ['one a line, in .json', 'a.json', all.join('\n')],
    ['one a line, in .json, with a line end behind', 'a.json', `${all.join('\r\n')}\r\n`],
    ['one behind the other, in .json', 'a.json', all.join('')],
    ['one behind the other, in .ndjson', 'a.ndjson', all.join(' ')],
    ['one behind the other, some on a line of their own', 'a.ndjson', `${all.slice(0, 2).join('')}\n${all[2]}`],
    ['on many lines', 'a.json', objects.map((one) => JSON.stringify(one, null, 2)).join('\n')],
    ['in an array', 'a.json', `[${all.join(',')}]`],
  ])('are read: %s', async (_, file, body) => {
    const { clean, quality } = await preprocessed({ files: { [file]: body }, source });
    expect(quality.files[0]?.fault).toBeNull();
    expect(clean).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
  });

  it('one of which is none, a line each, reject their line alone', async () => {
    const { quality } = await preprocessed({ files: { 'a.json': `${all[0]}\n{"id":\n${all[2]}` }, source });
    expect(quality).toMatchObject({ read: 3, clean: 2, rejected: 1 });
  });

  it.each(['a.json', 'a.ndjson', 'postgres.ndjson'])('may be larger than two million bytes: %s', async (file) => {
    const large = JSON.stringify({ id: 1, text: 'x'.repeat(3_000_000) });
    const body = file === 'a.json' ? `[${large},${all[1]}]` : `${large}\n${all[1]}`;
    const { clean, quality } = await preprocessed({ files: { [file]: body }, source });
    expect(quality.files[0]?.fault).toBeNull();
    expect(clean).toEqual([{ id: '1' }, { id: '2' }]);
  });

  it('larger than any can be are the fault of the file, with the row', async () => {
    const large = JSON.stringify({ id: 1, text: 'x'.repeat(17_000_000) });
    const { quality } = await preprocessed({ files: { 'a.ndjson': `${all[0]}\n${large}` }, source });
    expect(quality.problems).toEqual([
      expect.stringMatching(/^a\.ndjson has 17000018 bytes in row 2, and 16777216 are the most/),
    ]);
  });
});

describe('a column that the contract wants to be there', () => {
  const row = z.object({ id: z.int(), amount: decimal(12, 2).nullable() });
  const source = { row, key: ['id'] };

  it.each(['a.ndjson', 'a.json', 'postgres.ndjson'])(
    'and that no row of %s has is the fault of the file',
    async (file) => {
      const lines = ['{"id":1,"total":1.50}', '{"id":2,"total":2.50}'];
      const body = file === 'a.json' ? `[${lines}]` : lines.join('\n');
      const { quality } = await preprocessed({ files: { [file]: body }, source });
      expect(quality.problems).toEqual([
        expect.stringContaining(`${file} lacks the column "amount": it has "id", "total".`),
      ]);
    },
  );

  it('and that some rows lack rejects these, and takes null for null', async () => {
    const lines = ['{"id":1,"amount":1.50}', '{"id":2}', '{"id":3,"amount":null}'];
    const { quality, clean } = await preprocessed({ files: { 'a.ndjson': lines.join('\n') }, source });
    expect(reasonsOf(quality)).toEqual(['a.ndjson 2: amount is not there, not even as null ()']);
    expect(clean).toEqual([
      { id: '1', amount: '1.50' },
      { id: '3', amount: null },
    ]);
  });

  it('may be left out where it is optional', async () => {
    const optional = { ...source, row: row.extend({ amount: decimal(12, 2).nullable().optional() }) };
    const { clean } = await preprocessed({ files: { 'a.ndjson': '{"id":1}' }, source: optional });
    expect(clean).toEqual([{ id: '1', amount: null }]);
  });
});
