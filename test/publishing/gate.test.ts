import { judge } from '../../functions/publishing/gate.ts';

it('says what was rejected as the page writes numbers', () => {
  const source = { files: [], read: 24_951, rejected: 1_901, leftOut: false };
  expect(judge(source, { limits: { rejected: 0.01, empty: 'hold' } }, false)).toEqual({
    withinLimits: false,
    holds: true,
    problems: ['1,901 of 24,951 rows were rejected (7.6 %), and 1 % are allowed.'],
  });
});
