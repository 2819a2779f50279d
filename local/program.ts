import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether this machine has a program of that name to run. */
export const isInstalled = (program: string): boolean => programPath(program) !== undefined;

/** Where this machine has it; undefined where it has not. */
export const programPath = (program: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(canRun);

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What to do where it has none. */
export const notInstalled = (program: string): string =>
  `${program} is not on this machine: install it first, on Debian and Ubuntu by apt install ${program}`;
