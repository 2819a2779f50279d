import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Engine, WithEngine } from '../core/world.ts';
import { configOptional } from './config.ts';
import { openFolders } from './folder.ts';

export interface EngineOptions {
  /** Where the engine's directory is made; where all folders are unless told. */
  readonly scratch?: string | undefined;
  /** The memory that DuckDB plans with; it may use a third more, so keep it at 60 % of what there is. */
  readonly memoryMegabytes?: number | undefined;
  readonly threads?: number | undefined;
  /** Interrupts what the engine does, as nothing is done with it any more. */
  readonly stop?: AbortSignal | undefined;
}

/** What ICU takes from the machine unless told: in fa_IR a time of 2024 would be one of 1402. */
const surroundings = ["SET Calendar = 'gregorian'", "SET TimeZone = 'UTC'"];

const wrongOptimizers = [
  // An IN list turned into a join loses the order of rows: https://github.com/duckdb/duckdb/issues/24398
  'in_clause',
  // A condition of EXISTS compares a column with itself: https://github.com/duckdb/duckdb/issues/23979 is akin
  'deliminator',
];

/** Opens DuckDB with a fresh directory on local disk, and closes and empties both after the work. */
export const withDuckDB =
  ({ scratch, memoryMegabytes, threads, stop }: EngineOptions = {}): WithEngine =>
  (work) =>
    openFolders(scratch)(async (directory) => {
      const instance = await DuckDBInstance.create(':memory:', {
        home_directory: directory,
        secret_directory: join(directory, 'secrets'),
        allow_persistent_secrets: 'false',
        temp_directory: join(directory, 'spill'),
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        disabled_optimizers: wrongOptimizers.join(),
        ...(memoryMegabytes && { memory_limit: `${memoryMegabytes}MB` }),
        ...(threads && { threads: String(threads) }),
      });
      const connection = await instance.connect();
      for (const pin of surroundings) await connection.run(pin);
      const engine: Engine = {
        directory,
        run: async (sql) => void (await connection.run(sql)),
        rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
      };
      const interrupt = () => connection.interrupt();
      stop?.addEventListener('abort', interrupt);
      try {
        return await work(engine);
      } finally {
        stop?.removeEventListener('abort', interrupt);
        connection.closeSync();
        instance.closeSync();
      }
    });

/** The engine with 60 % of the function's memory, as DuckDB's own limit is not a cap on the process. */
export const openEngine = (stop?: AbortSignal): WithEngine => {
  const megabytes = Number(configOptional('memoryMegabytes') ?? Number.NaN);
  return withDuckDB({
    memoryMegabytes: Number.isNaN(megabytes) ? undefined : Math.floor(megabytes * 0.6),
    stop,
  });
};
