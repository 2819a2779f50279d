import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { ReportDocument } from '../../../functions/core/document.ts';
import type { Cell } from '../../../functions/core/quality.ts';

/** The records of a CSV file, the first of them its headings. */
type Records = readonly (readonly string[])[];
const recordsSchema = z.array(z.array(z.string()));

/** A sentence for each headline and each table that the CSV files do not say. */
export async function tableProblems(document: ReportDocument, folder: string): Promise<string[]> {
  const problems: string[] = [];
  for (const table of document.tables) {
    const path = join(folder, `${table.name}.csv`);
    if (!existsSync(path)) continue;
    const records = recordsOf(await readFile(path));
    if (!records) problems.push(`${table.name}.csv is no CSV file any more: get it anew.`);
    else problems.push(...headlineProblems(document, table.name, records), ...rowProblems(table, records));
  }
  return problems;
}

function recordsOf(bytes: Buffer): Records | undefined {
  try {
    return recordsSchema.parse(parse(bytes, { bom: true, relax_column_count: true }));
  } catch {
    return undefined;
  }
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
