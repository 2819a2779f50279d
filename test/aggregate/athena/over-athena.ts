import type { Server } from 'node:http';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { answerTo, byAthena } from '../../../bench/by-athena.ts';
import { glueTables, tableInput } from '../../../deployment/glue.ts';
import { finish } from '../../../functions/aggregate/athena/finish.ts';
import { query } from '../../../functions/aggregate/athena/query.ts';
import { take } from '../../../functions/aggregate/athena/take.ts';
import { describeTables } from '../../../functions/aggregate/describe.ts';
import type { RunInput } from '../../../functions/core/manifest.ts';
import type { Bucket } from '../../../functions/core/world.ts';
import type { Pipeline } from '../../../functions/definition/define-pipeline.ts';
import { openBucket } from '../../../functions/platform/bucket.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { athena } from '../../../local/services/athena/athena.ts';
import { duckdbEngine } from '../../../local/services/athena/duckdb.ts';
import type { QueryEngine } from '../../../local/services/athena/engine.ts';
import { startFauxqs } from '../../../local/services/fauxqs.ts';
import type { Lake } from '../../athena/rig.ts';
import type { MemoryBucket } from '../../world/bucket.ts';
import { silent } from '../../world/log.ts';

const database = 'market_dev';
const withEngine = withDuckDB({ threads: 1 });

let lake: Lake;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const fauxqs = await startFauxqs('local');
  const s3 = new S3Client({ endpoint: fauxqs.endpoint, region: 'local', forcePathStyle: true });
  lake = { s3, endpoint: fauxqs.endpoint };
  closing.push(() => fauxqs.stop());
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  lake.s3.destroy();
});

/** What does the work of an Athena over a bucket. */
export type EngineOf = (lake: Lake) => QueryEngine;

interface Served {
  readonly pipeline: Pipeline;
  readonly filled: MemoryBucket;
  readonly engineOf?: EngineOf | undefined;
}

/** A bucket of its own with what is in one in memory, and a local Athena over it, which has the tables of the pipeline. */
export async function openAthena(of: RunInput, { pipeline, filled, engineOf = onDuckDB }: Served) {
  const { run } = of;
  const { s3 } = lake;
  const name = `lake-${closing.length}`;
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  const put = (key: string, body: Uint8Array | string) =>
    s3.send(new PutObjectCommand({ Bucket: name, Key: key, Body: body }));
  const keys = (await filled.list(`runs/${run}/`)).map(({ key }) => key).filter((key) => !key.includes('/tables/'));
  for (const key of keys) await put(key, filled.bytes(key) ?? '');
  const { tables } = await withEngine((engine) => describeTables(pipeline, engine));
  const declared = glueTables({ sources: pipeline.sources, tables }).map((table) => ({
    DatabaseName: database,
    TableInput: tableInput(table, (folder) => `s3://${name}/${folder}`),
  }));
  const client = await serve(
    athena({ s3, engine: engineOf(lake), tables: async () => declared, workGroups: { own: {} }, now }),
  );
  const bucket = openBucket({ name, client: s3 });
  const over = (its: Pipeline) => stepsOf(of, its, { bucket, client, output: `s3://${name}/runs/${run}/athena/` });
  return {
    ...over(pipeline),
    /** The same Athena, asked by a pipeline of the same sources. */
    over,
    bucket,
    put,
    async bytes(key: string) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
  };
}

const onDuckDB: EngineOf = ({ s3 }) => duckdbEngine(s3);

interface Place {
  readonly bucket: Bucket;
  readonly client: AthenaClient;
  readonly output: string;
}

function stepsOf(of: RunInput, pipeline: Pipeline, { bucket, client, output }: Place) {
  const world = { bucket, pipeline, withEngine, log: silent, database };
  const asked = { WorkGroup: 'own', ResultConfiguration: { OutputLocation: output } };
  return {
    query: (one: string) => query({ ...of, query: one }, world),
    take: (one: string, answer: string, scannedBytes = 0) => take({ ...of, query: one, answer, scannedBytes }, world),
    finish: () => finish(of, world),
    /** All queries, one after the other, as the state machine does it. */
    all: () => byAthena(of, { ...world, ask: (QueryString) => answerTo({ ...asked, QueryString }, client) }),
  };
}

const now = () => new Date();

async function serve(server: Server) {
  const served = await listenOnLoopback(server);
  const client = new AthenaClient({ endpoint: served.url, region: 'local' });
  closing.push(async () => [client.destroy(), await served.close()]);
  return client;
}
