import { copyOfProject, guestHouse } from '../copy.ts';

const files = {
  'pipeline/pipeline.ts': guestHouse('rooms'),
  'pipeline/sources/rooms.ts': `import { z } from 'zod';
import { defineSource, lines } from '../../functions/tributary.ts';

export const rooms = defineSource({
  name: 'rooms',
  title: 'Rooms',
  origin: lines({ url: 'https://rooms.example.com/' }),
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
  charts: [],
  tables: [{ ...beds, title: 'Beds' }],
});
`,
  'sample/seed/rooms.json': '[{ "room": "sea", "beds": 2 }, { "room": "garden", "beds": 1 }]',
};

/** A kind of origin is added as docs/connectors.md says, file by file. */
let copy: Awaited<ReturnType<typeof copyOfProject>>;
const change = async (path: string, from: string, to: string) => {
  const text = await copy.read(path);
  expect(text).toContain(from);
  await copy.put(path, text.replace(from, to));
};
beforeAll(async () => {
  copy = await copyOfProject(/^(pipeline|sample)\//);
  const piece = async (name: string) =>
    (await copy.read(`test/origins/lines/${name}.ts`)).replaceAll(/\.\.\/(?=\.\.\/functions)/g, '');
  const inPlace = (code: string) =>
    code.replaceAll('../../functions/origins/', '../').replaceAll('../../functions/', '../../');
  await copy.put('functions/origins/lines/options.ts', inPlace(await piece('options')));
  await copy.put('functions/origins/lines/reader.ts', inPlace(await piece('reader')));
  const standIn = (await copy.read('test/origins/lines/stand-in.ts'))
    .replaceAll('../../../local/origins/', '../')
    .replaceAll('../../../local/', '../../')
    .replace('./options.ts', '../../../functions/origins/lines/options.ts');
  await copy.put('local/origins/stand-ins/lines.ts', standIn);
});
afterAll(() => copy.remove());

it('is missed where it stands in no list yet', async () => {
  await expect(copy.npx('jest', 'test/origins/pieces')).rejects.toMatchObject({
    stderr: expect.stringContaining('its line in functions/origins/origins.ts'),
  });
});

it('is read from, by a source of that kind', async () => {
  await change(
    'functions/origins/origins.ts',
    '  http: loaded(',
    "  lines: loaded(() => import('./lines/reader.ts')),\n  http: loaded(",
  );
  await change(
    'functions/tributary.ts',
    'export { postgres }',
    "export { lines } from './origins/lines/options.ts';\nexport { postgres }",
  );
  await change('docs/connectors.md', '## A fifth', '## lines\n\n## A fifth');
  for (const [path, content] of Object.entries(files)) await copy.put(path, content);
  await copy.npx('tsc').catch(({ stdout }) => expect(stdout).toBe(''));
  await copy.npx('jest', 'test/origins/pieces', 'test/architecture/imports');
  const { stdout } = await copy.npm('start', '--silent', '--', '--batch', '2013-02');
  expect(stdout).toContain('a server of lines is up on this machine');
  expect(stdout).toMatch(/Preprocess +rooms +2 rows/);
});
