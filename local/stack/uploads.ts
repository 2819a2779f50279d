import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { region } from '../aws.ts';
import type { Execution, Executions } from '../states/service/executions.ts';
import type { Bus } from './bus.ts';

/** Uploads a file to the bucket that tells of it; tells the executions that this starts, as they begin. */
export type Uploads = (key: string, body: Uint8Array) => Promise<Execution[]>;

export const uploadsBy =
  (bus: Bus, executions: Executions, endpoint: string | undefined): Uploads =>
  async (Key, Body) => {
    const [Bucket] = bus.buckets;
    if (!Bucket || !endpoint) throw new Error('No bucket of this stack tells EventBridge of its uploads');
    const before = bus.started.length;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    s3.destroy();
    return bus.started.slice(before).map((arn) => executions.find(arn));
  };
