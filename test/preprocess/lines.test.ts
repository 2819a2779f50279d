import fc from 'fast-check';
import { Lines } from '../../functions/preprocess/text/lines.ts';
import { chunksOf, cuts } from './chunks.ts';

/** What is found in bytes that come in such chunks. */
function found(chunks: readonly Buffer[], separator: string | undefined) {
  const lines = new Lines(separator);
  const ends: unknown[] = [];
  let from = 0;
  const odd = () => {
    const said = lines.odd;
    lines.odd = '';
    return said;
  };
  for (const chunk of chunks) {
    lines.feed(chunk, (at, byte, second) => ends.push([from + at, byte, second, odd()]));
    from += chunk.length;
  }
  lines.end();
  const { nul, inside, multiline, stray } = lines;
  return { ends, last: odd(), nul, inside, multiline, stray };
}

const piece = fc.constantFrom('"', '""', ' ', ',', ', ', '" ,', '",', '\n', '\r', '\r\n', 'a', '\0', 'é', '|', '||');
const file = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join('')));

it('finds the same lines wherever a file is cut into chunks', () => {
  fc.assert(
    fc.property(file, cuts, fc.constantFrom(',', ', ', '||', undefined), (bytes, places, separator) => {
      expect(found(chunksOf(bytes, places), separator)).toEqual(found([bytes], separator));
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 20) * 50 },
  );
});
