import {
  type AthenaClient,
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import type { AggregateWorld } from '../functions/aggregate/aggregate.ts';
import { finish } from '../functions/aggregate/athena/finish.ts';
import { queriesOf } from '../functions/aggregate/athena/queries.ts';
import { type QueryWorld, query } from '../functions/aggregate/athena/query.ts';
import { take } from '../functions/aggregate/athena/take.ts';
import type { Aggregated } from '../functions/aggregate/complete.ts';
import type { RunInput } from '../functions/core/manifest.ts';
import { type Timed, untimed } from './steps.ts';

/** Where Athena has written the rows of a query, and what it has read for them. */
interface Answered {
  readonly answer: string;
  readonly scannedBytes: number;
}

interface World extends AggregateWorld, QueryWorld {
  readonly ask: (sql: string) => Promise<Answered>;
  readonly timed?: Timed;
}

/** What the state machine does where Athena makes the tables: all queries, one after the other. */
export async function byAthena(of: RunInput, { ask, timed = untimed, ...world }: World): Promise<Aggregated> {
  for (const one of queriesOf(world.pipeline)) {
    const { sql } = await timed('query', () => query({ ...of, query: one }, world));
    const answered = await timed('athena', () => ask(sql));
    await timed('take', () => take({ ...of, query: one, ...answered }, world));
  }
  return timed('finish', () => finish(of, world));
}

/** Has Athena answer a query, and waits for it; throws where it fails. */
export async function answerTo(asked: StartQueryExecutionCommandInput, client: AthenaClient): Promise<Answered> {
  const { QueryExecutionId } = await client.send(new StartQueryExecutionCommand(asked));
  const { Status, Statistics, ResultConfiguration } = (await endOf(QueryExecutionId, client)) ?? {};
  if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.StateChangeReason}\n${asked.QueryString}`);
  return { answer: ResultConfiguration?.OutputLocation ?? '', scannedBytes: Statistics?.DataScannedInBytes ?? -1 };
}

/** Waits until a query has ended, well or not, and gives what Athena tells of it. */
export async function endOf(QueryExecutionId: string | undefined, client: AthenaClient) {
  for (let pause = 10; ; pause = Math.min(1.1 * pause, 500)) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State } = QueryExecution?.Status ?? {};
    if (State !== 'QUEUED' && State !== 'RUNNING') return QueryExecution;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
