import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

/** In a hook of git these name the repository that the hook is of, wherever the command runs. */
const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, GIT_PREFIX: ____, ...environment } = process.env;

const failed = z.object({ stderr: z.string().min(1) });

/** What git says in that folder; throws with its own words. */
async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', args, { cwd, env: environment, maxBuffer: 1 << 26 });
    return stdout;
  } catch (cause) {
    const { stderr } = failed.catch({ stderr: String(cause) }).parse(cause);
    throw new Error(`git ${args[0]} failed in ${cwd}: ${stderr.trim()}`, { cause });
  }
}

/** The paths that git tracks in the folder. */
export const tracked = async (cwd: string): Promise<string[]> =>
  (await git(cwd, 'ls-files', '-z')).split('\0').filter((path) => path !== '');

/** Makes a repository of the folder, with all that is in it as its first commit. */
export async function firstCommit(cwd: string, message: string): Promise<void> {
  await git(cwd, 'init', '--quiet', '--initial-branch=main');
  await git(cwd, 'add', '--all');
  const known = await git(cwd, 'var', 'GIT_AUTHOR_IDENT').catch(() => '');
  const somebody = known === '' ? ['-c', 'user.name=Tributary', '-c', 'user.email=tributary@localhost'] : [];
  await git(cwd, ...somebody, 'commit', '--quiet', '--message', message);
}
