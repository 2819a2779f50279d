import { copyOfProject, guestHouse } from '../copy.ts';
import { parquetOf } from '../world/parquet.ts';

let fork: Awaited<ReturnType<typeof copyOfProject>>;

const files = {
  'pipeline/pipeline.ts': guestHouse('bookings'),
  'pipeline/sources/bookings.ts': `import { z } from 'zod';
import { decimal, defineSource, upload } from '../../functions/tributary.ts';

export const bookings = defineSource({
  name: 'bookings',
  title: 'Bookings',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({ id: z.int(), room: z.string(), price: decimal(12, 2) }),
  key: ['id'],
});
`,
  'pipeline/report/report.ts': `import { defineReport, ranking, table } from '../../functions/tributary.ts';
import byRoom from './by_room.sql';

export const report = defineReport({
  title: 'Guest house',
  figures: [{ title: 'Best room', table: byRoom, column: 'revenue', better: 'higher' }],
  page: [ranking(byRoom, { title: 'Rooms', label: 'room', value: 'revenue' }), table(byRoom)],
  tables: [{ ...byRoom, title: 'Rooms' }],
});
`,
  'pipeline/report/by_room.sql': `SELECT room, sum(price) AS revenue FROM bookings GROUP BY room ORDER BY revenue DESC, room\n`,
};

/** Another team's pipeline: another folder pipeline/, and one batch of Parquet alone in sample/. */
beforeAll(async () => {
  fork = await copyOfProject(/^(pipeline|sample)\//);
  for (const [path, content] of Object.entries(files)) await fork.put(path, content);
  const rows = "(1, 'sea', 80.50), (2, 'garden', 70), (3, 'sea', 90)";
  await fork.put(
    'sample/incoming/2026-01/bookings/all.parquet',
    await parquetOf(`SELECT col0 AS id, col1 AS room, col2::DECIMAL(12, 2) AS price FROM (VALUES ${rows})`),
  );
  await fork.put('sample/seed/odd.json', '[{"a":   1}]');
});
afterAll(() => fork.remove());

describe('a fork that has changed pipeline/ and sample/ alone', () => {
  it('makes its report', async () => {
    const { stdout } = await fork.npm('start', '--silent');
    expect(stdout).toMatch(/Best room +170\.5/);
    expect(stdout).toContain('Best room: The first of 2 rows of by_room.');
  });

  it('passes its checks, and its seeds are left alone', async () => {
    await fork.npm('run', 'check', '--silent');
    await fork.npm('run', 'format', '--silent');
    expect(await fork.read('sample/seed/odd.json')).toBe('[{"a":   1}]');
    expect(await fork.read('pipeline/pipeline.ts')).toBe(files['pipeline/pipeline.ts']);
  });

  it('is told of a slip in a query', async () => {
    await fork.put('pipeline/report/by_room.sql', files['pipeline/report/by_room.sql'].replace('price', 'prize'));
    await expect(fork.npm('run', 'verify', '--silent')).rejects.toMatchObject({
      stdout: expect.stringContaining('by_room.sql'),
    });
    await fork.put('pipeline/report/by_room.sql', files['pipeline/report/by_room.sql']);
  });

  // What knows neither folder is the same in every project; the one that `npm run new` makes passes all tests.
  it('passes its tests, but for those of what can see neither folder', async () => {
    const blind = 'aggregate|bench|contract|core|local/(services|states)|origins|preprocess|report|shelve|start';
    const { stderr } = await fork.npm('test', '--silent', '--', '--ci', `/test/(?!(${blind})/)`);
    expect(stderr).toMatch(/Tests: .*passed/);
  }, 1_200_000);
});
