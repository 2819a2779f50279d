import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bandwidthOf, codecOf, encoded, frameRateOf, segmentsIn, type Variant } from '../film/variant.ts';
import { uploadFile, uploadJson } from './bucket.ts';
import { ran, reading } from './ffmpeg.ts';
import type { Work } from './folder.ts';

const options = z.object({
  to: z.string(),
  facts: z.string(),
  name: z.string(),
  width: z.coerce.number(),
  height: z.coerce.number(),
  kilobits: z.coerce.number(),
});
type Options = z.infer<typeof options>;

/** Makes a rendition of an upload: its segments first, the playlist that names them next, what they are last. */
export const makeRendition: Work = async ({ folder, file }, given) => {
  const asked = options.parse(given);
  const out = join(folder, asked.name);
  await mkdir(out);
  await ran('ffmpeg', ['-nostdin', ...reading(file), ...wordsFor(asked, out)]);
  const segments = segmentsIn(await readFile(join(out, 'index.m3u8'), 'utf8'));
  for (const segment of segments) await uploadFile(join(out, segment.file), `${asked.to}${segment.file}`, 'video/mp2t');
  await uploadFile(join(out, 'index.m3u8'), `${asked.to}index.m3u8`, 'application/vnd.apple.mpegurl');
  const made = await variantIn(out, segments, asked);
  await uploadJson(made, asked.facts);
  return `${asked.name}: ${segments.length} segments, ${Math.round(made.averageBandwidth / 1000)} kbit/s`;
};

/** Segments of all renditions begin at the same moments, so that a player may change between them. */
const wordsFor = ({ width, height, kilobits }: Options, out: string) => [
  ...['-map', '0:V:0', '-map', '0:a:0?', '-vf', `scale=${width}:${height},setsar=1`, '-fpsmax', '60'],
  ...['-c:v', 'libx264', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-crf', '21'],
  ...['-maxrate', `${kilobits}k`, '-bufsize', `${2 * kilobits}k`],
  ...['-force_key_frames', 'expr:gte(t,n_forced*2)', '-sc_threshold', '0'],
  ...['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', '2'],
  ...['-f', 'hls', '-hls_time', '6', '-hls_playlist_type', 'vod', '-hls_flags', 'independent_segments'],
  ...['-hls_segment_filename', join(out, '%05d.ts'), join(out, 'index.m3u8')],
];

async function variantIn(
  out: string,
  segments: ReturnType<typeof segmentsIn>,
  { name, width, height }: Options,
): Promise<Variant> {
  const [first] = segments;
  if (!first) throw new Error(`${name} has no segment`);
  const { streams } = encoded.parse(
    JSON.parse(await ran('ffprobe', ['-of', 'json', '-show_streams', join(out, first.file)])),
  );
  const sizes = segments.map(async ({ file, seconds }) => ({ seconds, bytes: (await stat(join(out, file))).size }));
  const picture = streams.find(({ codec_name }) => codec_name === 'h264');
  return {
    ...{ name, width, height },
    frameRate: picture ? frameRateOf(picture) : 0,
    codecs: streams.map(codecOf),
    ...bandwidthOf(await Promise.all(sizes)),
  };
}
