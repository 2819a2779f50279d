import fc from 'fast-check';
import { z } from 'zod';
import { expectSame } from './cut.ts';
import { deliveredOf, files } from './drawn-files.ts';

const row = z.object({ id: z.int(), value: z.string().max(9) });
const into = fc.integer({ min: 2, max: 12 });
/** Each of them is a source read twice, once by a child for each part. */
const runs = { numRuns: Math.ceil(Number(process.env.FUZZ_RUNS ?? 30) / 10) };

it('gives the same of drawn files, wherever they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(files, into, async (drawn, parts) => {
      await expectSame({ files: deliveredOf(drawn), source: { row, key: ['id'] } }, parts);
    }),
    runs,
  );
});

const scraps = fc.constantFrom('"', '"', '\n', '\n', '\r\n', '\r', ',', ',', '1', '2', 'a', 'é', ' ', '\u2028');

it('gives the same of a CSV file of any quotes and line ends, wherever it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: scraps, minLength: 20, maxLength: 120 }), into, async (text, parts) => {
      await expectSame({ files: { 'a.csv': `id,value\n${text}` }, source: { row, key: ['id'] } }, parts);
    }),
    runs,
  );
});
