import { readOptions } from '../../commands/backfill/options.ts';

const names = (...args: string[]) => readOptions(args, 'month').batches.map(({ name }) => name);

it('names the batches from one to another, over the turn of a year', () => {
  expect(names('--from', '2012-11', '--to=2013-02')).toEqual(['2012-11', '2012-12', '2013-01', '2013-02']);
  expect(names('--from', '2013-02')).toEqual(['2013-02']);
  const days = readOptions(['--from', '2012-02-28', '--to', '2012-03-01'], 'day').batches;
  expect(days.map(({ name }) => name)).toEqual(['2012-02-28', '2012-02-29', '2012-03-01']);
});

it('hands on what is for a local run, in whatever place it stands', () => {
  const args = ['--store', 'a', '--from', '2013-01', '--dry-run', '--out=b', '--only-files', '--to', '2013-01'];
  const { others, dryRun, batches } = readOptions(args, 'month');
  expect(others).toEqual(['--store', 'a', '--out=b', '--only-files']);
  expect([dryRun, batches.length]).toEqual([true, 1]);
});

it.each<[string, string[], RegExp]>([
  ['no batch', [], /Which batches\?.*--from/],
  ['only the last batch', ['--to', '2013-01'], /Which batches\?/],
  ['a batch that is none', ['--from', '2013-13'], /"2013-13" is not a batch.*like 2013-02/],
  ['a batch of another period', ['--from', '2013-01-01'], /named by the month/],
  ['the wrong order', ['--from', '2013-02', '--to', '2013-01'], /2013-01 is before 2013-02/],
  [
    'an option of npm start that says the batches',
    ['--from', '2013-01', '--batch=2013-02'],
    /--batch=2013-02 is no option/,
  ],
  [
    'an option of a local run with a stage',
    ['--from', '2013-01', '--stage', 'prod', '--out', 'x'],
    /--out is no option with --stage/,
  ],
  ['a region without a stage', ['--from', '2013-01', '--region', 'eu-west-1'], /say --stage too/],
])('refuses %s, and says what it takes', (_, args, problem) => {
  expect(() => readOptions(args, 'month')).toThrow(problem);
});
