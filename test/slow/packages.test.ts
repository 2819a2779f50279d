import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const packaged = () => {
  execFileSync(process.execPath, ['node_modules/serverless/bin/serverless.js', 'package'], { stdio: 'pipe' });
  const zips = readdirSync('.serverless').filter((name) => name.endsWith('.zip'));
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(`.serverless/${name}`))
      .digest('hex');
  return Object.fromEntries(zips.map((name) => [name, digest(name)]));
};

it('packages the same code to the same bytes', () => {
  const first = packaged();
  expect(Object.keys(first)).not.toHaveLength(0);
  expect(packaged()).toEqual(first);
}, 120_000);
