import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { described } from '../film/probe.ts';

const failed = z.object({ code: z.union([z.int(), z.string(), z.null()]), stderr: z.string() });

/** It has read the file, and says why it cannot go on. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * Files that are made of themselves alone: a playlist or a script would have ffmpeg read what else this task can read.
 * https://ffmpeg.org/ffmpeg-formats.html#Format-Options
 */
const formats = [
  ...['mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'flv', 'asf', 'ogg', 'gif', 'mxf'],
  ...['mp3', 'wav', 'flac', 'aac', 'png_pipe', 'jpeg_pipe'],
].join();

/** What tells ffmpeg and ffprobe to read an upload. */
export const reading = (file: string) => ['-protocol_whitelist', 'file', '-format_whitelist', formats, '-i', file];

const run = promisify(execFile);

/** Gives what a program writes; rejects with Unreadable and its own words where it gives up. */
export async function ran(program: 'ffmpeg' | 'ffprobe', words: readonly string[]): Promise<string> {
  try {
    return (await run(program, ['-v', 'error', ...words], { maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { data } = failed.safeParse(error);
    if (typeof data?.code !== 'number') throw error; // it was not there, or was killed
    throw new Unreadable(inWords(data.stderr));
  }
}

const longest = 300;

/** Without the names of its parts and of the file, which tell nobody anything. */
const inWords = (stderr: string) =>
  [...new Set(stderr.split('\n').map((line) => line.replace(/^\[[^\]]*\] |^\S*\/upload: /g, '').trim()))]
    .filter(Boolean)
    .join('; ')
    .slice(0, longest);

/** What ffprobe tells of an upload. */
export async function describe(file: string) {
  const entries = 'format=duration:stream:stream_disposition=attached_pic:stream_side_data=rotation';
  return described.parse(JSON.parse(await ran('ffprobe', ['-of', 'json', '-show_entries', entries, ...reading(file)])));
}
