import { batchOn } from '../core/batch.ts';
import { identifier } from '../core/quote.ts';
import { messageOf } from '../core/told.ts';
import type { Engine } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { Source } from '../definition/define-source.ts';
import { readDialect } from './dialect/dialect.ts';
import type { Keys } from './dialect/unique.ts';
import { type Described, failed } from './files.ts';
import { noRows, openBatch, openNone } from './sources.ts';
import { described } from './table.ts';

/** Whether a problem is that there is no table of that name. */
export const isMissing = (name: string, problem: string): boolean =>
  problem.includes(`Table with name ${name} does not exist`);

/**
 * The columns of every table of the report, as its SQL gives them over sources without a row, and a sentence for each
 * table that cannot be made, but for those that only lack such a one.
 */
export async function describeTables(
  { sources, report, period, distributed }: Pick<Pipeline, 'sources' | 'report' | 'period' | 'distributed'>,
  engine: Engine,
): Promise<{ readonly tables: readonly Described[]; readonly problems: readonly string[] }> {
  for (const source of sources) await openNone(source, engine);
  await openBatch(batchOn(period, '2000-01-01'), engine);
  const [tables, problems]: [Described[], string[]] = [[], []];
  const keys = keysOf(sources);
  const lost: string[] = [];
  for (const definition of report.tables) {
    try {
      const table = await described(definition, engine);
      if (distributed) problems.push(...(await strayed(table, keys, engine)));
      await engine.run(`CREATE OR REPLACE VIEW ${identifier(table.name)} AS ${noRows(storedColumns(table))}`);
      tables.push(table);
    } catch (error) {
      const problem = messageOf(error);
      if (!lost.some((name) => isMissing(name, problem))) problems.push(problem);
      lost.push(definition.name);
    }
  }
  return { tables, problems };
}

/** The columns of a table, with the types that later tables read. */
export const storedColumns = ({ columns }: Pick<Described, 'columns'>) =>
  columns.map(({ name, stored }) => ({ name, type: stored }));

/** What tells the rows of a source apart, and those of the batch, which is one row. */
function keysOf(sources: readonly Source[]): Map<string, Keys> {
  const keys = new Map<string, Keys>([['batch', [new Set()]]]);
  for (const { name, contract } of sources) keys.set(name, contract.key.length > 0 ? [new Set(contract.key)] : []);
  return keys;
}

/**
 * A sentence for each place that Trino would read otherwise; adds the keys of the table. Rules of sources run in DuckDB
 * whichever way a batch goes.
 */
async function strayed({ name, sql }: Described, keys: Map<string, Keys>, engine: Engine): Promise<string[]> {
  const read = await readDialect(sql, keys, engine);
  keys.set(name, read.keys);
  return read.problems.map(
    ({ line, problem, mend }) => failed(name, `in line ${line}, ${problem}: ${mend} (docs/scale.md)`).message,
  );
}
