import { rangeOf } from '../../../commands/backfill/range.ts';

const names = (from: string, to?: string) =>
  rangeOf({ from, ...(to !== undefined && { to }) }, 'month').map(({ name }) => name);

it('names the batches from one to another, over the turn of a year', () => {
  expect(names('2012-11', '2013-02')).toEqual(['2012-11', '2012-12', '2013-01', '2013-02']);
  expect(names('2013-02')).toEqual(['2013-02']);
  const days = rangeOf({ from: '2012-02-28', to: '2012-03-01' }, 'day');
  expect(days.map(({ name }) => name)).toEqual(['2012-02-28', '2012-02-29', '2012-03-01']);
});

it.each<[string, Parameters<typeof rangeOf>[0], RegExp]>([
  ['no batch', {}, /Which batches\?.*--from/],
  ['only the last batch', { to: '2013-01' }, /Which batches\?/],
  ['a batch that is none', { from: '2013-13' }, /"2013-13" is not a batch.*like 2013-02/],
  ['a batch of another period', { from: '2013-01-01' }, /named by the month/],
  ['the wrong order', { from: '2013-02', to: '2013-01' }, /2013-01 is before 2013-02/],
])('refuses %s, and says what it takes', (_, asked, problem) => {
  expect(() => rangeOf(asked, 'month')).toThrow(problem);
});
