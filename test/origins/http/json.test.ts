import fc from 'fast-check';
import { KeyTwice, parts, valueAt } from '../../../functions/origins/http/json.ts';

const indent = fc.constantFrom('', ' ', '\t', '\n');

it('cuts an array into its elements, whatever they are', async () => {
  await fc.assert(
    fc.property(fc.array(fc.jsonValue()), indent, (values, space) => {
      const texts = values.map((value) => JSON.stringify(value, null, space));
      const cut = [...parts(JSON.stringify(values, null, space))];
      expect(cut.map((text) => JSON.stringify(JSON.parse(text), null, space))).toEqual(texts);
    }),
  );
});

it('finds the value that JSON.parse finds', async () => {
  await fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())), indent, (value, space) => {
      const text = JSON.stringify(value, null, space);
      for (const [outer, members] of Object.entries(value)) {
        for (const [inner, expected] of Object.entries(members)) {
          expect(valueAt(text, [outer, inner])).toBeDefined();
          expect(JSON.stringify(JSON.parse(valueAt(text, [outer, inner]) ?? ''))).toBe(JSON.stringify(expected));
        }
        expect(valueAt(text, [outer, `${Object.keys(members).join('')}?`])).toBeUndefined();
      }
    }),
  );
});

it('keeps every digit, and takes none of several members of one name', () => {
  expect(valueAt('{"\\u0061" : 12345678901234567890.10 , "b": [{}]}', ['a'])).toBe('12345678901234567890.10');
  expect(() => valueAt('{"a": 1, "b": [{}], "\\u0061" : 1}', ['a'])).toThrow(KeyTwice);
  expect(valueAt('{"a": [1]}', ['a', '0'])).toBeUndefined();
  expect([...parts('[1.0, {"x":"\\\\"},[ ] , "]\\"," ]')]).toEqual(['1.0', '{"x":"\\\\"}', '[ ]', '"]\\","']);
});
