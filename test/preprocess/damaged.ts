import fc from 'fast-check';

/** One way to damage a file, at a place given as a share of its length. */
export interface Damage {
  readonly kind: 'flip' | 'set' | 'cut' | 'double' | 'insert' | 'zero';
  readonly place: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('flip', 'set', 'cut', 'double', 'insert', 'zero'),
    place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    length: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 40, maxLength: 40 }),
      // What means something in a text.
      fc
        .array(fc.constantFrom(...Buffer.from('",\n\r\t\\{}[]:;0-9. \0')), { minLength: 40, maxLength: 40 })
        .map((all) => Uint8Array.from(all)),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

export const damaged = (whole: Buffer, all: readonly Damage[]): Buffer => all.reduce(once, whole);

function once(whole: Buffer, { kind, place, length, bytes }: Damage): Buffer {
  const at = Math.floor(place * whole.length);
  const [before, hit, behind] = [whole.subarray(0, at), whole.subarray(at, at + length), whole.subarray(at + length)];
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, hit.map((byte) => byte ^ (1 << (length % 8))), behind]);
    case 'set':
      return Buffer.concat([before, bytes.subarray(0, hit.length), behind]);
    case 'cut':
      return Buffer.concat([before, behind]);
    case 'double':
      return Buffer.concat([before, hit, hit, behind]);
    case 'insert':
      return Buffer.concat([before, bytes.subarray(0, length), hit, behind]);
    case 'zero':
      return Buffer.concat([before, Buffer.alloc(hit.length), behind]);
  }
}
