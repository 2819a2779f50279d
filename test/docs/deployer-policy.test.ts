import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const [command = ''] = /^ {4}sed .*(?= > policy\.json$)/m.exec(readFileSync('docs/deploy.md', 'utf8')) ?? [];
/** The policy as docs/deploy.md says to make it, for a pipeline of that name. */
const policyOf = (name: string) =>
  execFileSync('sh', ['-c', command.replace('my-pipeline', name).replace('my_pipeline', name.replaceAll('-', '_'))], {
    encoding: 'utf8',
  });
const statements = z.object({
  Statement: z.array(z.object({ Sid: z.string(), Resource: z.union([z.string(), z.array(z.string())]) })),
});

it('has the name of the pipeline wherever one is to be put in', () => {
  const policy = policyOf('web-shop');
  expect(policy).not.toMatch(/PIPELINE|DATABASE/);
  const resources = statements.parse(JSON.parse(policy)).Statement.flatMap(({ Resource }) => Resource);
  expect(resources).toContain('arn:aws:s3:::web-shop-*/*');
  expect(resources).toContain('arn:aws:glue:*:*:database/web_shop_*');
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
it('is no longer than IAM takes, whatever the pipeline is called', () => {
  expect(policyOf(`a${'-b'.repeat(20)}`.slice(0, 40)).replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6144);
});
