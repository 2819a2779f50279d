import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import { tablesFor } from '../local/athena.ts';
import { listenOnLoopback } from '../local/loopback.ts';
import { athena } from '../local/services/athena/athena.ts';
import { trinoEngine } from '../local/services/athena/trino/engine.ts';
import { startTrino } from '../local/services/athena/trino/server.ts';
import { answerTo } from './by-athena.ts';
import { folderS3 } from './folder-s3.ts';

const own = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Athena, for which a Trino answers, over a bucket in a folder; `prefix` is where its answers go. */
export async function startAthena(folder: string, pipeline: Pipeline) {
  const trino = await startTrino();
  const bucket = await listenOnLoopback(folderS3(folder));
  const s3 = new S3Client({ ...own, endpoint: bucket.url, forcePathStyle: true });
  const engine = trinoEngine(trino, bucket.url);
  const tables = tablesFor(() => pipeline);
  const served = await listenOnLoopback(
    athena({ s3, engine, tables: () => tables('bench'), workGroups: { bench: {} }, now: () => new Date() }),
  );
  const client = new AthenaClient({ ...own, endpoint: served.url });
  return {
    ask: (QueryString: string, prefix: string) => {
      const ResultConfiguration = { OutputLocation: `s3://bench/${prefix}` };
      return answerTo({ QueryString, WorkGroup: 'bench', ResultConfiguration }, client);
    },
    stop: async (): Promise<void> => {
      for (const one of [client, s3]) one.destroy();
      await Promise.all([served.close(), bucket.close(), trino.stop()]);
    },
  };
}
