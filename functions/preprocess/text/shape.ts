import { open, stat } from 'node:fs/promises';
import { FileFault } from '../fault.ts';
import type { TextFile } from './survey.ts';

/** What DuckDB puts aside takes more than a kilobyte of memory a row, past its limit; more than so many are no accident. */
const mostMisfits = 200_000;

const samples = 64;
const sampleBytes = 1 << 14;

/** Throws FileFault where a large file has far too many rows that cannot be split into the columns of its header. */
export async function checkShape(text: TextFile, separator: string, columns: number): Promise<void> {
  if (text.lines <= mostMisfits || text.multiline) return;
  const misfits = text.stray + (await misfitShare(text.path, separator, columns)) * text.lines;
  if (misfits <= mostMisfits) return;
  const about = `${Math.round((100 * misfits) / text.lines)} %`;
  throw new FileFault(
    `has rows with other than the ${columns} columns of its header, or with stray quotes: about ${about} of them. Export it anew`,
  );
}

/** Of lines all over the file, those with another number of columns; lines with quotes are left aside. */
async function misfitShare(path: string, separator: string, columns: number): Promise<number> {
  const { size } = await stat(path);
  const file = await open(path);
  const [bytes, parting] = [Buffer.alloc(sampleBytes), Buffer.from(separator).toString('latin1')];
  let [seen, misfits] = [0, 0];
  try {
    for (let sample = 0; sample < samples; sample++) {
      const at = Math.floor((size * sample) / samples);
      const { bytesRead } = await file.read(bytes, 0, sampleBytes, at);
      const lines = bytes
        .toString('latin1', 0, bytesRead)
        .split(/\r\n|\n|\r/)
        .slice(1, -1);
      for (const line of lines.filter((one) => one !== '' && !one.includes('"'))) {
        const values = line.split(parting);
        seen++;
        if (values.length < columns || values.slice(columns).some((value) => value !== '')) misfits++;
      }
    }
  } finally {
    await file.close();
  }
  return misfits / Math.max(seen, 1);
}
