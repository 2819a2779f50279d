import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportDocument } from '../../../functions/core/document.ts';
import { inParallel } from '../../../functions/core/parallel.ts';
import { contentOf } from '../../../functions/platform/content.ts';

/** A sentence for each file of the report that is not there, or is not the one that was made. */
export async function fileProblems({ files, result }: ReportDocument, folder: string): Promise<string[]> {
  if (files.length === 0)
    return [`report.json tells the SHA-256 of no file: run the ${result} report again, and get that.`];
  const found = await inParallel(4, files, async ({ file, bytes, sha256 }) => {
    const path = join(folder, file);
    if (!existsSync(path)) return [`${file} is not there: get the whole folder anew.`];
    const content = await contentOf(path);
    if (content.sha256 === sha256) return [];
    const size = content.bytes === bytes ? '' : ` It has ${content.bytes} bytes, and had ${bytes}.`;
    return [
      `${file} was changed after it was made: its SHA-256 is ${content.sha256}, not ${sha256}.${size} Get it anew.`,
    ];
  });
  return found.flat();
}
