import { checked } from '../../../local/states/check.ts';
import type { Clock } from '../../../local/states/clock.ts';
import { execute, type Redrive } from '../../../local/states/execution.ts';
import { Failure } from '../../../local/states/failure.ts';
import { journalSchema } from '../../../local/states/journal.ts';
import { type Json, json } from '../../../local/states/json.ts';
import type { MachineType } from '../../../local/states/limits.ts';
import type { World } from '../../../local/states/world.ts';
import { virtualClock } from './virtual-clock.ts';

type Call = Parameters<World['tasks']>[0];

/** What a Task is answered with. */
type Answer = (input: Json, call: Call, clock: Clock) => Json | Promise<Json>;

interface Given {
  readonly input?: Json;
  /** By the state's name. */
  readonly tasks?: Readonly<Record<string, Answer>>;
  /** Answers every other task. */
  readonly otherwise?: Answer;
  /** What lies in S3, by `bucket/key`. */
  readonly objects?: Record<string, string | Uint8Array>;
  readonly random?: () => number;
  readonly signal?: AbortSignal;
  readonly redrive?: Redrive;
  readonly type?: MachineType;
}

/** Runs a machine by a clock of its own; with what was asked, how long it paused, and what it has left in S3. */
export async function run(
  definition: object,
  { input = {}, tasks = {}, otherwise, objects = {}, random, signal, redrive, type }: Given = {},
) {
  const read = checked(definition, type);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const clock = virtualClock(Number.POSITIVE_INFINITY);
  const began = clock.now().getTime();
  const asked: [state: string, input: Json][] = [];
  let ids = 0;
  const ended = await execute(
    read.machine,
    input,
    {
      context: {
        Execution: { Id: 'arn:aws:states:eu-central-1:1:execution:machine:run', Name: 'run', RoleArn: 'role' },
        StateMachine: { Id: 'arn:aws:states:eu-central-1:1:stateMachine:machine', Name: 'machine' },
      },
      ...(signal && { signal }),
      ...(redrive && { redrive }),
      ...(type && { type }),
    },
    {
      clock,
      random: random ?? (() => 0.5),
      uuid: () => `id-${ids++}`,
      tasks: async (call) => {
        asked.push([call.state, call.input]);
        return json.parse((await (tasks[call.state] ?? otherwise)?.(call.input, call, clock)) ?? {});
      },
      objects: {
        read: async (bucket, key) => {
          const object = objects[`${bucket}/${key}`];
          if (object === undefined) throw new Failure('States.ItemReaderFailed', `There is no ${bucket}/${key}`);
          return Buffer.from(object);
        },
        list: async (bucket, prefix = '') =>
          Object.keys(objects)
            .filter((one) => one.startsWith(`${bucket}/${prefix}`))
            .map((one) => ({ Key: one.slice(bucket.length + 1) })),
        write: async (bucket, key, body) => void Object.assign(objects, { [`${bucket}/${key}`]: body }),
      },
    },
  );
  const seconds = (clock.now().getTime() - began) / 1000;
  return { ...ended, asked, seconds, pauses: clock.pauses, objects, types: ended.history.map(({ type }) => type) };
}

/** A machine of states that follow each other in the order in which they stand. */
export function chain(states: Readonly<Record<string, object>>, more: object = {}): object {
  const names = Object.keys(states);
  const linked = Object.entries(states).map(([name, state], at) => {
    const next = names[at + 1];
    const goes = /^(Choice|Succeed|Fail)$/.test('Type' in state ? String(state.Type) : '');
    return [name, goes ? state : { ...state, ...(next === undefined ? { End: true } : { Next: next }) }];
  });
  return { StartAt: names[0], States: Object.fromEntries(linked), ...more };
}

export const call = { Type: 'Task', Resource: 'arn:aws:lambda:eu-central-1:1:function:f' };
export const pass = { Type: 'Pass' };

/** An answer that fails so often before it comes. */
export const failing = (times: number, error: string, answer: Json = 'done') => {
  let left = times;
  return () => {
    if (left-- > 0) throw new Failure(error, 'on purpose');
    return answer;
  };
};

/** Takes an execution up again that ended without success, from what was kept of it as JSON. */
export const again = ({ history, journal }: Pick<Redrive, 'history' | 'journal'>, count = 1): Redrive => ({
  history,
  journal: journalSchema.parse(JSON.parse(JSON.stringify(journal))),
  count,
});
