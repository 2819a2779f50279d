import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReportDocument, reportSchema } from '../../../functions/core/document.ts';
import { jsonText } from '../../../functions/core/json.ts';
import { useOf } from '../../../functions/report/verdict.ts';
import { fileProblems } from './files.ts';
import { rejectedProblems } from './rejected.ts';
import { sumProblems } from './sums.ts';
import { tableProblems } from './tables.ts';

/** What was found in the folder of a report: what was held against what, and a sentence for all that is wrong. */
export interface Found {
  readonly document: ReportDocument;
  readonly problems: readonly string[];
}

/**
 * Holds a report that lies in a folder against itself: the sums of its rows, the SHA-256 of each file, its headlines, tables
 * and rejected rows against the CSV files, and its verdict against the checks. It asks nothing of `pipeline/`. Throws an Error
 * where there is no report.
 */
export async function verifyReport(folder: string): Promise<Found> {
  const document = await readDocument(folder);
  const problems = [
    ...sumProblems(document),
    ...(await fileProblems(document, folder)),
    ...(await tableProblems(document, folder)),
    ...(await rejectedProblems(document, folder)),
    ...verdictProblems(document),
  ];
  return { document, problems };
}

async function readDocument(folder: string): Promise<ReportDocument> {
  const path = join(folder, 'report.json');
  if (!existsSync(path)) {
    throw new Error(
      `${folder} has no report.json: name the folder of one report, like out/2013-02/<run>, or get it by ` +
        'npx tributary open <batch> --copy <folder>.',
    );
  }
  const read = jsonText(reportSchema).safeParse(await readFile(path, 'utf8'));
  if (read.success) return read.data;
  const [{ path: where, message } = { path: [], message: '' }] = read.error.issues;
  const place = where.length > 0 ? ` (${where.join('.')})` : '';
  throw new Error(`${path} is not as a report wrote it: ${message}${place}. Get it anew.`);
}

function verdictProblems({ result, checks, verdict, run }: ReportDocument): string[] {
  const use = useOf({ result, checks });
  if (checks.length === 0 || use === verdict.use) return [];
  return [`The verdict is "${verdict.use}", and by its checks it is "${use}": get report.json of ${run.id} anew.`];
}
