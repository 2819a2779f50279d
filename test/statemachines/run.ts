import { z } from 'zod';
import { checkDefinition } from '../../local/definition.ts';
import { type Handlers, worldOf } from '../../local/state-machine.ts';
import { execute } from '../../local/states/execution.ts';

/** Runs a machine as the local cloud does, each Task calling the handler of its name; it pauses for no time. */
export const runStateMachine = (definition: object, input: unknown, handlers: Handlers, name = 'test') =>
  execute(
    checkDefinition(definition, Object.keys(handlers)),
    z.json().parse(input),
    {
      context: {
        Execution: { Name: name, Id: `arn:aws:states:local:000000000000:execution:pipeline:${name}` },
        StateMachine: { Name: 'pipeline', Id: 'arn:aws:states:local:000000000000:stateMachine:pipeline' },
      },
    },
    worldOf(handlers, 0),
  );
