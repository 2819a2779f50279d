import { decoded } from '../../functions/preprocess/formats/thrift.ts';

describe('a struct of Thrift', () => {
  it.each([
    ['nothing', []],
    ['cut off inside of a struct', [0x1c, 0x15]],
    ['a list longer than the rest', [0x19, 0xf8, 0xff, 0xff, 0x7f]],
    ['structs without end', Array.from({ length: 100_000 }, () => 0x1c)],
    ['of a type that there is not', [0x1f]],
    ['of the type that ends a struct', [0x10, 0x00]],
  ])('of %s is told by a RangeError', (_, bytes) => {
    expect(() => decoded(Buffer.from(bytes))).toThrow(RangeError);
  });
});
