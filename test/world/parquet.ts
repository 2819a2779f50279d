import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../functions/core/world.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';

/** One for all Parquet that the tests of a file make and read: to open an engine takes longer than that. */
let engine: Engine;
let close: () => void;
let closed: Promise<void>;
beforeAll(async () => {
  await new Promise<void>((resolve, reject) => {
    closed = withDuckDB({ threads: 1 })((opened) => {
      engine = opened;
      resolve();
      return new Promise<void>((done) => {
        close = done;
      });
    });
    closed.catch(reject);
  });
});
afterAll(() => {
  close();
  return closed;
});

let files = 0;
const newFile = () => join(engine.directory, `${++files}.parquet`);

/** A Parquet file with the rows of a query. */
export async function parquetOf(sql: string, options = ''): Promise<Buffer> {
  const file = newFile();
  await engine.run(`COPY (${sql}) TO '${file}' (FORMAT parquet${options})`);
  return readFile(file);
}

/** What a query says of a Parquet file, given as `file`, as the engine writes it in JSON. */
export async function inParquet(bytes: Buffer | undefined, sql = 'FROM file'): Promise<Record<string, unknown>[]> {
  const file = newFile();
  await writeFile(file, bytes ?? '');
  return engine.rows(sql.replaceAll(/\bfile\b/g, `'${file}'`));
}
