import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const step = z.object({ uses: z.string().optional(), run: z.string().optional() });
const job = z.object({
  needs: z.string().optional(),
  environment: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  steps: z.array(step),
});
const { jobs } = z
  .object({ jobs: z.record(z.string(), job) })
  .parse(parse(readFileSync('docs/github/deploy.yml', 'utf8')));
const runs = Object.entries(jobs).flatMap(([name, { steps }]) =>
  steps.flatMap(({ run }) => (run ? [`${name}: ${run}`] : [])),
);

it('tests, deploys dev, tries it out, and deploys prod, one after the other', () => {
  expect(Object.entries(jobs).map(([name, { needs }]) => [name, needs])).toEqual([
    ['test', undefined],
    ['dev', 'test'],
    ['prod', 'dev'],
  ]);
  expect(runs.filter((run) => /deploy|smoke/.test(run)).map((run) => run.replace(/ --region.*/, ''))).toEqual([
    'dev: npx serverless deploy --stage dev',
    'dev: npm run tributary -- smoke --stage dev',
    'prod: npx serverless deploy --stage prod',
  ]);
});

it('runs no script that package.json has not', () => {
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const named = runs.flatMap((run) => /npm (?:run )?(?!run|ci)(\S+)/.exec(run)?.[1] ?? []);
  expect(named).toEqual(['test', 'check', 'tributary']);
  expect(named.filter((name) => !(name in scripts.scripts))).toEqual([]);
});

it('lets only the jobs that deploy trade their token, in the environments that the role trusts', () => {
  const trading = Object.values(jobs).filter(({ permissions }) => permissions?.['id-token'] === 'write');
  const trust = readFileSync('docs/github/trust.json', 'utf8');
  expect(trading.map(({ environment }) => environment)).toEqual(['dev', 'prod']);
  for (const { environment } of trading) expect(trust).toContain(`repo:OWNER/REPOSITORY:environment:${environment}`);
  expect(trust).not.toContain('*');
});
