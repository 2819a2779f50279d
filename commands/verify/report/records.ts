import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** The records of a CSV file, the first of them its headings. */
export type Records = readonly (readonly string[])[];
const recordsSchema = z.array(z.array(z.string()));

/** The records of a CSV file of the folder; undefined where it is not there. */
export async function recordsIn(folder: string, file: string): Promise<Records | 'unreadable' | undefined> {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  try {
    return recordsSchema.parse(parse(await readFile(path), { bom: true, relax_column_count: true }));
  } catch {
    return 'unreadable';
  }
}
