import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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
    const told = `${stdout}\n${stderr}`.replace(/^PASS .*\n/gm, ''); // of jest, what failed
    throw new Error(`${file} ${args.join(' ')} failed:\n${told}`);
  });
const make = (...args: string[]) => run('npm', ['run', '--silent', 'new', '--', ...args]);

let told: string;
beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), 'tributary-new-'));
  project = join(around, 'my-shop');
  told = (await make(project)).stdout;
  await symlink(resolve('node_modules'), join(project, 'node_modules'));
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

  it('has a pipeline and a sample of its own, and nothing of those of the template', async () => {
    const places = ['pipeline', 'sample', 'docs/*.png', 'test/e2e', 'test/pipeline', 'test/whole-pipeline'];
    const { stdout } = await inProject('git', 'ls-files', ...places);
    const starter = (await run('git', ['ls-files', 'pipeline', 'sample'], { cwd: 'commands/new/starter' })).stdout;
    expect(stdout).toBe(starter);
    expect(await readFile(join(project, 'README.md'), 'utf8')).toContain('# my-shop\n');
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

/** Files that a guess may trip over, by the names of their sources. */
const awkward: Readonly<Record<string, string>> = {
  quoted: 'note,id,"The ""name"", long"\n"a, ""b""\nc",1,x\nplain,2,"y, z"\n,3,\n',
  missing_words: 'code;day;n;amount;zip\nA;2026-01-01;1;10.50;01234\nB;NA;NA;3.00;08001\nC;2026-02-28;3;NA;00012\n',
  digits: `big,exact,long,float\n9007199254740993,0.1234567890123456789,${'1'.repeat(42)},1e10\n1,1.5,1,2.5\n-5,2,3,3\n`,
  hollow: 'id,nothing,also\n1,,NA\n2,,NA\n',
  letters: 'Größe,Straße Nr.,数量,été,2nd,"a"" */ b"\n1,x,3,4,5,6\n2,y,6,7,8,9\n',
  keywords: 'select,order,class,constructor,__proto__,Id,id,$x\n1,2,3,4,5,6,7,8\n2,2,3,4,5,6,8,8\n',
  times: 'at,here,flag\n2026-01-01T10:00:00+01:00,2026-03-29 02:30,true\n2026-01-02 09:00Z,2026-01-01T10:00:00,FALSE\n',
  one_row: 'id,at\n7,2026-01-31 10:00\n',
  no_rows: 'id,name\n',
  twice: 'a,b\n1,2\n1,2\n',
};

const addSource = (...args: string[]) => inProject('npm', 'run', '--silent', 'new-source', '--', ...args);

describe('npm run new-source, in the new project', () => {
  beforeAll(async () => {
    for (const [name, csv] of Object.entries(awkward)) {
      for (const batch of ['2026-01', '2026-02']) {
        await mkdir(join(project, 'sample/incoming', batch, name), { recursive: true });
        await writeFile(join(project, 'sample/incoming', batch, name, `${name}.csv`), csv);
      }
      await addSource(name, '--from', `sample/incoming/2026-01/${name}/${name}.csv`);
    }
  });

  it('tells what it guessed, and the next command', async () => {
    const file = join(around, 'payments.csv');
    await writeFile(file, 'Payment No,paid,amount\n1,2026-01-31,10.50\n2,,3.00\n');
    const { stdout } = await addSource('payments', '--from', file);
    expect(stdout).toContain(`payments.csv: 2 rows, 3 columns

  payment_no  int             1 to 2, 2 different
  paid        iso.date        always 2026-01-31, 1 different, 1 empty
  amount      decimal(12, 2)  3.00 to 10.50, 2 different

  key: payment_no
  payment_no is "Payment No" in the files

pipeline/sources/payments.ts is written, and listed in pipeline/pipeline.ts. Look at its comments. Next:

  npm run verify
  npm start    # once its files lie in sample/incoming/<batch>/payments/
`);
    expect(await readFile(join(project, 'pipeline/sources/payments.ts'), 'utf8')).toBe(`import { z } from 'zod';
import { decimal, defineSource, upload } from '../../functions/tributary.ts';

/** Guessed from payments.csv (2 rows): look at each comment, then delete it. */
export const payments = defineSource({
  name: 'payments',
  title: 'Payments',
  origin: upload(),
  row: z.object({
    // 1 to 2, 2 different
    payment_no: z.int().describe('Payment No'),
    // always 2026-01-31, 1 different, 1 empty
    paid: z.iso.date().nullable().describe('Paid'),
    // 3.00 to 10.50, 2 different
    amount: decimal(12, 2).describe('Amount'),
  }),
  key: ['payment_no'], // differs in all of these rows: is it what tells two apart?
  rename: { payment_no: 'Payment No' },
});
`);
    for (const batch of ['2026-01', '2026-02']) {
      await mkdir(join(project, 'sample/incoming', batch, 'payments'));
      await cp(file, join(project, 'sample/incoming', batch, 'payments/payments.csv'));
    }
  });

  it.each([
    [['orders', '--from', 'x.csv'], 'There is a source or a table "orders" already.'],
    [['by_country', '--from', 'x.csv'], 'There is a source or a table "by_country" already.'],
    [['My-Rows', '--from', 'x.csv'], '"My-Rows" is no name for a source: use a-z, 0-9 and _, a letter first'],
    [['order', '--from', 'x.csv'], '"order" means something else in SQL or TypeScript: name the source otherwise'],
    [['upload', '--from', 'x.csv'], '"upload" means something else'],
    [['rows'], 'Which rows? Say --from, behind a -- of its own.'],
  ])('refuses %j, and says what to do', async (args, problem) => {
    await expect(addSource(...args)).rejects.toThrow(problem);
  });

  it('writes sources that pass the checks, and that reject none of the rows that they were guessed from', async () => {
    await inProject('npm', 'run', '--silent', 'check');
    const { stdout } = await inProject('npm', 'start', '--silent');
    // One file, rows read, all of them clean, none rejected, no duplicate.
    const sound = (name: string) => new RegExp(`^ +${name} +1 +(\\d+) +\\1 +0 +0$`, 'm').test(stdout);
    expect([...Object.keys(awkward), 'payments'].filter((name) => !sound(name))).toEqual([]);
    expect(stdout).toMatch(/2026-02 +published/);
  });

  it('leaves the tests of the project green', async () => {
    const { stderr } = await inProject('npm', 'test', '--silent', '--', '--ci');
    expect(stderr).toMatch(/Tests: .*passed/);
  }, 1_200_000);
});
