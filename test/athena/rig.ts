import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AthenaClient,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { endOf as waitFor } from '../../bench/by-athena.ts';
import { literal } from '../../functions/core/quote.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { listenOnLoopback } from '../../local/loopback.ts';
import { athena } from '../../local/services/athena/athena.ts';
import type { QueryEngine } from '../../local/services/athena/engine.ts';
import { startFauxqs } from '../../local/services/fauxqs.ts';
import { orders } from './orders.ts';

/** The bucket that an engine reads. */
export interface Lake {
  readonly s3: S3Client;
  readonly endpoint: string;
}

interface More {
  readonly WorkGroup?: string;
  readonly ClientRequestToken?: string;
  readonly QueryExecutionContext?: { readonly Database?: string };
}

/** An Athena over the bucket "lake" and its orders. */
export interface Rig {
  readonly client: AthenaClient;
  readonly url: string;
  readonly put: (key: string, body: string | Uint8Array) => Promise<unknown>;
  readonly start: (sql: string, more?: More) => Promise<string | undefined>;
  readonly stop: (id: string | undefined) => Promise<unknown>;
  /** Waits for the query. */
  readonly ended: (id: string | undefined) => Promise<QueryExecution | undefined>;
  readonly endOf: (sql: string, more?: More) => Promise<QueryExecution | undefined>;
  /** What a query has written. */
  readonly csv: (sql: string) => Promise<string | undefined>;
  readonly object: (key: string) => Promise<string | undefined>;
  readonly close: () => Promise<unknown>;
}

export async function openRig(engineOf: (lake: Lake) => QueryEngine): Promise<Rig> {
  const fauxqs = await startFauxqs('local');
  const s3 = new S3Client({ endpoint: fauxqs.endpoint, region: 'local', forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
  const engine = engineOf({ s3, endpoint: fauxqs.endpoint });
  const workGroups = { primary: {}, poor: { BytesScannedCutoffPerQuery: 10 } };
  const served = await listenOnLoopback(
    athena({ s3, engine, tables: async () => [orders], workGroups, now: () => new Date() }),
  );
  const client = new AthenaClient({ endpoint: served.url, region: 'local', maxAttempts: 1 });
  const start: Rig['start'] = async (QueryString, more = {}) => {
    const ResultConfiguration = { OutputLocation: 's3://lake/runs/one/athena/' };
    const QueryExecutionContext = { Database: 'shop' };
    const asked = { QueryString, QueryExecutionContext, ResultConfiguration, ...more };
    return (await client.send(new StartQueryExecutionCommand(asked))).QueryExecutionId;
  };
  const ended: Rig['ended'] = (id) => waitFor(id, client);
  const endOf: Rig['endOf'] = async (sql, more) => ended(await start(sql, more));
  const object: Rig['object'] = async (Key) =>
    (await s3.send(new GetObjectCommand({ Bucket: 'lake', Key }))).Body?.transformToString();
  return {
    ...{ client, url: served.url, start, ended, endOf, object },
    put: (Key, Body) => s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body })),
    stop: (QueryExecutionId) => client.send(new StopQueryExecutionCommand({ QueryExecutionId })),
    csv: async (sql) => {
      const { Status, ResultConfiguration } = (await endOf(sql)) ?? {};
      expect(Status).toMatchObject({ State: 'SUCCEEDED' });
      return object(String(ResultConfiguration?.OutputLocation).replace('s3://lake/', ''));
    },
    close: async () => [client.destroy(), s3.destroy(), await served.close(), await fauxqs.stop()],
  };
}

/** The rows of a query as DuckDB writes them into a file. */
export async function parquetOf(sql: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'athena-'));
  const path = join(folder, 'a.parquet');
  await withDuckDB()((engine) => engine.run(`COPY (${sql}) TO ${literal(path)} (FORMAT parquet)`));
  const bytes = await readFile(path);
  await rm(folder, { recursive: true });
  return bytes;
}
