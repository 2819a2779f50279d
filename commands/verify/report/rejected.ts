import type { ReportDocument } from '../../../functions/core/document.ts';
import { type Records, recordsIn } from './records.ts';

/** A sentence for each source whose rejected rows in the file are not those that it counts, row by row and reason by reason. */
export async function rejectedProblems({ quality }: ReportDocument, folder: string): Promise<string[]> {
  const problems: string[] = [];
  for (const source of quality) {
    const file = `rejected-${source.source}.csv`;
    const records = source.rejectedFile && (await recordsIn(folder, file));
    if (records === 'unreadable') problems.push(`${file} is no CSV file any more: get it anew.`);
    else if (records && !isCounted(records, source)) {
      problems.push(`${file} has other rows than the ${source.rejected} that were rejected: get it anew.`);
    }
  }
  return problems;
}

function isCounted([, ...lines]: Records, { rejected, rejections }: ReportDocument['quality'][number]): boolean {
  const rows = new Set(lines.map(([file, row]) => `${row} ${file}`));
  const reasons = rejections.reduce((sum, one) => sum + one.rows, 0);
  return rows.size === rejected && lines.length === reasons;
}
