import { canInstall } from '../local/services/athena/trino/install.ts';
import { csvParse } from './csv-parse.ts';
import { duckdb, duckdbKeeping } from './duckdb.ts';
import { ours, oursByAthena, oursInParts } from './ours.ts';
import type { Contested, Counts, Task } from './task.ts';

export interface Contestant {
  readonly name: string;
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
  { name: 'ours', run: ours },
  /** Each source in parts, one after the other. */
  { name: 'ours-in-parts', run: oursInParts },
  {
    name: 'ours-by-athena',
    run: oursByAthena,
    named: true,
    lacks:
      canInstall || process.env.CI
        ? undefined
        : 'there is no Maven or no Python here (apt-get install maven python3-venv)',
  },
  { name: 'duckdb', run: counting(duckdb) },
  /** With clean rows and duplicates kept as ours keeps them. */
  { name: 'duckdb-keeping', run: counting(duckdbKeeping) },
  { name: 'csv-parse', run: counting(csvParse), slow: true },
  { name: 'polars' },
  { name: 'pandas', slow: true },
  { name: 'pyspark', slow: true },
];
