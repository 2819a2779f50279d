import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { z } from 'zod';
import { upload } from '../../functions/tributary.ts';
import { preprocessed, reasonsOf } from './orders.ts';

const row = z.object({ id: z.string(), v: z.string() });
const read = (csv: string, separator = ',') =>
  preprocessed({
    files: { 'a.csv': csv },
    source: { row, key: [], missing: [], origin: upload({ separator }) },
  });

const inside = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '\t', '""', '\n'), maxLength: 6 });
const messy = fc
  .string({ unit: fc.constantFrom('"', '"', ' ', 'a', '\t', ',', '\u00a0'), maxLength: 8 })
  // One that is open takes the rows behind it along.
  .filter((text) => (text.match(/"/g)?.length ?? 0) % 2 === 0);
const field = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\t'), maxLength: 5 }),
  inside.map((text) => `"${text}"`),
  fc
    .tuple(fc.constantFrom('', ' ', '  ', '\t'), inside, fc.constantFrom('', ' ', 'a'))
    .map(([before, text, behind]) => `${before}"${text}"${behind}`),
  messy,
);

/** What RFC 4180 makes of one row, by a reader that nobody here wrote; undefined where it is none of two columns. */
function byAnother(text: string, delimiter: string): string | undefined {
  try {
    const records = z.array(z.array(z.string())).parse(parse(`${text}\n`, { delimiter, relax_column_count: true }));
    const [[, value, ...rest] = []] = records;
    // Separators behind a row are harmless.
    return records.length === 1 && rest.every((one) => one === '') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it is the value as it stands there, quotes and all; separators and empty values behind a row are harmless. */
function isAsItIs(found: unknown, field: string, separator: string): boolean {
  const [line = ''] = field.split('\n');
  const rest = line.startsWith(String(found)) ? line.slice(String(found).length) : 'another';
  return rest.replaceAll('""', '').replaceAll(separator, '') === '';
}

it('takes a value as another reader does, or rejects its row', async () => {
  const rows = fc.array(field, { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(',', ';', '\t', ' ', ', '), async (fields, separator) => {
      const texts = fields.map((one, at) => `r${at}${separator}${one}`);
      const { clean, rejected, quality } = await read([`id${separator}v`, ...texts].join('\n'), separator);
      // A quote in the wrong place may take further rows along: then nothing of the file is taken.
      if (quality.files[0]?.fault) return expect(quality.files[0].fault).toMatch(/quote/);
      const found = new Map(clean.map(({ id, v }) => [id, v]));
      for (const [at, text] of texts.entries()) {
        const value = byAnother(text, separator);
        if (!found.has(`r${at}`)) continue;
        // What no strict reader takes may stay as it is; nothing is ever taken off.
        const v = found.get(`r${at}`);
        const isRight = value === undefined ? isAsItIs(v, fields[at] ?? '', separator) : v === value;
        expect({ text, v, value, isRight }).toEqual({ text, v, value, isRight: true });
      }
      const isSound = (text: string) => byAnother(text, separator) !== undefined;
      // A stray quote may take the rows behind it along.
      const strays = texts.some((text) => text.includes('"') && !isSound(text));
      expect(texts.flatMap((text, at) => (!strays && isSound(text) && !found.has(`r${at}`) ? [text] : []))).toEqual([]);
      expect(clean.length + rejected.length).toBe(quality.read);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 12) },
  );
});

it('rejects rows with blanks or more between a quote and the edge of its value, as they were delivered', async () => {
  const lines = ['1,"abc" "def"', '2, "Smith"', '3,"Doe" ', '4,fine', '5,"a"x', '6,   "b, c"', '7,"it""s, fine"'];
  const { quality, clean, rejected } = await read(`id,v\r\n${lines.join('\r\n')}`);
  expect(clean).toEqual([
    { id: '4', v: 'fine' },
    { id: '7', v: 'it"s, fine' },
  ]);
  expect(rejected.map(({ row, raw }) => [Number(row), raw])).toEqual([1, 2, 3, 5, 6].map((at) => [at, lines[at - 1]]));
  const [behind, before] = ['row has text behind a closing quote', 'row has blanks before a quote'];
  expect(reasonsOf(quality)).toEqual([
    `a.csv 1: ${behind} (1,"abc" "def")`,
    `a.csv 3: ${behind} (3,"Doe" )`,
    `a.csv 5: ${behind} (5,"a"x)`,
    `a.csv 2: ${before} (2, "Smith")`,
    `a.csv 6: ${before} (6,   "b, c")`,
  ]);
});

it('sees blanks beside quotes wherever the file is cut into chunks', async () => {
  for (const before of [-2, -1, 0, 1, 2, 3, 4, 5, 6]) {
    const filler = 'x'.repeat((1 << 20) - 'id,v\n0,\n1'.length + before);
    const { quality } = await read(`id,v\n0,${filler}\n1, "a" ,\n2,"b" \n`);
    expect([before, quality.clean, quality.rejected]).toEqual([before, 1, 2]);
  }
});

it('names the true reason where the header has blanks beside its quotes', async () => {
  const { quality } = await read('"id" ,"v"\n1,a\n');
  expect(quality.problems).toEqual([expect.stringContaining('a.csv has blanks beside the quotes in its header')]);
});
