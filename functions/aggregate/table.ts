import { describe } from '../core/described.ts';
import { identifier } from '../core/quote.ts';
import { messageOf } from '../core/told.ts';
import type { Engine } from '../core/world.ts';
import type { TableDefinition } from '../definition/define-report.ts';
import { resultColumns } from './columns.ts';
import { type Described, type FilesWorld, failed, type Made, parquetCopy, writeFiles } from './files.ts';
import { inOneOrder, isOfAnyOrder } from './order.ts';
import { checkQuery } from './query.ts';

/** Makes the view; what fails here is the SQL itself, and the engine has read no value. */
export async function described({ name, sql }: TableDefinition, engine: Engine): Promise<Described> {
  try {
    const reads = await checkQuery(sql, engine);
    await engine.run(`CREATE VIEW ${identifier(name)} AS ${sql}`);
    return { name, sql, reads, columns: resultColumns(await describe(identifier(name), engine)) };
  } catch (error) {
    throw failed(name, messageOf(error));
  }
}

interface World extends FilesWorld {
  /** For a query that may run on several. */
  readonly threads: number;
}

/** Makes one table by its SQL, and writes its Parquet, CSV and JSON; later tables can select from it. Throws TableFailed. */
export async function makeTable(run: string, definition: TableDefinition, world: World): Promise<Made> {
  const found = await described(definition, world.engine);
  return writeFiles(run, { ...found, write: (path) => write(found, path, world) }, world);
}

/** Only a query whose rows do not depend on the order in which it reads runs on all threads. */
async function write({ name, sql, columns }: Described, path: string, { engine, threads }: World): Promise<void> {
  const table = identifier(name);
  const copy = parquetCopy(columns, table, path);
  const ordered = await inOneOrder(sql, columns.length, engine);
  if (ordered === undefined) return engine.run(copy);
  await engine.run(`CREATE OR REPLACE VIEW ${table} AS ${ordered}`);
  const free = await isOfAnyOrder(ordered, engine);
  return engine.run(free ? `SET threads = ${threads}; ${copy}; SET threads = 1` : copy);
}
