import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const said = z.object({ stdout: z.string(), stderr: z.string() });

let around: string;
let project: string;
const inProject = (file: string, ...args: string[]) =>
  run(file, args, { cwd: project, maxBuffer: 1 << 26 }).catch((error: unknown) => {
    const { stdout, stderr } = said.parse(error);
    throw new Error(`${file} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  });
const make = (...args: string[]) => run('npm', ['run', '--silent', 'new', '--', ...args]);

let told: string;
beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), 'tributary-new-'));
  project = join(around, 'my-shop');
  told = (await make(project)).stdout;
  await symlink(resolve('node_modules'), join(project, 'node_modules'));
  await writeFile(join(project, '.git/info/exclude'), 'node_modules\n'); // a link, where git expects a folder
});
afterAll(() => rm(around, { recursive: true, force: true }));

describe('npm run new', () => {
  it('makes a repository with one commit, of a project that goes by the name of its folder', async () => {
    expect(told).toContain(`my-shop is in ${project}`);
    expect((await inProject('git', 'log', '--format=%s')).stdout).toBe('my-shop: made from the template Tributary\n');
    expect(JSON.parse(await readFile(join(project, 'package.json'), 'utf8'))).toMatchObject({ name: 'my-shop' });
    expect((await inProject('node', 'scripts/run.js', 'service')).stdout).toContain('{"service":"my-shop"}');
    expect(await readFile(join(project, 'LICENSE'), 'utf8')).toBe(await readFile('LICENSE', 'utf8'));
  });

  it('leaves nothing of the sample behind', async () => {
    const { stdout } = await inProject('git', 'grep', '-liE', 'flights|nycflights|contributing\\.md');
    expect(stdout).toBe('test/architecture/words.test.ts\n');
  });

  it('makes its two reports, and passes its checks', async () => {
    const { stdout } = await inProject('npm', 'start', '--silent');
    expect(stdout).toMatch(/2026-01 +published/);
    expect(stdout).toMatch(/Revenue +1,884\.95 EUR +▲ 181\.75 EUR better than 2026-01/);
    await inProject('npm', 'run', '--silent', 'check');
  });

  it.each([
    ['no folder', [], 'Where shall it go? Say a folder.'],
    ['a folder of its own', ['sub/folder'], 'lies in this project: name a folder beside it, like ../my-pipeline.'],
    [
      'a name that SQL, TypeScript and AWS cannot have',
      ['../x', '--name', 'a "b"'],
      '"a "b"" is no name for a pipeline',
    ],
    ['a name without a letter', ['../x', '--name', '2026'], '"2026" names its stack too, in 1 to 40 letters'],
  ])('refuses %s', async (_, args, problem) => {
    await expect(make(...args)).rejects.toMatchObject({ stdout: expect.stringContaining(problem) });
  });

  it('refuses a folder that is not empty, and leaves it as it is', async () => {
    await expect(make(project)).rejects.toMatchObject({
      stdout: expect.stringContaining(`${project} is not empty: it has `),
    });
    expect((await inProject('git', 'status', '--porcelain')).stdout).toBe('');
  });
});
