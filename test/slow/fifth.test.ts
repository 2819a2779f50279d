import { copyOfProject } from './copy.ts';

/** A kind of origin is added as docs/connectors.md says, file by file. */
let copy: Awaited<ReturnType<typeof copyOfProject>>;
const change = async (path: string, from: string, to: string) => {
  const text = await copy.read(path);
  expect(text).toContain(from);
  await copy.put(path, text.replace(from, to));
};
beforeAll(async () => {
  copy = await copyOfProject(/^sample\/incoming\//);
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
  await copy.put(
    'pipeline/sources/airlines.ts',
    `import { z } from 'zod';
import { defineSource, lines } from '../../functions/tributary.ts';

export const airlines = defineSource({
  name: 'airlines',
  title: 'Airlines',
  origin: lines({ url: 'https://airlines.example.com/' }),
  row: z.object({ carrier: z.string(), name: z.string() }),
  key: ['carrier'],
});
`,
  );
  await copy.put(
    'pipeline/pipeline.ts',
    (await copy.read('pipeline/pipeline.ts'))
      .replace(/sources: \[.*\]/, 'sources: [airlines]')
      .replace(/import .*sources\/(?!airlines).*\n/g, ''),
  );
  await copy.put('pipeline/report/names.sql', 'SELECT carrier, name FROM airlines ORDER BY carrier\n');
  await copy.put(
    'pipeline/report/report.ts',
    `import { defineReport } from '../../functions/tributary.ts';
import names from './names.sql';

export const report = defineReport({ title: 'Airlines', figures: [], charts: [], tables: [{ ...names, title: 'Names' }] });
`,
  );
  await copy.npx('tsc').catch(({ stdout }) => expect(stdout).toBe(''));
  await copy.npx('jest', 'test/origins/pieces', 'test/architecture/imports');
  const { stdout } = await copy.npm('start', '--silent', '--', '--batch', '2013-02');
  expect(stdout).toContain('a server of lines is up on this machine');
  expect(stdout).toMatch(/Preprocess +airlines +16 rows/);
});
