import { z } from 'zod';
import { functionsWith } from '../commands/verify/project.ts';
import { readYaml } from '../local/definition.ts';
import type { Architecture } from './native.ts';

/** What a run's dollars follow from, as JSON: the functions' architecture, and the memory that each function.yml says. */
export function deployedAs(architecture: Architecture): string {
  return JSON.stringify({
    architecture,
    megabytes: Object.fromEntries(functionsWith('function.yml').map((step) => [step, megabytesOf(step)])),
  });
}

function megabytesOf(step: string): number {
  const { [step]: said } = functionsSchema.parse(readYaml(`functions/${step}/function.yml`));
  return said?.memorySize ?? usual;
}

const functionsSchema = z.record(z.string(), z.object({ memorySize: z.int().optional() }));
/** Where a function says nothing, serverless gives it so much: https://www.serverless.com/framework/docs/providers/aws/guide/functions */
const usual = 1024;
