import { canInstall } from '../local/services/athena/trino/install.ts';
import { csvParse } from './csv-parse.ts';
import { duckdb, duckdbKeeping } from './duckdb.ts';
import { ours, oursByAthena, oursInParts } from './ours.ts';
import type { Contested, Counts, Task } from './task.ts';

export interface Contestant {
  readonly name: string;
  readonly title: string;
  /** Runs in a Node process of its own; without it, the contestant is `peer_<name>.py`, and needs that package. */
  readonly run?: (task: Task) => Promise<Contested>;
  /** Takes minutes where the others take seconds: it runs once over the large sizes. */
  readonly slow?: true;
  /** What it would download is not for everyone: it runs where it is named. */
  readonly named?: true;
  /** What this machine lacks for it. */
  readonly lacks?: string | undefined;
}

const counting =
  (work: (task: Task) => Promise<Record<string, Counts>>) =>
  async (task: Task): Promise<Contested> => ({ counts: await work(task) });

export const contestants: readonly Contestant[] = [
  { name: 'ours', title: 'Tributary: preprocess and aggregate', run: ours },
  { name: 'ours-in-parts', title: 'the same, each source in parts, one after the other', run: oursInParts },
  {
    name: 'ours-by-athena',
    title: 'the same, and the table by a Trino, as Athena makes it',
    run: oursByAthena,
    named: true,
    lacks:
      canInstall || process.env.CI
        ? undefined
        : 'there is no Maven or no Python here (apt-get install maven python3-venv)',
  },
  { name: 'duckdb', title: 'plain DuckDB SQL by hand: the limit', run: counting(duckdb) },
  {
    name: 'duckdb-keeping',
    title: 'the same, with clean rows and duplicates kept as ours keeps them',
    run: counting(duckdbKeeping),
  },
  { name: 'csv-parse', title: 'csv-parse, zod and a Map in Node', run: counting(csvParse), slow: true },
  { name: 'polars', title: 'polars in Python' },
  { name: 'pandas', title: 'pandas in Python', slow: true },
  { name: 'pyspark', title: 'PySpark local, as a Glue job would', slow: true },
];
