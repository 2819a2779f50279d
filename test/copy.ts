import { type ExecFileOptions, execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = async (file: string, args: readonly string[], options: ExecFileOptions) => {
  try {
    return await promisify(execFile)(file, args, { maxBuffer: 1 << 26, ...options, encoding: 'utf8' });
  } catch (error) {
    const said = z.object({ stdout: z.string(), stderr: z.string() }).parse(error);
    const told = `${file} ${args.join(' ')} failed:\n${said.stdout}\n${said.stderr}`;
    throw Object.assign(new Error(told, { cause: error }), said);
  }
};

/**
 * A copy of the project as git has it, but for the files that are left out, to change and to run commands in. One that
 * takes longer is ended, so that it is told what it said last.
 */
export async function copyOfProject(leftOut: RegExp, seconds = 1200) {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-copy-'));
  const put = async (path: string, content: string | Buffer) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {});
  for (const path of stdout.split('\0').filter((one) => one && !leftOut.test(one))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(path, join(folder, path));
  }
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await run('git', ['init', '-q'], { cwd: folder });
  return {
    folder,
    put,
    read: (path: string) => readFile(join(folder, path), 'utf8'),
    ...commandsIn(folder, process.env, seconds),
    /** The same with more in the environment. */
    as: (more: Readonly<Record<string, string>>) => commandsIn(folder, { ...process.env, ...more }, seconds),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const commandsIn = (cwd: string, env: NodeJS.ProcessEnv, seconds: number) => ({
  npm: (...args: string[]) => run('npm', args, { cwd, env, timeout: seconds * 1000 }),
  npx: (...args: string[]) => run('npx', args, { cwd, env, timeout: seconds * 1000 }),
});

/** The file pipeline.ts of another team's pipeline of one source. */
export const guestHouse = (source: string) => `import { definePipeline } from '../functions/tributary.ts';
import { report } from './report/report.ts';
import { ${source} } from './sources/${source}.ts';

export const pipeline = definePipeline({
  name: 'Guest house',
  period: 'month',
  timeZone: 'Europe/Lisbon',
  sources: [${source}],
  limits: { rejected: 0.01, empty: 'hold' },
  maxSourceBytes: 2 * 1024 ** 3,
  report,
});
`;

/** The folder pipeline/ of a guest house, whose rooms come from that origin, and make a table. */
export const roomsFrom = (kind: string, origin: string) => ({
  'pipeline/pipeline.ts': guestHouse('rooms'),
  'pipeline/sources/rooms.ts': `import { z } from 'zod';
import { defineSource, ${kind} } from '../../functions/tributary.ts';

export const rooms = defineSource({
  name: 'rooms',
  title: 'Rooms',
  origin: ${origin},
  row: z.object({ room: z.string(), beds: z.int() }),
  key: ['room'],
});
`,
  'pipeline/report/beds.sql': 'SELECT room, beds FROM rooms ORDER BY room\n',
  'pipeline/report/report.ts': `import { defineReport } from '../../functions/tributary.ts';
import beds from './beds.sql';

export const report = defineReport({
  title: 'Guest house',
  figures: [],
  tables: [{ ...beds, title: 'Beds' }],
});
`,
});
