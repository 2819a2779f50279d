import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { copyOfProject } from '../copy.ts';
import { ofType, packagedIn, templateIn } from '../template/template.ts';

/** Others package the project itself meanwhile. */
let project: Awaited<ReturnType<typeof copyOfProject>>;
beforeAll(async () => {
  project = await copyOfProject(/^test\//);
});
afterAll(() => project.remove());

const packaged = () => {
  packagedIn(project.folder);
  const folder = join(project.folder, '.serverless');
  const zips = readdirSync(folder).filter((name) => name.endsWith('.zip'));
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return Object.fromEntries(zips.map((name) => [name, digest(name)]));
};

it('packages the same code to the same bytes', () => {
  const first = packaged();
  expect(Object.keys(first)).not.toHaveLength(0);
  expect(packaged()).toEqual(first);
});

it('lets the data outlive the stack, but for the stage dev', () => {
  const policyOf = (...options: string[]) => packagedIn(project.folder, ...options).Resources.Bucket?.DeletionPolicy;
  expect([policyOf(), policyOf('--stage', 'prod')]).toEqual(['Delete', 'Retain']);
});

it('takes a bucket that is there already, and makes none', () => {
  const template = packagedIn(project.folder, '--stage', 'prod', '--param=bucket=lake-of-the-house');
  expect(ofType(template, 'AWS::S3::Bucket', z.unknown()).map(({ id }) => id)).toEqual(['ServerlessDeploymentBucket']);
  const text = JSON.stringify(template);
  expect(text).not.toMatch(/<Bucket[>.]/);
  expect(text).toContain('arn:<AWS::Partition>:s3:::lake-of-the-house/runs/*/raw/*');
  expect(text).toContain('"BUCKET":"lake-of-the-house"');
  expect(JSON.stringify(templateIn(project.folder, 'HasSite').Resources.Distribution)).toContain(
    '"DomainName":"lake-of-the-house.s3.<AWS::Region>.<AWS::URLSuffix>","OriginPath":"/reports"',
  );
});
