import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { z } from 'zod';

/**
 * The definition of the pipeline in 16 hex digits: a hash over the paths of all files of `pipeline/`, and over what they
 * say. How code and SQL are laid out, comments, and the order of imports say nothing, and neither does a README.
 */
export async function fingerprint(folder = 'pipeline'): Promise<string> {
  const hash = createHash('sha256');
  const paths = filesOf(folder).sort();
  const all = await Promise.all(paths.map(async (path) => meaningOf(path, readFileSync(join(folder, path)))));
  for (const [at, said] of all.entries()) hash.update(JSON.stringify([paths[at], said.length])).update(said);
  return hash.digest('hex').slice(0, 16);
}

async function meaningOf(path: string, bytes: Buffer): Promise<Buffer> {
  if (path.endsWith('.sql')) return Buffer.from(sqlWithoutLayout(bytes.toString()));
  return path.endsWith('.ts') ? Buffer.from((await codeWithoutLayout(bytes.toString())) ?? bytes) : bytes;
}

/** Comments and blanks become one blank, but for those inside of a text or a name. */
const sqlWithoutLayout = (sql: string) =>
  sql
    .replace(/('(?:[^']|'')*'|"(?:[^"]|"")*")|(?:--[^\n]*|\/\*.*?\*\/|\s)+/gs, (_, kept?: string) => kept ?? ' ')
    .trim();

/** Undefined for code that cannot be read, which whoever builds it tells. */
async function codeWithoutLayout(code: string): Promise<string | undefined> {
  try {
    const options = { loader: 'ts', minifyWhitespace: true, legalComments: 'none', charset: 'utf8' } as const;
    const { code: plain } = await transform(code, options);
    const imports = plain.match(/^(?:import[^;]*;)+/)?.[0] ?? '';
    const sorted = imports.split(';').map(namesSorted).sort();
    return sorted.join(';') + plain.slice(imports.length);
  } catch {
    return undefined;
  }
}

const namesSorted = (statement: string) =>
  statement.replace(/\{(.*)\}/, (_, names: string) => `{${names.split(',').sort().join(',')}}`);

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
    if (entry.isDirectory()) return filesOf(folder, `${path}/`);
    return path.endsWith('.md') ? [] : [path];
  });
}
