import { createHash, randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Where executions are kept, as JSON, so that they outlive the process; of one process at a time. */
export interface Store {
  /** What was written by that name; undefined where nothing was. */
  read(name: string): unknown;
  write(name: string, value: unknown): void;
  /** The lines of each log, in no order of the logs. */
  logs(): readonly (readonly unknown[])[];
  /** Adds a line, which is there as a whole or not at all, whenever the process dies. */
  append(log: string, line: unknown): void;
  remove(log: string): void;
}

/** Keeps nothing. */
export const noStore: Store = {
  read: () => undefined,
  write: () => undefined,
  logs: () => [],
  append: () => undefined,
  remove: () => undefined,
};

/** Keeps all of it in files. */
export function folderStore(folder: string): Store {
  const logs = join(folder, 'executions');
  mkdirSync(logs, { recursive: true });
  const fileOf = (name: string) => join(folder, `${name}.json`);
  const logOf = (name: string) => join(logs, `${createHash('sha256').update(name).digest('hex')}.jsonl`);
  return {
    read: (name) => (existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : undefined),
    write: (name, value) => {
      const part = `${fileOf(name)}.${randomUUID()}`;
      writeFileSync(part, JSON.stringify(value));
      renameSync(part, fileOf(name));
    },
    logs: () => readdirSync(logs).map((file) => wholeLines(join(logs, file))),
    append: (log, line) => appendFileSync(logOf(log), `${JSON.stringify(line)}\n`),
    remove: (log) => rmSync(logOf(log), { force: true }),
  };
}

/** What a log says; a last line that is torn is taken off it. */
function wholeLines(file: string): unknown[] {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}
