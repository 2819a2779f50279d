import { batchOn } from '../core/batch.ts';
import type { Engine } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { openBatch, openNone } from './sources.ts';
import { type Described, described } from './table.ts';

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
      tables.push(await described(definition, engine));
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { tables, problems };
}
