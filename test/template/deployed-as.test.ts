import { readdirSync } from 'node:fs';
import { deployedAs } from '../../deployment/deployed-as.ts';

it('tells the memory of each function, as its function.yml says', () => {
  const steps = readdirSync('functions', { recursive: true, encoding: 'utf8' }).flatMap(
    (path) => /^(\w+)[\\/]function\.yml$/.exec(path)?.[1] ?? [],
  );
  const { architecture, megabytes } = JSON.parse(deployedAs('x86_64'));
  expect(architecture).toBe('x86_64');
  expect(Object.keys(megabytes).sort()).toEqual(steps.sort());
  expect(megabytes).toMatchObject({ preprocess: 3008, report: 1769 });
});
