import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { typeProblems } from '../../commands/verify/types.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-types-'));
  const extended = join(process.cwd(), 'tsconfig.pipeline.json');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: extended, include: ['orders.ts'] }));
});
afterEach(() => rm(folder, { recursive: true }));

const problemsOf = async (...lines: string[]) => {
  const file = join(folder, 'orders.ts');
  const face = join(process.cwd(), 'functions/tributary.ts');
  await writeFile(file, [`import { decimal, minutes, upload } from '${face}';`, ...lines].join('\n'));
  const problems = await typeProblems(join(folder, 'tsconfig.json'));
  return problems.map((problem) => problem.replace(relative('.', file), 'orders.ts'));
};

it('names an option that there is not, its line, and the one that was meant', async () => {
  await expect(problemsOf("upload({ separater: ';' });", 'upload({ complete: { file: 1 } });')).resolves.toEqual([
    'orders.ts: line 2: there is no option "separater" here: did you mean separator?',
    'orders.ts: line 3: there is no option "file" here.',
  ]);
});

it('tells what TypeScript says of a value that no option takes', async () => {
  await expect(problemsOf('upload({ separator: 5 });')).resolves.toEqual([
    "orders.ts: line 2: Type 'number' is not assignable to type 'string'.",
  ]);
});

it('is content with what runs: imports and arguments that nothing uses, and helpers without types', async () => {
  await expect(problemsOf('export const doubled = (price, unused) => price * 2;')).resolves.toEqual([]);
});
