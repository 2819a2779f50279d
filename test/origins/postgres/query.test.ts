import { inWindow } from '../../../functions/origins/postgres/query.ts';

const window = { from: '2013-02-01T00:00:00Z', to: '2013-03-01T00:00:00Z' };
const from = "timestamptz '2013-02-01T00:00:00.000Z'";
const to = "timestamptz '2013-03-01T00:00:00.000Z'";

describe('the window in a query', () => {
  it('stands where the names stand', () => {
    expect(inWindow('SELECT * FROM t WHERE at>=:from AND at<:TO', window)).toBe(
      `SELECT * FROM t WHERE at>=${from} AND at<${to}`,
    );
  });

  it.each([
    "'a '':from'' b'",
    "E'it\\'s :from'",
    '":from ""to"" :to"',
    '$$ :from $$',
    '$tag$ :from $$ :to $tag$',
    '-- :from',
    '/* :from\n :to */',
    'x::from_type',
    ':fromage',
    ':other',
    "'é' || E'\\\\'",
  ])('stays out of %s', (part) => {
    expect(inWindow(`SELECT ${part}\n, :from`, window)).toBe(`SELECT ${part}\n, ${from}`);
  });

  it('is never anything but a moment', () => {
    expect(() => inWindow('SELECT :from', { ...window, from: "' OR true --" })).toThrow(RangeError);
  });

  it('may end in a semicolon', () => {
    expect(inWindow('SELECT 1;\n', window)).toBe('SELECT 1');
  });
});
