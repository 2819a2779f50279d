import fc from 'fast-check';
import { Digits } from '../../functions/preprocess/text/digits.ts';
import { chunksOf, cuts } from './chunks.ts';

const piece = fc.constantFrom('7', '0.1', '12345678', '.', '-', 'e', '"', 'é');
const file = fc.array(piece, { maxLength: 25 }).map((pieces) => Buffer.from(pieces.join('')));

it('finds a number of more than 15 digits wherever it stands, and wherever the file is cut into chunks', () => {
  fc.assert(
    fc.property(file, cuts, (bytes, places) => {
      const digits = new Digits();
      for (const chunk of chunksOf(bytes, places)) digits.feed(chunk);
      expect(digits.long).toBe(/[0-9.]{16}/.test(bytes.toString()));
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 20) * 50 },
  );
});
