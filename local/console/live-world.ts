import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { pictureOf } from '../../commands/diagram/flat.ts';
import { linesOf } from '../../commands/logs/lines.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import type { LocalCloud } from '../cloud.ts';
import { keptLogs } from '../logs.ts';
import { operationsOn } from '../states/service/operations.ts';
import type { Actions } from './actions.ts';
import type { SavedCode } from './code.ts';
import type { Examples } from './examples.ts';
import type { Live } from './live.ts';
import { withExamples } from './with-examples.ts';
import type { ConsoleWorld } from './world.ts';

interface Parts {
  readonly cloud: LocalCloud;
  readonly live: Live;
  readonly code: SavedCode;
  readonly actions: Actions;
  readonly examples: Examples;
  /** The folder that the bucket is kept in. */
  readonly store: string;
  readonly inbox: string;
}

/** What the console shows of the pipeline on this machine. */
export const liveWorld = ({ cloud, live, code, actions, examples, store, inbox }: Parts): ConsoleWorld => ({
  about: () => ({
    name: pipeline.name,
    place: 'this machine',
    flag: '',
    inbox,
    problems: code.problems,
    notices: live.notices,
  }),
  states: withExamples(operationsOn(cloud.states), examples),
  bucket: readBucket(cloud.s3, cloud.bucketName, cloud.bucket),
  logs: async (run) => linesOf(run, await keptLogs(store, run)),
  picture: pictureOf,
  actions,
  changes: live.changes,
});

/** A bucket of S3, to look at. */
export const readBucket = (
  s3: S3Client,
  name: string,
  { list }: Pick<LocalCloud['bucket'], 'list'>,
): ConsoleWorld['bucket'] => ({
  list: async (prefix) => (await list(prefix)).map(({ key, size }) => ({ key, size })),
  open: async (Key) => {
    try {
      const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: name, Key }));
      const body = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return { body, type: ContentType ?? 'application/octet-stream' };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
});
