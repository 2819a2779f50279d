import type { ReportDocument } from '../../../functions/core/document.ts';
import type { Cell } from '../../../functions/core/quality.ts';
import { type Records, recordsIn } from './records.ts';

/** A sentence for each headline and each table that the CSV files do not say. */
export async function tableProblems(document: ReportDocument, folder: string): Promise<string[]> {
  const problems: string[] = [];
  for (const table of document.tables) {
    const records = await recordsIn(folder, `${table.name}.csv`);
    if (records === 'unreadable') problems.push(`${table.name}.csv is no CSV file any more: get it anew.`);
    else if (records) problems.push(...headlineProblems(document, table.name, records), ...rowProblems(table, records));
  }
  return problems;
}

function headlineProblems({ figures }: ReportDocument, table: string, [headings = [], first]: Records): string[] {
  return figures
    .filter((figure) => figure.table === table)
    .flatMap(({ title, column, value }) => {
      const found = first?.[headings.indexOf(column)] ?? '';
      if (isSame(value, found)) return [];
      return [
        `The headline "${title}" is ${String(value)}, and ${table}.csv says ${found || 'nothing'}: one of them was ` +
          'changed after it was made. Get both anew.',
      ];
    });
}

function rowProblems({ name, rowCount, rows, columns }: ReportDocument['tables'][number], records: Records): string[] {
  const [, ...found] = records;
  if (found.length !== rowCount)
    return [`${name}.csv has ${found.length} rows, and had ${rowCount} when it was made: get it anew.`];
  const differing = rows.findIndex((row, at) =>
    columns.some((column, nth) => !isSame(row[column.name] ?? null, found[at]?.[nth] ?? '')),
  );
  if (differing < 0) return [];
  return [`Row ${differing + 1} of ${name}.csv is not the one in report.json: one of them was changed. Get both anew.`];
}

/** Whether a value of report.json is what the CSV says: numbers by their value, and texts that were made harmless too. */
function isSame(value: Cell, text: string): boolean {
  if (value === null) return text === '';
  if (typeof value === 'number') return text !== '' && Number(text) === value;
  if (typeof value === 'boolean') return text === String(value);
  return (
    text === value || text === `'${value}` || (isExact(value) && isExact(text) && shortest(value) === shortest(text))
  );
}

const isExact = (text: string) => /^-?\d+(\.\d+)?$/.test(text);
const shortest = (number: string) => (number.includes('.') ? number.replace(/\.?0+$/, '') : number);
