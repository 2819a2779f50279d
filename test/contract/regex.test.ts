import fc from 'fast-check';
import { z } from 'zod';
import { re2Of, Untranslatable } from '../../functions/contract/regex.ts';
import { literal } from '../../functions/core/quote.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';

const pick = fc.constantFrom;
const literals = pick(
  ...'abkKsS_ ,',
  '-',
  '0',
  '9',
  'é',
  'É',
  'ß',
  'ſ',
  'K',
  'ı',
  '😀',
  '\\.',
  '\\/',
  '\\t',
  '\\n',
  '\\r',
  '\\x41',
  '\\u00e9',
  '\\u{1F600}',
  '\\0',
  '\\-',
);
const classes = pick(
  '.',
  '\\d',
  '\\D',
  '\\w',
  '\\W',
  '\\s',
  '\\S',
  '\\p{L}',
  '\\P{Lu}',
  '[a-c]',
  '[^a-c]',
  '[^]',
  '[]',
  '[\\s\\S]',
  '[k-s]',
  '[^\\w,]',
  '[-a]',
  '[a-]',
  '[é-ſ]',
  '[\\b]',
  '[\\]^]',
  '[.$]',
);
const { pattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    literals,
    classes,
    pick('^', '$', '\\b'),
    fc.tuple(pick('(', '(?:', '(?<name>'), tie('pattern')).map(([open, inner]) => `${open}${inner})`),
    fc
      .tuple(fc.oneof(literals, classes), pick('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?', '{1,2}?'))
      .map((all) => all.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(?:${one}|${other})`),
  ),
  pattern: fc.array(tie('atom'), { maxLength: 4 }).map((atoms) => atoms.join('')),
}));
const texts = fc.string({
  unit: pick(...'abckKsS_ ,-09.\t\n\r$^]', 'é', 'É', 'ß', 'ſ', 'K', 'ı', '😀', '\u2028', '\u00a0', '\ufeff'),
  maxLength: 6,
});

/** Patterns that JavaScript takes and that have a twin. */
const translated = fc.tuple(pattern, pick('', 'i', 'u', 'iu', 's', 'su', 'g')).map(([source, flags]) => {
  try {
    const regex = new RegExp(source, flags);
    return [{ regex, re2: re2Of(regex) }];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Untranslatable) return [];
    throw error;
  }
});

it('matches in SQL what matches in JavaScript', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(translated, { minLength: 1, maxLength: 60, size: 'max' }),
      fc.array(texts, { minLength: 1, maxLength: 40, size: 'max' }),
      async (drawn, texts) => {
        const patterns = drawn.flat();
        const found = await matches(
          patterns.map(({ re2 }) => re2),
          texts,
        );
        const unlike = patterns.flatMap(({ regex, re2 }, at) =>
          texts.flatMap((text, row) => {
            regex.lastIndex = 0;
            return found[row]?.[at] === regex.test(text) ? [] : [[regex, re2, text]];
          }),
        );
        expect(unlike).toEqual([]);
      },
    ),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 8) },
  );
});

function matches(patterns: readonly string[], texts: readonly string[]): Promise<boolean[][]> {
  return withDuckDB()(async ({ rows }) => {
    const lists = await rows(`
      SELECT [${['true', ...patterns.map((re2) => `regexp_matches(text, ${literal(re2)})`)].join(', ')}] AS matched
      FROM (VALUES ${texts.map((text, at) => `(${at}, ${literal(text)})`).join(', ')}) AS texts(number, text) ORDER BY number`);
    return z
      .array(z.object({ matched: z.array(z.boolean()) }))
      .parse(lists)
      .map(({ matched }) => matched.slice(1));
  });
}
