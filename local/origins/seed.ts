import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** What a pulled source holds on a local run. */
export interface Seed {
  /** The file of its rows: `<source>.json` (an array) or `.ndjson`, each also `.gz`. */
  readonly path: string;
  /** Numbers are doubles: what has more digits than these belongs into the seed as text. */
  readonly rows: readonly Row[];
  /** `<source>.sql`: makes the tables of a PostgreSQL; `:rows` stands for the rows, as JSON. */
  readonly sql?: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** The seeds of those sources that have one in the folder; throws for a file that cannot be read. */
export async function readSeeds(folder: string, sources: readonly string[]): Promise<Map<string, Seed>> {
  const names = await readdir(folder).catch((): string[] => []);
  const seeds = new Map<string, Seed>();
  for (const source of sources) {
    const file = names.find((name) => new RegExp(`^${source}\\.(nd)?json(\\.gz)?$`).test(name));
    if (!file) continue;
    const path = join(folder, file);
    const sql = names.includes(`${source}.sql`) && (await readFile(join(folder, `${source}.sql`), 'utf8'));
    seeds.set(source, { path, rows: await readRows(path), ...(sql && { sql }) });
  }
  return seeds;
}

async function readRows(path: string): Promise<readonly Row[]> {
  const bytes = await readFile(path);
  try {
    const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return rowsSchema.parse(JSON.parse(/\.ndjson(\.gz)?$/.test(path) ? `[${lines.join()}]` : text));
  } catch (cause) {
    throw new Error(
      `The seed ${path} cannot be read: it has to hold JSON objects, as an array or, in .ndjson, one a line.`,
      {
        cause,
      },
    );
  }
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** Says what a local run needs for a source that is pulled. */
export const missingSeed = (source: string, folder: string): Error =>
  new Error(
    `The source "${source}" is read from a database or an API, and ${folder} holds nothing to fill a local one with. Put ` +
      `its rows there as ${source}.json or ${source}.ndjson, and for PostgreSQL the tables as ${source}.sql, or name ` +
      'another folder by --seed. docs/connectors.md tells how such files look.',
  );
