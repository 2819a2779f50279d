import { copyOfProject, roomsFrom } from '../copy.ts';
import { inPlace } from '../docs/lines/in-place.ts';

const { 'test/origins/lines/lines.test.ts': ownTest = '', ...code } = inPlace;

const files = {
  ...roomsFrom('lines', "lines({ url: 'https://rooms.example.com/' })"),
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
  for (const [path, content] of Object.entries({ ...files, ...code })) await copy.put(path, content);
});
afterAll(() => copy.remove());

it('is missed where it stands in no list yet, and has no test of its own', async () => {
  await expect(copy.npx('jest', 'test/origins/pieces')).rejects.toMatchObject({
    stderr: expect.stringMatching(
      /its line in functions\/origins\/origins\.ts[\s\S]*a test that calls connectorSuite: test\/origins\/lines\/lines\.test\.ts/,
    ),
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
  await copy.put('test/origins/lines/lines.test.ts', ownTest);
  await copy.npx('biome', 'check', ...Object.keys(inPlace));
  await copy.npx('tsc').catch(({ stdout }) => expect(stdout).toBe(''));
  await copy.npx('jest', 'test/origins/pieces', 'test/origins/lines', 'test/architecture/imports');
  const { stdout } = await copy.npm('start', '--silent', '--', '--batch', '2013-02');
  expect(stdout).toContain('A server of lines is up on this machine');
  expect(stdout).toMatch(/Preprocess +rooms +2 rows/);
});
