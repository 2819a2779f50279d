import { z } from 'zod';

const stream = z.object({
  codec_type: z.string(),
  codec_name: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  sample_aspect_ratio: z.string().optional(),
  disposition: z.object({ attached_pic: z.int() }).default({ attached_pic: 0 }),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([]),
});
export type Stream = z.infer<typeof stream>;

/** What ffprobe tells of a file: https://ffmpeg.org/ffprobe.html */
export const described = z.object({
  streams: z.array(stream).default([]),
  format: z.object({ duration: z.coerce.number().optional() }).default({}),
});

/** What the container finds out about an upload. */
export const probe = z.object({
  bytes: z.int(),
  /** What ffmpeg has said where it could not read it, or not decode its picture. */
  refused: z.string().optional(),
  ...described.shape,
  /** What is there when the file is read to its end. */
  read: z.object({ frames: z.int(), seconds: z.number() }).default({ frames: 0, seconds: 0 }),
});
export type Probe = z.infer<typeof probe>;
