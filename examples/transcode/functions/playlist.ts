import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { handlerOf } from '../../bricks/handler.ts';
import { masterOf } from '../film/master.ts';
import { variant } from '../film/variant.ts';

const input = z.object({ to: z.string(), variants: z.array(variant).min(1) });

/** Writes the playlist of all renditions, with which a film can be watched. */
export const handler = handlerOf(input, async ({ to, variants }) => {
  await new S3Client().send(
    new PutObjectCommand({
      Bucket: process.env.BUCKET,
      Key: to,
      Body: masterOf(variants),
      ContentType: 'application/vnd.apple.mpegurl',
    }),
  );
});
