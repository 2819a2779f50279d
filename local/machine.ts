import { z } from 'zod';
import { account, type LocalAws, region } from './aws.ts';
import { checkDefinition, functionsIn, substituted } from './definition.ts';
import { type Code, invoke } from './functions.ts';
import { type Made, resolved } from './stack/intrinsics.ts';
import { readYaml } from './stack/service-file.ts';
import { realClock } from './states/clock.ts';
import type { Machine } from './states/definition.ts';
import { worldIn } from './states/integrations/world.ts';

interface MachineOptions {
  readonly endpoints: Readonly<Record<string, string>>;
  readonly code: Code;
  /** The definition as it is written now. */
  readonly written: () => unknown;
}

interface OpenMachine {
  readonly world: ReturnType<typeof worldIn>;
  /** As it is written now; throws where it cannot run. */
  read(): Promise<Machine>;
}

/** The pipeline's state machine, and the world in which it runs here. */
export function openMachine(aws: LocalAws, { endpoints, code, written }: MachineOptions): OpenMachine {
  const functions: Record<string, (event: unknown) => Promise<unknown>> = {};
  const world = worldIn({
    functions,
    services: { region, endpoints },
    clock: realClock((milliseconds) => Math.min(milliseconds, longestPause)),
  });
  const read = async () => {
    const definition = await definitionFor(aws, written());
    for (const step of functionsIn(definition)) functions[step] = (event) => invoke(step, event, code);
    return checkDefinition(definition, world.problems);
  };
  return { world, read };
}

/** Nobody waits here for what AWS would take long to mend. */
const longestPause = 1000;

const resourcePath = 'resources/state-machine.yml';
const resourceFile = z.object({
  Resources: z.object({
    StateMachine: z.object({
      Properties: z.looseObject({ DefinitionSubstitutions: z.record(z.string(), z.json()).default({}) }),
    }),
  }),
});
const texts = z.record(z.string(), z.string());

/** The definition, with what `resources/state-machine.yml` puts into it of the resources that are here. */
async function definitionFor(aws: LocalAws, written: unknown): Promise<unknown> {
  const { DefinitionSubstitutions } = resourceFile.parse(readYaml(resourcePath, '.')).Resources.StateMachine.Properties;
  const made = resourcesOf(aws);
  const lookup = async (id: string) => {
    const found = made[id];
    if (found) return found;
    throw new Error(
      `${resourcePath} puts ${id} into the state machine: here are ${Object.keys(made).join(', ')} alone`,
    );
  };
  const values = texts.parse(await resolved(DefinitionSubstitutions, lookup));
  return substituted(written, { Bucket: aws.bucket, WorkGroup: 'local', ...values });
}

/** What of the stack is here, by its logical ids. */
function resourcesOf({ bucket, queueUrl, topicArn }: LocalAws): Readonly<Record<string, Made>> {
  return {
    Bucket: { ref: bucket, attributes: { Arn: `arn:aws:s3:::${bucket}` } },
    Topic: { ref: topicArn, attributes: { TopicArn: topicArn } },
    UploadsQueue: { ref: queueUrl, attributes: { Arn: `arn:aws:sqs:${region}:${account}:events` } },
  };
}
