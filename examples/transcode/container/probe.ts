import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { type Probe, probe } from '../film/probe.ts';
import { uploadJson } from './bucket.ts';
import { describe, ran, reading, Unreadable } from './ffmpeg.ts';
import type { Work } from './folder.ts';

const options = z.object({ to: z.string() });

/** Finds out what an upload is. What is wrong with it is a result, and no error: another try would change nothing. */
export const probeUpload: Work = async ({ file }, given) => {
  const { to } = options.parse(given);
  const { size: bytes } = await stat(file);
  const found = await lookedAt(file, bytes);
  await uploadJson(found, to);
  return `${bytes} bytes, ${found.refused ?? `${found.read.frames} frames`}`;
};

async function lookedAt(file: string, bytes: number): Promise<Probe> {
  let found = probe.parse({ bytes });
  try {
    found = { ...found, ...(await describe(file)) };
    const { streams } = found;
    if (!streams.some(({ codec_type }) => codec_type === 'video')) return found;
    found = { ...found, read: await readToItsEnd(file) };
    await ran('ffmpeg', ['-nostdin', ...reading(file), '-map', '0:V:0', '-frames:v', '1', '-f', 'null', '-']);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    found = { ...found, refused: error.message };
  }
  return found;
}

/** Reads, and does not decode: of a file that was cut off the beginning promises what the end has not. */
async function readToItsEnd(file: string): Promise<Probe['read']> {
  const copying = ['-map', '0:V:0', '-map', '0:a?', '-c', 'copy', '-f', 'null', '-'];
  const progress = await ran('ffmpeg', ['-nostdin', '-progress', 'pipe:1', ...reading(file), ...copying]);
  const last = (name: string) => Number(progress.match(new RegExp(`(?<=^${name}=)\\d+$`, 'gm'))?.at(-1) ?? 0);
  return { frames: last('frame'), seconds: last('out_time_us') / 1e6 };
}
