import { batchAfter, batchBefore, batchOf, parseBatch } from '../../functions/core/batch.ts';

it.each([
  ['day', '2013-02-28', '2013-02-28', '2013-03-01'],
  ['day', '2012-02-29', '2012-02-29', '2012-03-01'],
  ['month', '2013-12', '2013-12-01', '2014-01-01'],
  ['year', '2013', '2013-01-01', '2014-01-01'],
] as const)('gives the %s %s its half-open window', (period, name, from, to) => {
  expect(batchOf(period, name)).toEqual({ name, from, to });
});

it.each([
  ['day', '2013-02-29'],
  ['day', '2013-2-1'],
  ['month', '2013-13'],
  ['month', '2013-02-01'],
  ['month', '201-02'],
  ['year', '13'],
  ['year', ''],
  ['month', '../..'],
  ['year', '0000'],
  ['month', '0000-01'],
  ['month', '0201-03'],
  ['day', '0001-01-01'],
  ['year', '9999'],
  ['month', '9999-12'],
  ['day', '9999-12-31'],
] as const)('knows no %s called "%s"', (period, name) => {
  expect(parseBatch(period, name)).toBeUndefined();
  expect(() => batchOf(period, name)).toThrow(/is not a batch.*like 2013/);
});

it.each([
  ['day', '2013-03-01', '2013-02-28', '2013-03-02'],
  ['month', '2013-01', '2012-12', '2013-02'],
  ['year', '2013', '2012', '2014'],
] as const)('finds the %s before and after %s', (period, name, before, after) => {
  expect(batchBefore(period, batchOf(period, name))?.name).toBe(before);
  expect(batchAfter(period, batchOf(period, name))?.name).toBe(after);
});

it('has an end on both sides, of which nothing goes past', () => {
  expect(batchBefore('month', batchOf('month', '1000-01'))).toBeUndefined();
  expect(batchAfter('month', batchOf('month', '9999-11'))).toBeUndefined();
  expect(batchAfter('day', batchOf('day', '9999-12-30'))).toBeUndefined();
});
