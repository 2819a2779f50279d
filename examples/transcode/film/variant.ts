import { z } from 'zod';

/** What a master playlist says of a rendition. */
export const variant = z.object({
  name: z.string(),
  width: z.int(),
  height: z.int(),
  frameRate: z.number(),
  /** As RFC 6381 names them. */
  codecs: z.array(z.string()),
  /** Bits a second: in the largest segment, and over all. */
  bandwidth: z.int(),
  averageBandwidth: z.int(),
});
export type Variant = z.infer<typeof variant>;

interface Segment {
  readonly file: string;
  readonly seconds: number;
}

/** The segments of a media playlist. */
export const segmentsIn = (playlist: string): Segment[] =>
  [...playlist.matchAll(/^#EXTINF:([\d.]+),.*\n(?!#)(.+)$/gm)].map(([, seconds = '', file = '']) => ({
    file,
    seconds: Number(seconds),
  }));

/** https://developer.apple.com/documentation/http-live-streaming/hls-authoring-specification-for-apple-devices */
export function bandwidthOf(segments: readonly { readonly bytes: number; readonly seconds: number }[]) {
  const rate = (bytes: number, seconds: number) => Math.ceil((bytes * 8) / seconds);
  const sum = (of: 'bytes' | 'seconds') => segments.reduce((all, segment) => all + segment[of], 0);
  return {
    bandwidth: Math.max(...segments.map(({ bytes, seconds }) => rate(bytes, seconds))),
    averageBandwidth: rate(sum('bytes'), sum('seconds')),
  };
}

/** Of a segment, as ffprobe tells of it. */
export const encoded = z.object({
  streams: z.array(
    z.object({
      codec_name: z.string(),
      profile: z.string().optional(),
      level: z.int().optional(),
      avg_frame_rate: z.string(),
    }),
  ),
});
type Encoded = z.infer<typeof encoded>['streams'][number];

/** The first bytes of a name of H.264: the profile, and what it is restricted by. */
const profiles: Readonly<Record<string, string>> = { High: '6400', Main: '4d40', 'Constrained Baseline': '42e0' };

/** https://www.rfc-editor.org/rfc/rfc6381 */
export function codecOf({ codec_name, profile = '', level = 0 }: Encoded): string {
  if (codec_name === 'aac') return 'mp4a.40.2'; // low complexity, as ffmpeg makes it
  const start = codec_name === 'h264' ? profiles[profile] : undefined;
  if (start === undefined) throw new Error(`${codec_name} ${profile} is nothing that a rendition has`);
  return `avc1.${start}${level.toString(16).padStart(2, '0')}`;
}

/** `30000/1001` is 29.97. */
export function frameRateOf({ avg_frame_rate }: Encoded): number {
  const [frames = 0, seconds = 1] = avg_frame_rate.split('/').map(Number);
  return Math.round((frames / seconds) * 1000) / 1000;
}
