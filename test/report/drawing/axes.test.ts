import fc from 'fast-check';
import { tongueOf } from '../../../functions/publishing/tongue.tsx';
import { type Label, levelFor, thinned, widthOf } from '../../../functions/report/drawing/time-axis.ts';
import { height, valueAxis } from '../../../functions/report/drawing/value-axis.ts';

const english = tongueOf('en');

describe('the axis of values', () => {
  const value = fc.double({ min: -1e299, max: 1e299, noNaN: true });

  it('has all values between its first and its last line, and round numbers evenly apart', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), fc.boolean(), (values, zero) => {
        const { labels, y } = valueAxis({ values, zero }, { plain: true }, english);
        const numbers = labels.map(Number);
        const [top = 0, foot = 0] = [numbers[0], numbers.at(-1)];
        expect(labels.length).toBeGreaterThan(1);
        expect(new Set(labels).size).toBe(labels.length);
        expect(y(top)).toBeCloseTo(0, 0);
        expect(y(foot)).toBeCloseTo(height, 0);
        for (const one of values) {
          expect(y(one)).toBeGreaterThanOrEqual(0);
          expect(y(one)).toBeLessThanOrEqual(height);
        }
        if (zero) expect(numbers).toContain(0);
      }),
    );
  });

  it.each([
    ['percent', [52.1, 88.3], { digits: 2, unit: ' %' }, ['90 %', '80 %', '70 %', '60 %', '50 %']],
    ['parts', [0.12, 0.48], {}, ['0.5', '0.4', '0.3', '0.2', '0.1']],
    ['money', [0, 4000], { currency: 'EUR' }, ['€4,000', '€3,000', '€2,000', '€1,000', '€0']],
    ['nothing but zero', [0, 0], {}, ['1.0', '0.8', '0.6', '0.4', '0.2', '0.0']],
  ])('writes %s with the digits that its steps need', (_, values, format, labels) => {
    expect(valueAxis({ values, zero: false }, format, english).labels).toEqual(labels);
  });
});

describe('the labels of a time', () => {
  const widths = { wide: 790, medium: 350, narrow: 190 } as const;
  const seen = { wide: ['wide', 'medium', 'narrow'], medium: ['medium', 'narrow'], narrow: ['narrow'] } as const;
  const evenly = (texts: readonly string[]): Label[] =>
    texts.map((text, at) => ({ text, at: ((at + 0.5) / texts.length) * 100 }));

  it('lie apart in every width, and are all there where there is room', () => {
    const text = fc.constantFrom('Feb 1', '2월 28일', 'Feb 1 10:00', '2023', 'Week 5');
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 120 }),
        fc.constantFrom('wide', 'medium', 'narrow'),
        (texts, width) => {
          const shown = thinned(evenly(texts)).filter(({ level }) => seen[width].some((one) => one === level));
          const starts = shown.map(({ at, text, anchor }) => {
            const start = (at * widths[width]) / 100 - { start: 0, middle: 0.5, end: 1 }[anchor] * widthOf(text);
            return { start, end: start + widthOf(text) };
          });
          expect(shown.length).toBeGreaterThan(0);
          for (const [at, { start }] of starts.entries())
            if (at > 0) expect(start).toBeGreaterThan(starts[at - 1]?.end ?? 0);
        },
      ),
    );
    expect(thinned(evenly(['Jan', 'Feb', 'Mar', 'Apr'])).map(({ level }) => level)).toEqual(
      Array.from({ length: 4 }, () => 'narrow'),
    );
  });
});

it.each([
  [['1', '22'], 2, 'narrow'],
  [['1,234'], 8, 'medium'],
  [['1,234'], 20, 'wide'],
  [['1,234'], 50, undefined],
])('writes %j above %i bars from the width on in which they fit', (texts, places, level) => {
  expect(levelFor(texts, places)).toBe(level);
});
