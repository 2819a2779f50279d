import { aims, disagreements, lines, type Sample, table } from '../../bench/compare.ts';

const counts = { orders: { read: 3, clean: 1, rejected: 1, duplicates: 1, faults: { quantity: 1 } } };
const sample = (contestant: string, wallSeconds: number, other: Partial<Sample> = {}): Sample => ({
  contestant,
  rows: 5_000_000,
  threads: 2,
  check: false,
  counts,
  steps: {},
  digest: 'a',
  wallSeconds,
  cpuSeconds: 2 * wallSeconds,
  peakMegabytes: 500,
  diskMegabytes: 100,
  ...other,
});

it('takes the median of the timed runs, and no run that only checks the result', () => {
  const samples = [
    sample('ours', 9),
    sample('ours', 5),
    sample('ours', 6),
    sample('ours', 99, { check: true, threads: 1 }),
  ];
  expect(lines(samples, 5_000_000)).toMatchObject([{ contestant: 'ours', runs: 3, wallSeconds: 6, cpuSeconds: 12 }]);
  expect(lines(samples.slice(0, 2), 5_000_000)).toMatchObject([{ wallSeconds: 7 }]);
});

it('shows how many times as long as ours each contestant takes', () => {
  const shown = table(lines([sample('ours', 5), sample('pandas', 11)], 5_000_000)).split('\n');
  expect(shown.map((line) => line.split(/ {2,}/).at(-1))).toEqual(['wall / ours', '1.00', '2.20']);
});

it('tells which aims are met, and by how much', () => {
  const samples = [sample('ours', 5), sample('duckdb-keeping', 4), sample('csv-parse', 30), sample('pandas', 9)];
  expect(
    aims(lines(samples, 5_000_000), 5_000_000).map((line) => line.split(/ of | times | {2,}ours: /).slice(0, 2)),
  ).toEqual([
    ['missed', '1.25'],
    ['met', '6'],
    ['missed', '1.8'],
  ]);
});

it('judges memory and disk over fifty million rows', () => {
  const rows = 50_000_000;
  const told = aims(lines([sample('ours', 100, { rows, peakMegabytes: 868, diskMegabytes: 9000 })], rows), rows);
  expect(told).toEqual(['met     ours: 868 MB resident, at most 900', 'missed  ours: 9000 MB of disk, at most 8000']);
});

it('finds a result or a count that differs, on whatever number of threads', () => {
  const other = { orders: { ...counts.orders, faults: {} } };
  expect(disagreements([sample('ours', 5), sample('duckdb', 4)])).toEqual([]);
  expect(disagreements([sample('ours', 5), sample('ours', 5, { threads: 1, check: true, digest: 'b' })])).toEqual([
    'ours (1 threads) and ours (2 threads) differ in the result over 5,000,000 rows',
  ]);
  expect(disagreements([sample('ours', 5), sample('pandas', 5, { counts: other })])).toHaveLength(1);
});

it('finds files that differ to the byte, among those that say what they are', () => {
  const all = [
    sample('duckdb', 4),
    sample('ours', 5, { files: ['a', 'b'] }),
    sample('ours-in-parts', 6, { files: ['a', 'b'] }),
    sample('pandas', 9),
  ];
  expect(disagreements(all)).toEqual([]);
  expect(disagreements([...all, sample('ours-by-athena', 30, { files: ['a', 'c'] })])).toEqual([
    "ours-by-athena (2 threads) and ours (2 threads) differ in the bytes of the result's files over 5,000,000 rows",
  ]);
});
