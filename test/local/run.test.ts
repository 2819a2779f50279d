import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-run-'));
  for (const file of ['scripts/run.js', 'scripts/verify.ts', 'deployment/build-options.js', 'package.json']) {
    await cp(file, join(folder, file));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const run = () => spawnSync(process.execPath, [join(folder, 'scripts/run.js'), 'verify'], { encoding: 'utf8' });

it('says how packages come where none is installed', () => {
  expect(run()).toMatchObject({
    status: 1,
    stderr: 'The package esbuild is not installed. What package.json names comes by: npm ci\n',
  });
});

it('says which Node is needed where this one is too old', async () => {
  const path = join(folder, 'package.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace(/"node": ".*"/, '"node": ">=99.5"'));
  expect(run()).toMatchObject({
    status: 1,
    stderr: `This is Node ${process.versions.node}. Node 99.5 or newer is needed: https://nodejs.org/en/download\n`,
  });
});
