import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { messageOf } from '../../../functions/core/told.ts';
import { jsonServer } from '../../states/service/json-server.ts';
import { Refusal } from '../../states/service/refusal.ts';
import { csvOf } from './csv.ts';
import type { QueryEngine } from './engine.ts';
import { Execution, type Work } from './execution.ts';
import { placeOf, tablesOf } from './table.ts';

export interface AthenaOptions {
  /** Where results are written. */
  readonly s3: S3Client;
  readonly engine: QueryEngine;
  /** The properties of AWS::Glue::Table, one a table, as they are when that query begins. */
  readonly tables: (sql: string) => Promise<readonly unknown[]>;
  /** By their names. */
  readonly workGroups: Readonly<Record<string, { readonly BytesScannedCutoffPerQuery?: number }>>;
  readonly now: () => Date;
}

const startQueryExecution = z.strictObject({
  QueryString: z.string().min(1).max(262_144),
  WorkGroup: z.string().default('primary'),
  QueryExecutionContext: z
    .strictObject({ Database: z.string().default('default'), Catalog: z.literal('AwsDataCatalog').optional() })
    .prefault({}),
  ResultConfiguration: z.strictObject({ OutputLocation: z.string().regex(/^s3:\/\/[^/]+\/(.+\/)?$/) }),
  ClientRequestToken: z.string().min(32).max(128).optional(),
});
type Asked = z.infer<typeof startQueryExecution>;
const named = z.object({ QueryExecutionId: z.string() });

/** Athena on this machine, as far as queries that somebody starts and waits for: https://docs.aws.amazon.com/athena/latest/APIReference/ */
export function athena(options: AthenaOptions): Server {
  const executions = new Map<string, Execution>();
  const byToken = new Map<string, { readonly asked: string; readonly id: string }>();
  const find = (request: unknown) => {
    const { QueryExecutionId } = named.parse(request);
    return executions.get(QueryExecutionId) ?? invalid(`QueryExecution ${QueryExecutionId} was not found`);
  };
  const start = (asked: Asked) => {
    const group = Object.hasOwn(options.workGroups, asked.WorkGroup) ? options.workGroups[asked.WorkGroup] : undefined;
    if (!group) return invalid(`WorkGroup ${asked.WorkGroup} is not found.`);
    const id = randomUUID();
    const output = `${asked.ResultConfiguration.OutputLocation}${id}.csv`;
    const work: Work = async ({ scan, stop }) => {
      const { QueryString: sql, QueryExecutionContext } = asked;
      const database = QueryExecutionContext.Database.toLowerCase();
      const tables = tablesOf(await options.tables(sql));
      const result = await options.engine.run({ sql, database, tables, scan, stop });
      stop.throwIfAborted();
      await write(output, csvOf(result), options.s3);
    };
    const { BytesScannedCutoffPerQuery: cutoff } = group;
    executions.set(id, new Execution({ id, asked: { ...asked, output }, cutoff, now: options.now }, work));
    return id;
  };
  return jsonServer('Athena', {
    StartQueryExecution: async (request) => {
      const asked = startQueryExecution.parse(request);
      await options.engine.parse(asked.QueryString).catch((error: unknown) => invalid(messageOf(error)));
      const { ClientRequestToken: token = randomUUID() } = asked;
      const before = byToken.get(token);
      if (before && before.asked !== JSON.stringify(asked)) invalid('Idempotent parameters do not match');
      const id = before?.id ?? start(asked);
      byToken.set(token, { asked: JSON.stringify(asked), id });
      return { QueryExecutionId: id };
    },
    GetQueryExecution: (request) => ({ QueryExecution: find(request).told() }),
    StopQueryExecution: (request) => {
      find(request).cancel();
      return {};
    },
  });
}

function invalid(message: string): never {
  throw new Refusal('InvalidRequestException', message);
}

async function write(url: string, Body: string, s3: S3Client) {
  const { bucket, prefix } = placeOf(url);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: prefix, Body, ContentType: 'text/csv' }));
}
