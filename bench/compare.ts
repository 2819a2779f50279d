import { isDeepStrictEqual } from 'node:util';
import type { Measured } from './measure.ts';

/** One measured run, and what it was a run of. */
export interface Sample extends Measured {
  readonly contestant: string;
  readonly rows: number;
  readonly threads: number;
  /** Run to compare its result alone, with another number of threads. */
  readonly check: boolean;
}

/** Every way in which two results over the same rows differ; empty where all contestants agree in every run. */
export function disagreements(samples: readonly Sample[]): string[] {
  return samples.flatMap((sample) => {
    const same = samples.filter(({ rows }) => rows === sample.rows);
    const [first = sample] = same;
    const made = same.find(({ files }) => files) ?? sample;
    const over = `over ${count(sample.rows)} rows`;
    return [
      ...(sample.digest === first.digest ? [] : [`${both(sample, first)} differ in the result ${over}`]),
      ...(isDeepStrictEqual(sample.counts, first.counts) ? [] : [countedOtherwise(sample, first)]),
      ...(isDeepStrictEqual(sample.files ?? made.files, made.files)
        ? []
        : [`${both(sample, made)} differ in the bytes of the result's files ${over}`]),
    ];
  });
}

const both = (one: Sample, other: Sample) =>
  [one, other].map(({ contestant, threads }) => `${contestant} (${threads} threads)`).join(' and ');

const countedOtherwise = (one: Sample, other: Sample) =>
  `${both(one, other)} count differently over ${count(one.rows)} rows: ${JSON.stringify(one.counts)} and ${JSON.stringify(other.counts)}`;

export interface Line {
  readonly contestant: string;
  readonly runs: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly diskMegabytes: number;
}

/** Medians of a contestant's timed runs over one size. */
export function lines(samples: readonly Sample[], rows: number): Line[] {
  const timed = samples.filter((sample) => sample.rows === rows && !sample.check);
  return [...new Set(timed.map(({ contestant }) => contestant))].map((contestant) => {
    const own = timed.filter((sample) => sample.contestant === contestant);
    return {
      contestant,
      runs: own.length,
      wallSeconds: median(own.map(({ wallSeconds }) => wallSeconds)),
      cpuSeconds: median(own.map(({ cpuSeconds }) => cpuSeconds)),
      peakMegabytes: median(own.map(({ peakMegabytes }) => peakMegabytes)),
      diskMegabytes: median(own.map(({ diskMegabytes }) => diskMegabytes)),
    };
  });
}

/** The lines as a table for people: the last column is how many times as long as ours a contestant takes. */
export function table(all: readonly Line[]): string {
  const ours = all.find(({ contestant }) => contestant === 'ours');
  const cells = all.map((line) => [
    line.contestant,
    String(line.runs),
    line.wallSeconds.toFixed(2),
    line.cpuSeconds.toFixed(2),
    line.peakMegabytes.toFixed(0),
    line.diskMegabytes.toFixed(0),
    ours ? (line.wallSeconds / ours.wallSeconds).toFixed(2) : '',
  ]);
  const heads = ['', 'runs', 'wall s', 'CPU s', 'peak MB', 'scratch MB', 'wall / ours'];
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const shown = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return [heads, ...cells].map(shown).join('\n');
}

/** From this size on, memory and disk are judged. */
const huge = 50_000_000;

/** What is aimed at over five million rows and more: "met" or "missed", with the figure. */
export function aims(all: readonly Line[], rows: number): string[] {
  const wall = (name: string) => all.find(({ contestant }) => contestant === name)?.wallSeconds ?? Number.NaN;
  const ours = all.find(({ contestant }) => contestant === 'ours');
  const said: [number, string, (figure: number) => boolean][] = [
    [
      wall('ours') / wall('duckdb-keeping'),
      'of the wall time of DuckDB by hand, at most 1.15',
      (ratio) => ratio <= 1.15,
    ],
    [wall('csv-parse') / wall('ours'), 'times as fast as csv-parse and zod, at least 6', (ratio) => ratio >= 6],
    [wall('pandas') / wall('ours'), 'times as fast as pandas, at least 2', (ratio) => ratio >= 2],
  ];
  if (ours && rows >= huge) {
    said.push([ours.peakMegabytes, 'MB resident, at most 900', (peak) => peak <= 900]);
    said.push([ours.diskMegabytes, 'MB of disk, at most 8000', (peak) => peak <= 8000]);
  }
  return said
    .filter(([figure]) => !Number.isNaN(figure))
    .map(([figure, what, met]) => `${met(figure) ? 'met   ' : 'missed'}  ours: ${Number(figure.toFixed(2))} ${what}`);
}

export const count = (rows: number) => rows.toLocaleString('en-US');

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return around.reduce((sum, value) => sum + value, 0) / around.length;
}
