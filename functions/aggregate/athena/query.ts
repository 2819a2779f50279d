import { batchOf } from '../../core/batch.ts';
import { TributaryError } from '../../core/errors.ts';
import type { RunInput } from '../../core/manifest.ts';
import { identifier, literal } from '../../core/quote.ts';
import type { Engine } from '../../core/world.ts';
import type { Pipeline } from '../../definition/define-pipeline.ts';
import type { AggregateWorld } from '../aggregate.ts';
import { describeTables, storedColumns } from '../describe.ts';
import { type Described, failed } from '../files.ts';
import { joinedIn } from '../joins.ts';
import { joinsSql } from '../joins-sql.ts';
import { inOneOrder } from '../order.ts';
import { batchSql, noRows, partsOf, typed } from '../sources.ts';
import { joinsQuery } from './queries.ts';
import { type Relation, withRelations } from './text.ts';

export interface QueryWorld extends Pick<AggregateWorld, 'bucket' | 'pipeline' | 'withEngine'> {
  /** In Glue, whose tables have the rows of all runs. */
  readonly database: string;
}

/**
 * Of a state's JSON, which has the query in it: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html.
 * Athena takes as many of the query alone.
 */
const mostBytes = 262_144;

/**
 * The text for Athena that makes one table of the report, or counts its joins, with its rows in one order alone. Throws
 * TableFailed where the SQL is at fault.
 */
export const query = (asked: RunInput & { readonly query: string }, world: QueryWorld): Promise<{ sql: string }> =>
  world.withEngine(async (engine) => {
    const { tables, problems } = await describeTables(world.pipeline, engine);
    const table = tables.find(({ name }) => name === asked.query);
    if (!table && asked.query !== joinsQuery) throw unknownQuery(asked.query, problems);
    const { sql, reads } = table ? await ofTable(table, problems, engine) : ofJoins(world.pipeline);
    const text = withRelations(sql, await relationsOf({ ...asked, reads, tables }, world));
    const bytes = Buffer.byteLength(JSON.stringify({ ...asked, asked: { sql: text } }));
    if (bytes <= mostBytes) return { sql: text };
    throw failed(
      asked.query,
      `its query has ${bytes} bytes as JSON, and Step Functions takes ${mostBytes}: divide it into two tables`,
    );
  });

/** The error of a query that the report does not have, or whose table cannot be made. */
export const unknownQuery = (name: string, problems: readonly string[]) =>
  problems.length > 0
    ? new TributaryError('TableFailed', problems.join(' '))
    : new TributaryError('InputInvalid', `The report has no table "${name}": start the run again with an attempt.`);

/** A query by its text, and by the relations that it selects from. */
type Asked = Pick<Described, 'sql' | 'reads'>;

async function ofTable(
  { name, sql, columns, reads }: Described,
  problems: readonly string[],
  engine: Engine,
): Promise<Asked> {
  const ordered = await inOneOrder(sql, columns.length, engine);
  if (ordered !== undefined) return { sql: ordered, reads };
  // The dialect takes a LIMIT only behind an order that tells all rows apart.
  if (problems.length === 0) return { sql, reads };
  throw failed(name, 'end the SELECT with ORDER BY and columns, and a LIMIT only where these tell all rows apart');
}

function ofJoins({ sources }: Pick<Pipeline, 'sources'>): Asked {
  const joins = joinedIn(sources);
  return {
    sql: joinsSql(joins),
    reads: [...new Set(joins.flatMap(({ source, references }) => [source.name, references]))],
  };
}

interface Needed extends RunInput {
  readonly reads: readonly string[];
  readonly tables: readonly Described[];
}

/** What the query selects from: clean rows, earlier tables and the batch. */
async function relationsOf(
  { run, batch, reads, tables }: Needed,
  { bucket, pipeline, database }: QueryWorld,
): Promise<Relation[]> {
  const ofRun = (name: string, columns: readonly { readonly name: string }[]) => ({
    name,
    sql: `SELECT ${columns.map((column) => identifier(column.name)).join(', ')} FROM ${identifier(database)}.${identifier(name)} WHERE "run" = ${literal(run)}`,
  });
  const sources = pipeline.sources.filter(({ name }) => reads.includes(name));
  const parts = await partsOf(run, sources, bucket);
  const earlier = tables.filter(({ name }) => reads.includes(name));
  return [
    ...sources.map(({ name, contract: { columns } }) =>
      parts.get(name) ? ofRun(name, columns) : { name, sql: noRows(typed(columns)) },
    ),
    ...earlier.map((table) => ofRun(table.name, storedColumns(table))),
    ...(reads.includes('batch') ? [{ name: 'batch', sql: batchSql(batchOf(pipeline.period, batch)) }] : []),
  ];
}
