import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The definition of the pipeline in 16 hex digits: a hash over the paths and the bytes of all files of `pipeline/`. */
export function fingerprint(folder = 'pipeline'): string {
  const hash = createHash('sha256');
  for (const path of filesOf(folder).sort()) {
    const bytes = readFileSync(join(folder, path));
    hash.update(JSON.stringify([path, bytes.length])).update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The commit that the code is built from, `-dirty` where files differ from it; the package's version without git. */
export function codeVersion(): string {
  try {
    const args = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8'))).version;
  }
}

/** Paths below the folder with `/` between their parts; files of tools (`.DS_Store`) do not count. */
function filesOf(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.')) return [];
    const path = `${below}${entry.name}`;
    return entry.isDirectory() ? filesOf(folder, `${path}/`) : [path];
  });
}
