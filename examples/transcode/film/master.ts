import type { Variant } from './variant.ts';

/** The playlist of all renditions: https://www.rfc-editor.org/rfc/rfc8216#section-4.3.4.2 */
export const masterOf = (variants: readonly Variant[]): string =>
  ['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-INDEPENDENT-SEGMENTS', ...variants.flatMap(linesOf), ''].join('\n');

function linesOf({ name, width, height, frameRate, codecs, bandwidth, averageBandwidth }: Variant): string[] {
  const attributes = [
    `BANDWIDTH=${bandwidth}`,
    `AVERAGE-BANDWIDTH=${averageBandwidth}`,
    `CODECS="${codecs.join()}"`,
    `RESOLUTION=${width}x${height}`,
    `FRAME-RATE=${frameRate.toFixed(3)}`,
  ];
  return [`#EXT-X-STREAM-INF:${attributes.join()}`, `${name}/index.m3u8`];
}
