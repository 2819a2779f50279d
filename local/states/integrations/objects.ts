import { z } from 'zod';
import { Failure } from '../failure.ts';
import { type Json, type JsonObject, json } from '../json.ts';
import type { Objects } from '../world.ts';
import { ApiError, type Apis } from './api.ts';
import type { Timestamps } from './members.ts';

const body = z.object({ Body: z.string().default('') });
const listed = z
  .looseObject({ ETag: json })
  .transform(({ ETag, ...rest }): Json => json.parse({ ...rest, Etag: ETag }));
const page = z.object({ Contents: z.array(listed).default([]), NextContinuationToken: z.string().optional() });
const seconds: Timestamps = (date) => Math.floor(date.getTime() / 1000);

/** GZIP and Zstandard, which the API tells in base64, as it does what is no text. */
const packed = /^(H4sI|KLUv\/)[A-Za-z0-9+/]*=*$/;
const bytesOf = (told: string) => Buffer.from(told, packed.test(told) ? 'base64' : 'utf8');

/** What a distributed Map reads and writes, in the S3 that is there. */
export function objectsOn(apis: Apis): Objects {
  const ask = async (action: string, input: JsonObject, error: string): Promise<JsonObject> => {
    const api = await apis.open('s3');
    try {
      const signal = new AbortController().signal;
      return (await api.call(action, input, { times: seconds, signal })).output;
    } catch (thrown) {
      if (thrown instanceof ApiError) throw new Failure(error, `${thrown.name}: ${thrown.message}`);
      throw thrown;
    }
  };
  return {
    read: async (Bucket, Key) =>
      bytesOf(body.parse(await ask('getObject', { Bucket, Key }, 'States.ItemReaderFailed')).Body),
    list: async (Bucket, Prefix) => {
      const found: Json[] = [];
      for (let ContinuationToken: string | undefined = ''; ContinuationToken !== undefined; ) {
        const from: JsonObject = { Bucket, Prefix: Prefix ?? null, ContinuationToken: ContinuationToken || null };
        const { Contents, NextContinuationToken } = page.parse(
          await ask('listObjectsV2', from, 'States.ItemReaderFailed'),
        );
        found.push(...Contents);
        ContinuationToken = NextContinuationToken;
      }
      return found;
    },
    write: async (Bucket, Key, Body) =>
      void (await ask('putObject', { Bucket, Key, Body }, 'States.ResultWriterFailed')),
  };
}
