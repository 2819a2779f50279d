import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Engine } from '../../functions/core/world.ts';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { guessColumns, missingIn, typeRows } from './columns.ts';
import { openExample } from './example.ts';
import { guessKey } from './key.ts';
import { listed } from './list.ts';
import { refuseName } from './name.ts';
import type { NewSourceOptions } from './options.ts';
import { api, isUrl, pulledFrom, uploadLike } from './origin.ts';
import { savePage } from './page.ts';
import { type Guess, sourceFile } from './source-file.ts';

const list = 'pipeline/pipeline.ts';

/** What was written, and of what kind it is. */
export interface Written {
  readonly guess: Guess;
  readonly path: string;
  /** Whether it has its line in the list, which may be written so that only a person can add to it. */
  readonly listed: boolean;
}

/** Guesses a source from rows, writes its file, and adds it to the list of the pipeline. */
export const newSource = (options: NewSourceOptions, pipeline: Pipeline): Promise<Written> =>
  withDuckDB()(async (engine) => {
    const path = `pipeline/sources/${options.name}.ts`;
    await refuseName(options.name, path, pipeline, engine);
    const guess = await guessSource(options, pipeline.timeZone, engine);
    const added = listed(await readFile(list, 'utf8'), options.name);
    await writeFile(path, sourceFile(guess));
    if (added !== undefined) await writeFile(list, added);
    await format(added === undefined ? [path] : [path, list]);
    return { guess, path, listed: added !== undefined };
  });

/** Guesses a source from its rows, and writes nothing. */
export async function guessSource(options: NewSourceOptions, zone: string, engine: Engine): Promise<Guess> {
  const { path, origin } = await exampleOf(options, engine);
  const example = await openExample(path, engine);
  const missing = await missingIn(example, zone, engine);
  const columns = await guessColumns({ example, missing, zone }, engine);
  await typeRows(columns, missing, engine);
  const key = await guessKey(columns, example.rows, engine);
  return { name: options.name, example, origin: origin ?? uploadLike(example.separator), columns, key, missing };
}

/** Where the rows to guess from lie, and where they will come from. */
async function exampleOf(options: NewSourceOptions, { directory }: Engine) {
  const { from, rows, example } = options;
  if (example !== undefined || !isUrl(from)) return { path: example ?? from, origin: pulledFrom(options) };
  const path = join(directory, 'one-page.json');
  return { path, origin: api(from, await savePage(from, rows, path)) };
}

const biome = 'node_modules/@biomejs/biome/bin/biome';
const format = (paths: readonly string[]) =>
  promisify(execFile)(process.execPath, [biome, 'check', '--write', '--log-level=error', ...paths]);
