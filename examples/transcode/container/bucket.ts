import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';

const s3 = new S3Client();
const Bucket = process.env.BUCKET;
const stream = z.instanceof(Readable);

/** Writes an object to a file; rejects where it is not what it was when it was uploaded. */
export async function download({ from, etag }: { from: string; etag: string }, path: string): Promise<void> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: from, IfMatch: `"${etag}"` }));
  await pipeline(stream.parse(Body), createWriteStream(path));
}

export async function uploadFile(path: string, Key: string, ContentType: string): Promise<void> {
  const { size: ContentLength } = await stat(path);
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: createReadStream(path), ContentLength, ContentType }));
}

export async function uploadJson(value: object, Key: string): Promise<void> {
  const Body = JSON.stringify(value);
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json' }));
}
