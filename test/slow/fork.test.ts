import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parquetOf } from '../preprocess/orders.ts';

const run = promisify(execFile);
let fork: string;
const npm = (...args: string[]) => run('npm', args, { cwd: fork, maxBuffer: 1 << 26 });
const put = async (path: string, content: string | Buffer) => {
  await mkdir(dirname(join(fork, path)), { recursive: true });
  await writeFile(join(fork, path), content);
};

const files = {
  'pipeline/pipeline.ts': `import { pipeline as describe } from '../functions/core/index.ts';
import { report } from './report/report.ts';
import { bookings } from './sources/bookings.ts';

export const pipeline = describe({
  name: 'Guest house',
  period: 'month',
  timeZone: 'Europe/Lisbon',
  sources: [bookings],
  limits: { rejected: 0.01, empty: 'hold' },
  maxSourceBytes: 2 * 1024 ** 3,
  report,
});
`,
  'pipeline/sources/bookings.ts': `import { z } from 'zod';
import { decimal, source, upload } from '../../functions/core/index.ts';

export const bookings = source({
  name: 'bookings',
  title: 'Bookings',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({ id: z.int(), room: z.string(), price: decimal(12, 2) }),
  key: ['id'],
});
`,
  'pipeline/report/report.ts': `import { type ReportDefinition, ranking } from '../../functions/core/index.ts';
import byRoom from './by_room.sql';

export const report: ReportDefinition = {
  title: 'Guest house',
  figures: [{ title: 'Best room', table: 'by_room', column: 'revenue', better: 'higher' }],
  charts: [
    { title: 'Rooms', table: 'by_room', spec: ranking({ label: 'room', value: 'revenue', valueTitle: 'revenue' }) },
  ],
  tables: [{ name: 'by_room', sql: byRoom, title: 'Rooms' }],
};
`,
  'pipeline/report/by_room.sql': `SELECT room, sum(price) AS revenue FROM bookings GROUP BY room ORDER BY revenue DESC, room\n`,
};

/** Another team's pipeline: another folder pipeline/, and one batch of Parquet alone in sample/. */
beforeAll(async () => {
  fork = await mkdtemp(join(tmpdir(), 'tributary-fork-'));
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    maxBuffer: 1 << 24,
  });
  for (const path of stdout.split('\0').filter((one) => one && !/^(pipeline|sample)\//.test(one))) {
    await mkdir(dirname(join(fork, path)), { recursive: true });
    await cp(path, join(fork, path));
  }
  await symlink(resolve('node_modules'), join(fork, 'node_modules'));
  for (const [path, content] of Object.entries(files)) await put(path, content);
  const rows = "(1, 'sea', 80.50), (2, 'garden', 70), (3, 'sea', 90)";
  await put(
    'sample/incoming/2026-01/bookings/all.parquet',
    await parquetOf(`SELECT col0 AS id, col1 AS room, col2::DECIMAL(12, 2) AS price FROM (VALUES ${rows})`),
  );
  await put('sample/seed/odd.json', '[{"a":   1}]');
  await run('git', ['init', '-q'], { cwd: fork });
});
afterAll(() => rm(fork, { recursive: true, force: true }));

describe('a fork that has changed pipeline/ and sample/ alone', () => {
  it('makes its report', async () => {
    const { stdout } = await npm('start', '--silent');
    expect(stdout).toMatch(/Best room +170\.5/);
  });

  it('passes its checks, and its seeds are left alone', async () => {
    await npm('run', 'check', '--silent');
    await npm('run', 'format', '--silent');
    expect(await readFile(join(fork, 'sample/seed/odd.json'), 'utf8')).toBe('[{"a":   1}]');
    expect(await readFile(join(fork, 'pipeline/pipeline.ts'), 'utf8')).toBe(files['pipeline/pipeline.ts']);
  });

  it('fails its checks for a slip in a query', async () => {
    await put('pipeline/report/by_room.sql', files['pipeline/report/by_room.sql'].replace('price', 'prize'));
    await expect(npm('run', 'check', '--silent')).rejects.toMatchObject({
      stdout: expect.stringContaining('by_room.sql'),
    });
    await put('pipeline/report/by_room.sql', files['pipeline/report/by_room.sql']);
  });

  it('passes its tests', async () => {
    const { stderr } = await npm('test', '--silent', '--', '--ci');
    expect(stderr).toMatch(/Tests: .*passed/);
  });
});
