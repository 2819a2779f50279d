import { basename, resolve } from 'node:path';
import { serviceOf } from '../../deployment/service.ts';
import { readCommandLine } from '../../local/command-line.ts';

/** What `npm run new` was asked for. */
export interface NewOptions {
  readonly folder: string;
  /** Of the pipeline, and so of the project. */
  readonly name: string;
}

export const usage = `Makes a project of your own from this template: what git tracks, but without the sample, and with a small
pipeline/ that runs already. It has a git repository with a first commit.

  npm run new -- <folder> [options]

  <folder>          where it goes: one that is not there yet, or is empty, like ../my-pipeline
  --name <name>     of the pipeline, by which its stack is called too    (the folder's name)
  --help            show this`;

/** Reads the command line; throws with advice where it says no folder, or a name that cannot be. */
export function readOptions(args: readonly string[]): NewOptions {
  const { values, positionals } = readCommandLine(
    { args: [...args], options: { name: { type: 'string' } }, allowPositionals: true },
    usage,
  );
  const [folder, more] = positionals;
  if (folder === undefined) throw new Error(`Where shall it go? Say a folder.\n\n${usage}`);
  if (more !== undefined) throw new Error(`One folder at a time, and not ${more} too.\n\n${usage}`);
  const name = values.name ?? basename(resolve(folder));
  refuseName(name);
  return { folder: resolve(folder), name };
}

function refuseName(name: string): void {
  if (!/^[\p{L}\p{M}\p{N} ._-]+$/u.test(name)) {
    throw new Error(`"${name}" is no name for a pipeline: say one of letters, digits, blanks and dashes by --name.`);
  }
  try {
    serviceOf(name);
  } catch {
    throw new Error(`"${name}" names its stack too, in 1 to 40 letters, digits and dashes: say another one by --name.`);
  }
}
