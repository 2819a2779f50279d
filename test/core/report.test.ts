import { formatCell } from '../../functions/core/number.ts';

it.each([
  [1234567, undefined, '1,234,567'],
  [0.125, undefined, '0.13'],
  [12.5, { digits: 1, unit: ' min' }, '12.5 min'],
  [-0.001, { digits: 2 }, '0.00'],
  [null, { unit: ' %' }, '–'],
  [undefined, undefined, '–'],
  [true, undefined, 'yes'],
])('writes %p with %p as %s', (cell, format, text) => {
  expect(formatCell(cell, format)).toBe(text);
});

it('writes an exact number without loss, and only in a column of numbers', () => {
  expect(formatCell('9007199254740993.10', {}, 'number')).toBe('9,007,199,254,740,993.10');
  expect(formatCell('12345678901234567890', {}, 'number')).toBe('12,345,678,901,234,567,890');
  expect(formatCell('2013')).toBe('2013');
  expect(formatCell(`0.${'1'.repeat(30)}`, {}, 'number')).toBe(`0.${'1'.repeat(20)}`);
  expect(formatCell('n/a', {}, 'number')).toBe('n/a');
});
