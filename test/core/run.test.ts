import { runId } from '../../functions/core/run.ts';

const a = { source: 'orders', key: 'incoming/2025-01/orders/a.csv', size: 3, etag: '"a"' };
const b = { source: 'orders', key: 'incoming/2025-01/orders/b.csv', size: 4, etag: '"b"' };

it('is the same for the same inputs in any order', () => {
  expect(runId('2025-01', [a, b], 'f')).toBe(runId('2025-01', [b, a], 'f'));
});

it.each([
  ['a byte more', [{ ...a, size: 5 }, b], 'f'],
  ['other content', [{ ...a, etag: '"x"' }, b], 'f'],
  ['a file less', [b], 'f'],
  ['another definition', [a, b], 'g'],
] as const)('is another with %s', (_, inputs, fingerprint) => {
  expect(runId('2025-01', inputs, fingerprint)).not.toBe(runId('2025-01', [a, b], 'f'));
});

it('names an execution: allowed letters, at most 80, the attempt at the end', () => {
  expect(runId('2025-01-31', [a], 'f', 12)).toMatch(/^2025-01-31-[0-9a-f]{16}_12$/);
});
