import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const program = join('node_modules/.cache/tributary', `elsewhere.${process.pid}.mjs`);
const run = promisify(execFile);

beforeAll(() =>
  build({
    entryPoints: ['test/platform/elsewhere.ts'],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  }),
);

/** What the engine, preprocess and aggregate say on a machine with those variables, which ICU reads as a process starts. */
async function elsewhere(env: NodeJS.ProcessEnv): Promise<unknown> {
  const { stdout } = await run(process.execPath, [program], { env });
  return JSON.parse(stdout);
}

const places: readonly NodeJS.ProcessEnv[] = [
  { LANG: 'th_TH.UTF-8', TZ: 'Asia/Bangkok' },
  { LC_ALL: 'fa_IR.UTF-8', TZ: 'Asia/Tehran', HOME: '/nowhere' },
  { LC_MESSAGES: 'ar_SA.UTF-8', TZ: 'Asia/Riyadh' },
  { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  { LC_ALL: 'ja_JP@calendar=japanese', TZ: 'Asia/Tokyo' },
];

it('has no part in what is made: the same settings, rows and bytes wherever the machine stands', async () => {
  const [plain, ...others] = await Promise.all([{ LC_ALL: 'C', TZ: 'UTC' }, ...places].map(elsewhere));
  expect(plain).toMatchObject({ clean: 3, table: { rows: [{ seen: '2024-02-29T10:00:00.000Z' }, {}, {}] } });
  for (const other of others) expect(other).toEqual(plain);
}, 30_000);
