import { z } from 'zod';
import { checked } from './check.ts';
import { realClock } from './clock.ts';
import { execute } from './execution.ts';
import { Failure } from './failure.ts';
import { isObject, type Json, type JsonObject, json } from './json.ts';

/** A recorded execution, as far as the engine is given it. */
const recording = z.object({
  definition: z.unknown(),
  type: z.enum(['STANDARD', 'EXPRESS']).optional(),
  input: json.optional(),
  mocks: z.looseObject({
    s3: z.record(z.string(), z.string()).default({}),
    s3list: z.record(z.string(), z.array(json)).default({}),
  }),
  context: z.looseObject({
    Execution: z.record(z.string(), json),
    StateMachine: z.record(z.string(), json),
    sync: z.boolean().optional(),
    task: z.custom<(call: { state: string; scope: string; input: Json }) => Promise<unknown>>(
      (value) => typeof value === 'function',
    ),
  }),
});

const refused = z.object({ error: z.string().nullish(), cause: z.string().nullish() });

interface Entered {
  readonly name: string;
  readonly scope: string;
  readonly input: Json;
  output?: Json;
  assigned?: JsonObject;
}

/** Runs a recorded execution, its services answering as they did on AWS. */
export async function run(recorded: unknown) {
  const { definition, input = {}, mocks, context, type } = recording.parse(recorded);
  const states: Entered[] = [];
  const calls: { state: string; scope: string; input: Json }[] = [];
  const read = checked(definition, type);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const ended = await execute(
    read.machine,
    input,
    {
      context: { Execution: context.Execution, StateMachine: context.StateMachine },
      type: type ?? 'STANDARD',
      sync: context.sync ?? false,
      watch: {
        entered: (scope, name, given) => states.push({ scope, name, input: given }),
        exited: (scope, name, output, assigned) => {
          const last = states.findLast((one) => one.scope === scope && one.name === name && !('output' in one));
          if (last) Object.assign(last, { output, assigned });
        },
      },
    },
    {
      clock: realClock(),
      random: Math.random,
      uuid: () => crypto.randomUUID(),
      tasks: async ({ state, scope, input: asked, submitted, started }) => {
        calls.push({ state, scope, input: asked });
        submitted({});
        started(undefined);
        try {
          return json.parse(await context.task({ state, scope, input: asked }));
        } catch (error) {
          const { error: name, cause } = refused.parse(error);
          throw new Failure(name ?? undefined, cause ?? undefined);
        }
      },
      objects: {
        read: async (bucket, key) => {
          const text = mocks.s3[`${bucket}/${key}`];
          if (text === undefined) throw new Failure('States.ItemReaderFailed', `There is no ${bucket}/${key}`);
          return Buffer.from(text);
        },
        list: async (bucket, prefix = '') =>
          (mocks.s3list[bucket] ?? []).filter((one) => isObject(one) && String(one.Key).startsWith(prefix)),
        write: async () => undefined,
      },
    },
  );
  const events = ended.history.map((event) => event.type);
  return { ...ended, states, calls, events };
}
