import { english, languageOf } from '../../functions/core/language.ts';

it.each([
  [1234567, undefined, '1,234,567'],
  [0.125, undefined, '0.13'],
  [12.5, { digits: 1, unit: ' min' }, '12.5 min'],
  [-0.001, { digits: 2 }, '0.00'],
  [null, { unit: ' %' }, '–'],
  [undefined, undefined, '–'],
  [true, undefined, '✓'],
])('writes %p with %p as %s', (cell, format, text) => {
  expect(english.cell(cell, format)).toBe(text);
});

it('writes an exact number without loss, and only in a column of numbers', () => {
  expect(english.cell('9007199254740993.10', {}, 'number')).toBe('9,007,199,254,740,993.10');
  expect(english.cell('12345678901234567890', {}, 'number')).toBe('12,345,678,901,234,567,890');
  expect(english.cell('2013')).toBe('2013');
  expect(english.cell(`0.${'1'.repeat(30)}`, {}, 'number')).toBe(`0.${'1'.repeat(20)}`);
  expect(english.cell('n/a', {}, 'number')).toBe('n/a');
});

it('writes as the language does, on every machine the same', () => {
  const korean = languageOf('ko');
  expect(korean.cell('2013-02-08', {}, 'date')).toBe('2013. 2. 8.');
  expect(korean.cell(1_234_500, { currency: 'KRW' })).toBe('₩1,234,500');
  expect(languageOf('de').cell(1234.5, { currency: 'EUR' })).toBe('1.234,50 €');
  expect(languageOf('fa').cell(1234.5)).toBe('1,234.50');
  expect(english.cell('2013-02-08T09:05:00.000Z', {}, 'timestamp')).toBe('Feb 8, 2013 09:05');
});

it('tells days that follow each other as one stretch', () => {
  const days = ['2013-03-01', '2013-02-28', '2013-02-08', '2013-02-10', '2013-03-02'];
  expect(english.days(days)).toBe('Feb 8, Feb 10, and Feb 28 – Mar 2');
});

it.each([
  [0, 0, '0 %'],
  [1, 3, '33.3 %'],
  [1, 100_000, '<0.01 %'],
  [0, 5, '0.00 %'],
])('writes %p of %p as %s', (part, whole, text) => {
  expect(english.share(part, whole)).toBe(text);
});
