import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stepProblems } from '../../commands/verify/steps.ts';

/** A sentence for each piece of a step that is forgotten in the project of that folder. */
export function forgotten(root = '.'): string[] {
  const isThere = (path: string) => existsSync(join(root, path));
  const steps = readdirSync(join(root, 'functions')).filter((name) => isThere(`functions/${name}/handler.ts`));
  const missing = (of: (step: string) => string, what: string) =>
    steps.map(of).flatMap((path) => (isThere(path) ? [] : [`${path} is missing: ${what}.`]));
  return [
    ...stepProblems(root),
    ...missing((step) => `functions/${step}/${step}.ts`, 'the work of a step, which its handler.ts hands the world to'),
    ...missing((step) => `test/${step}/${step}.test.ts`, 'the test of a step'),
  ];
}
