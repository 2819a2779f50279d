import fc from 'fast-check';

/** Places to cut a small file at. */
export const cuts = fc.array(fc.nat(60), { maxLength: 6 });

/** The chunks of a file that is cut at these places, some of them empty. */
export function chunksOf(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [0, ...places.map((at) => Math.min(at, bytes.length)).toSorted((a, b) => a - b), bytes.length];
  return ends.slice(1).map((to, nth) => bytes.subarray(ends[nth], to));
}
