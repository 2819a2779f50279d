import { z } from 'zod';
import { shaped } from '../check.ts';
import type { Machine } from '../definition.ts';
import { equal, type Json, type JsonObject, json } from '../json.ts';
import type { MachineType } from '../limits.ts';
import { statesOf } from '../walk.ts';
import { invalidDefinition } from './read-machine.ts';

/** A state machine as it is at one time; executions keep the one that they began with. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly machine: Machine;
  /** As it was given. */
  readonly definition: string;
  readonly roleArn: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** None before the first update. */
  readonly revisionId: string | undefined;
  readonly loggingConfiguration: JsonObject;
  readonly tracingConfiguration: JsonObject;
}

/** Whether one may be taken for the other, whoever they run as. */
export const same = (a: StateMachine, b: StateMachine) => a.type === b.type && equal(comparable(a), comparable(b));

const comparable = ({ definition, loggingConfiguration, tracingConfiguration }: StateMachine): Json => [
  JSON.parse(definition),
  loggingConfiguration,
  tracingConfiguration,
];

/** What the child executions of one of its distributed Maps run, by the label or the name of that Map. */
export function labelled(whole: StateMachine, label: string): StateMachine & { readonly label: string } {
  const maps = [...statesOf(whole.machine)].flatMap(({ name, state }) =>
    state.Type === 'Map' && (state.Label ?? name) === label ? (state.ItemProcessor ?? state.Iterator ?? []) : [],
  );
  const machine = maps[0] ?? whole.machine;
  const own = { arn: `${whole.arn}/${label}`, name: `${whole.name}/${label}` };
  return { ...whole, ...own, machine, definition: JSON.stringify(machine), label };
}

/** What is read of a definition is read again. */
export const unread = ({ machine: _read, ...rest }: StateMachine) => rest;

/** A machine as it is kept, read again. */
export const keptMachine = z
  .object({
    arn: z.string(),
    name: z.string(),
    type: z.enum(['STANDARD', 'EXPRESS']),
    definition: z.string(),
    roleArn: z.string(),
    createdAt: z.coerce.date(),
    updatedAt: z.coerce.date(),
    revisionId: z.string().optional(),
    loggingConfiguration: z.record(z.string(), json),
    tracingConfiguration: z.record(z.string(), json),
  })
  .transform((kept): StateMachine => {
    const read = shaped(JSON.parse(kept.definition));
    if ('problems' in read) throw invalidDefinition(`${kept.name}: ${read.problems.join('; ')}`);
    return { ...kept, revisionId: kept.revisionId, machine: read.machine };
  });
