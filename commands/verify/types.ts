import { execFile } from 'node:child_process';

/** What TypeScript says of `pipeline/`, which runs without its types: a sentence for each place. */
export const typeProblems = (config = 'tsconfig.pipeline.json'): Promise<string[]> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, '--pretty', 'false', '--project', config], (error, stdout) => {
      const problems = stdout.split('\n').flatMap(sentence);
      if (error && problems.length === 0) reject(error);
      else resolve(problems);
    });
  });

const compiler = 'node_modules/typescript/bin/tsc';

/** `pipeline/report/report.ts(7,3): error TS2322: Type 'number' is not assignable to type 'string'.` */
const place = /^(.+?)\((\d+),\d+\): error TS\d+: (.*)$/;
const unknownOption =
  /^Object literal may only specify known properties, \w+ '(.+?)' does not exist in type .*?(?: Did you mean to write '(.+)'\?)?$/;

function sentence(line: string): string[] {
  const [, file, number, said = ''] = place.exec(line) ?? [];
  if (file === undefined) return [];
  const [, option, meant] = unknownOption.exec(said) ?? [];
  if (option === undefined) return [`${file}: line ${number}: ${said}`];
  return [`${file}: line ${number}: there is no option "${option}" here${meant ? `: did you mean ${meant}?` : '.'}`];
}
