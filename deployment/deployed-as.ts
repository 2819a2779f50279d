import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Architecture } from './native.ts';

/** What a run's dollars follow from, as JSON: the functions' architecture, and the memory that each function.yml says. */
export function deployedAs(architecture: Architecture): string {
  const steps = readdirSync('functions').filter((name) => existsSync(`functions/${name}/function.yml`));
  return JSON.stringify({
    architecture,
    megabytes: Object.fromEntries(steps.map((step) => [step, megabytesOf(step)])),
  });
}

function megabytesOf(step: string): number {
  const file = readFileSync(`functions/${step}/function.yml`, 'utf8');
  const { [step]: said } = functionsSchema.parse(parse(file, { logLevel: 'error' })); // it does not know !Ref
  return said?.memorySize ?? usual;
}

const functionsSchema = z.record(z.string(), z.object({ memorySize: z.int().optional() }));
/** Where a function says nothing, serverless gives it so much: https://www.serverless.com/framework/docs/providers/aws/guide/functions */
const usual = 1024;
