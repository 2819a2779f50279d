import type { ReportDocument } from '../../../functions/core/document.ts';

type Source = ReportDocument['quality'][number];

/** A sentence for each sum of rows that does not come out. */
export const sumProblems = ({ quality, lineage, pulled }: ReportDocument): string[] =>
  quality.flatMap((source) => [
    ...ofRows(source),
    // What is left out was read, and is not counted.
    ...(source.leftOut ? [] : [...ofFiles(source), ...ofInputs(source, { lineage, pulled })]),
  ]);

const advice = 'tell whoever made it, with report.json';

function ofRows({ source, read, clean, rejected, duplicates }: Source): string[] {
  if (read === clean + rejected + duplicates) return [];
  return [
    `${source}: ${clean} clean + ${rejected} rejected + ${duplicates} duplicates are not the ${read} rows read: ${advice}.`,
  ];
}

function ofFiles({ source, read, files }: Source): string[] {
  const rows = sum(files.map((file) => file.rows));
  return rows === read ? [] : [`${source}: its files have ${rows} rows, and ${read} were read: ${advice}.`];
}

function ofInputs(
  { source, read, files }: Source,
  { lineage, pulled }: Pick<ReportDocument, 'lineage' | 'pulled'>,
): string[] {
  const objects = [...lineage, ...pulled].filter((one) => one.source === source);
  const rows = sum(objects.map((one) => one.rows ?? 0));
  // An input is counted where its file is told by name; not every one is.
  if (rows === read || objects.length === 0 || files.length === 0) return [];
  return [`${source}: its inputs have ${rows} rows, and ${read} were read: ${advice}.`];
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
