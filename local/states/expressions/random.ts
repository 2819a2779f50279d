const multiplier = 0x5deece66dn;

/** Numbers from 0 up to 1 that follow from the seed, as Java's java.util.Random gives them, which AWS uses. */
export function seeded(seed: number): () => number {
  let state = BigInt.asUintN(48, BigInt(seed) ^ multiplier);
  const next = (bits: number): number => {
    state = BigInt.asUintN(48, state * multiplier + 0xbn);
    return Number(state >> BigInt(48 - bits));
  };
  return () => (next(26) * 2 ** 27 + next(27)) / 2 ** 53;
}
