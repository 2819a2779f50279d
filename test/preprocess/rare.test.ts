import { RareNumbers } from '../../functions/preprocess/text/rare.ts';

it.each([
  ['{"v":1e5}', true, false],
  ['{"v":0.0000001}', true, false],
  ['{"v":NaN}', false, true],
  ['{"v":-Infinity}', false, true],
  ['{"v":0.000001,"w":100,"x":"e"}', false, false],
])('sees in %s what is rare, wherever it is cut', (text, exponents, words) => {
  for (let at = 0; at <= text.length; at++) {
    const rare = new RareNumbers();
    for (const part of [text.slice(0, at), text.slice(at)]) rare.feed(Buffer.from(part));
    expect({ exponents: rare.exponents, words: rare.words }).toEqual({ exponents, words });
  }
});
