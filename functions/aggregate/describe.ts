import { batchOn } from '../core/batch.ts';
import { identifier } from '../core/quote.ts';
import type { Engine } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { Described } from './files.ts';
import { noRows, openBatch, openNone } from './sources.ts';
import { described } from './table.ts';

/**
 * The columns of every table of the report, as its SQL gives them over sources without a row, and a sentence for each
 * table that cannot be made.
 */
export async function describeTables(
  { sources, report, period }: Pick<Pipeline, 'sources' | 'report' | 'period'>,
  engine: Engine,
): Promise<{ readonly tables: readonly Described[]; readonly problems: readonly string[] }> {
  for (const source of sources) await openNone(source, engine);
  await openBatch(batchOn(period, '2000-01-01'), engine);
  const [tables, problems]: [Described[], string[]] = [[], []];
  for (const definition of report.tables) {
    try {
      const table = await described(definition, engine);
      await engine.run(`CREATE OR REPLACE VIEW ${identifier(table.name)} AS ${noRows(storedColumns(table))}`);
      tables.push(table);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { tables, problems };
}

/** The columns of a table, with the types that later tables read. */
export const storedColumns = ({ columns }: Pick<Described, 'columns'>) =>
  columns.map(({ name, stored }) => ({ name, type: stored }));
