import fc from 'fast-check';
import { Lines } from '../../functions/preprocess/text/lines.ts';

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
    fc.property(
      file,
      fc.array(fc.nat(60), { maxLength: 6 }),
      fc.constantFrom(',', ', ', '||', undefined),
      (bytes, places, separator) => {
        const cuts = [0, ...places.map((at) => Math.min(at, bytes.length)).toSorted((a, b) => a - b), bytes.length];
        const chunks = cuts.slice(1).map((to, nth) => bytes.subarray(cuts[nth], to));
        expect(found(chunks, separator)).toEqual(found([bytes], separator));
      },
    ),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 20) * 50 },
  );
});
