import fc from 'fast-check';
import { dayIn, momentIn } from '../../functions/core/window.ts';
import { spelling, written } from '../world/spelling.ts';

const moments = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2999, 0) }).map((ms) => ms - (ms % 1000));

it('reads the same moment, however it is written', () => {
  fc.assert(fc.property(moments, spelling, (moment, how) => expect(momentIn(written(moment, how))).toBe(moment)));
});

it.each([
  '2024-02-30T00:00Z',
  '2024-01-01',
  '1704067200',
  '20240101',
  '2024-01-01T24:00',
  '2024/01/01 10:00',
  '1/2/2024',
])('reads no moment in %s', (text) => expect(momentIn(text)).toBeUndefined());

it('reads a day with its dashes or without, and no other text', () => {
  expect(['2024-02-29', '20240229', '2023-02-29', '2024-0229', '2024-02-29T00:00', '1706120100'].map(dayIn)).toEqual([
    ...['2024-02-29', '2024-02-29'],
    ...[undefined, undefined, undefined, undefined],
  ]);
});
