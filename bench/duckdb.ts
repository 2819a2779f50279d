import { join } from 'node:path';
import { z } from 'zod';
import { withDuckDB } from '../functions/platform/engine.ts';
import keep from './keep.sql';
import limit from './limit.sql';
import type { Counts, Task } from './task.ts';

const number = z.coerce.number();
const countRow = z.object({ source: z.string(), read: number, rejected: number, duplicates: number });
const faultRow = z.object({ source: z.string(), column: z.string(), rows: number });

/** The limit: the same work in SQL written by hand, with the settings of our own engine. */
export const duckdb = (task: Task) => runScript(limit.sql.replace('/* {channel} */', ''), task);

/** The same, and the clean rows and the duplicates are kept as Parquet, as ours are. */
export const duckdbKeeping = (task: Task) =>
  runScript(limit.sql.replace('/* {channel} */', 'channel,') + keep.sql, task);

async function runScript(script: string, task: Task): Promise<Record<string, Counts>> {
  const { data, work, threads, memoryMegabytes } = task;
  const engine = withDuckDB({ scratch: join(work, 'scratch'), threads, memoryMegabytes });
  return engine(async ({ directory, run, rows }) => {
    await run(script.replaceAll('{data}', data).replaceAll('{work}', work).replaceAll('{scratch}', directory));
    const counts = z.array(countRow).parse(await rows('FROM counts'));
    const faults = z
      .array(faultRow)
      .parse(await rows('SELECT source, fault."column" AS "column", count(*) AS rows FROM quarantine GROUP BY ALL'));
    return Object.fromEntries(
      counts.map(({ source, read, rejected, duplicates }) => {
        const own = faults.filter((fault) => fault.source === source).map(({ column, rows }) => [column, rows]);
        const clean = read - rejected - duplicates;
        return [source, { read, clean, rejected, duplicates, faults: Object.fromEntries(own) }];
      }),
    );
  });
}
