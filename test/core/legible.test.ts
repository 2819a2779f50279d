import fc from 'fast-check';
import { legible } from '../../functions/core/visible.ts';

it.each([
  ['a mark that turns the text around', 'gpj.\u202Eexe', 'gpj.⟨U+202E⟩exe'],
  ['an isolate', '\u2066a\u2069', '⟨U+2066⟩a⟨U+2069⟩'],
  ['a blank without width', 'pay\u200bpal', 'pay⟨U+200B⟩pal'],
  ['a joiner between Latin letters', 'a\u200db', 'a⟨U+200D⟩b'],
  ['a byte order mark', '\ufeffid', '⟨U+FEFF⟩id'],
  ['a filler that looks empty', '\u3164', '⟨U+3164⟩'],
  ['a control character', 'a\u0000b\u009f', 'a⟨U+0000⟩b⟨U+009F⟩'],
  ['half a character', '\ud800', '⟨U+D800⟩'],
])('shows %s', (_, text, shown) => {
  expect(legible(text)).toBe(shown);
});

it.each(['سلام', 'می‌خواهم', 'שלום', 'क्‍ष', '👩‍👩‍👧', '❤️', '🇨🇭', 'line\nbreak\ttab', 'naïve café', '한국어'])(
  'leaves what a language needs: %s',
  (text) => {
    expect(legible(text)).toBe(text);
  },
);

/** Any text, half characters too; fast-check's own takes a second to list all that may be in one. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10_ffff }))
  .map((points) => points.map((point) => String.fromCodePoint(point)).join(''));

it('leaves nothing that turns the text around it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(legible(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/);
    }),
  );
});
