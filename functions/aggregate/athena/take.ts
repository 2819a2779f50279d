import { join } from 'node:path';
import type { z } from 'zod';
import { describe } from '../../core/described.ts';
import { TributaryError } from '../../core/errors.ts';
import { answersPrefix, takenKey } from '../../core/keys.ts';
import type { RunInput } from '../../core/manifest.ts';
import { told } from '../../core/told.ts';
import type { Bucket, Engine } from '../../core/world.ts';
import { hidesValues } from '../../definition/define-source.ts';
import type { AggregateWorld } from '../aggregate.ts';
import { describeTables } from '../describe.ts';
import { type Described, parquetCopy, writeFiles } from '../files.ts';
import { joinedIn, readJoins } from '../joins.ts';
import { joinsSql } from '../joins-sql.ts';
import { answerSql } from './answer.ts';
import { joinsQuery } from './queries.ts';
import { unknownQuery } from './query.ts';
import type { takenJoins, takenTable } from './taken.ts';

interface Answered extends RunInput {
  readonly query: string;
  /** Where Athena has written the CSV: s3://… */
  readonly answer: string;
  readonly scannedBytes: number;
}

/**
 * Makes a table, or the counts of the joins, from what Athena has answered: the same files as where the engine has made it.
 * Throws TableFailed where the answer is not there, or not what the SQL gives here.
 */
export const take = (asked: Answered, world: AggregateWorld): Promise<{ rows: number }> =>
  world.withEngine(async (engine) => {
    const { run, query, scannedBytes } = asked;
    await engine.run('SET threads = 1');
    const { sources, report, period } = world.pipeline; // whose dialect was held against Trino's before the query
    const { tables, problems } = await describeTables({ sources, report, period }, engine);
    const table = tables.find(({ name }) => name === query);
    if (!table && query !== joinsQuery) throw unknownQuery(query, problems);
    const path = await download(asked, { ...world, engine });
    const { rows, ...taken } = table
      ? await takeTable({ run, table, path }, world, engine)
      : await takeJoins(path, world, engine);
    const kept: z.input<typeof takenTable> | z.input<typeof takenJoins> = { ...taken, scannedBytes };
    await world.bucket.write(takenKey(run, query), JSON.stringify(kept), { contentType: 'application/json' });
    world.log.info('An answer of Athena was taken', { query, rows, scannedBytes });
    return { rows };
  });

async function download(
  { run, query, answer }: Answered,
  { bucket, engine }: { readonly bucket: Bucket; readonly engine: Engine },
): Promise<string> {
  const key = answer.replace(/^s3:\/\/[^/]+\//, '');
  if (!key.startsWith(answersPrefix(run)))
    throw new TributaryError(
      'InputInvalid',
      `${answer} is no answer to a query of ${run}: see OutputLocation of the state machine.`,
    );
  const path = join(engine.directory, 'answer.csv');
  if (!(await bucket.head(key)))
    throw new TributaryError(
      'TableFailed',
      `${key} is not in the bucket: what Athena has answered to the query "${query}" is gone. Start the run again with an attempt.`,
    );
  await bucket.download(key, path);
  return path;
}

async function takeTable(
  { run, table, path }: { readonly run: string; readonly table: Described; readonly path: string },
  { bucket, pipeline }: AggregateWorld,
  engine: Engine,
) {
  const { columns } = table;
  const write = (to: string) => engine.run(parquetCopy(columns, `(${answerSql(columns, path)})`, to));
  const hidden = hidesValues(pipeline.sources);
  const made = await writeFiles(run, { ...table, write }, { bucket, engine, hidden });
  return { ...made, columns: [...made.columns], rows: made.rowCount };
}

async function takeJoins(path: string, { pipeline: { sources } }: AggregateWorld, engine: Engine) {
  const joins = joinedIn(sources);
  try {
    const columns = await describe(`(${joinsSql(joins)})`, engine);
    const given = columns.map(({ column_name, column_type }) => ({ name: column_name, given: column_type }));
    await engine.run(`CREATE TEMP TABLE "$joins" AS ${answerSql(given, path)}`);
    return { joins: await readJoins(joins, '"$joins"', engine), rows: joins.length };
  } catch (error) {
    throw new TributaryError('TableFailed', `The joins cannot be counted: ${told(error, hidesValues(sources))}`);
  }
}
