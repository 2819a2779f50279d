import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { checkDefinition } from '../../local/definition.ts';
import { realClock } from '../../local/states/clock.ts';
import { execute } from '../../local/states/execution.ts';
import { callFunction, type Functions } from '../../local/states/integrations/lambda.ts';

/** What each Task answers with, by the name of the state. */
export type Handlers = Functions;

const nowhere = () => Promise.reject(new Error('Nothing is read or written.'));

interface Run {
  readonly name?: string;
  /** What a distributed Map finds under a key. */
  readonly objects?: Readonly<Record<string, unknown>>;
}

/** Runs a machine, each Task calling the handler of its name whatever else it would call; it pauses for no time. */
export async function runStateMachine(
  definition: object,
  input: unknown,
  handlers: Handlers,
  { name = 'test', objects = {} }: Run = {},
) {
  return execute(
    await checkDefinition(definition, async () => []),
    z.json().parse(input),
    {
      context: {
        Execution: { Name: name, Id: `arn:aws:states:local:000000000000:execution:pipeline:${name}` },
        StateMachine: { Name: 'pipeline', Id: 'arn:aws:states:local:000000000000:stateMachine:pipeline' },
      },
    },
    {
      clock: realClock(() => 0),
      random: Math.random,
      uuid: randomUUID,
      objects: {
        read: async (_, key) => (key in objects ? Buffer.from(JSON.stringify(objects[key])) : nowhere()),
        list: nowhere,
        write: nowhere,
      },
      tasks: ({ state, input: asked }) => callFunction(handlers, state, asked),
    },
  );
}
