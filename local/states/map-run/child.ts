import { z } from 'zod';
import type { Machine } from '../definition.ts';
import { type Ended, ended } from '../ending.ts';
import { Variables } from '../expressions/scope.ts';
import type { Frame } from '../frame.ts';
import { History } from '../history.ts';
import { Journal } from '../journal.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { limits } from '../limits.ts';

/** A child execution, as its results are written: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
export const childSchema = z.object({
  ExecutionArn: z.string(),
  Name: z.string(),
  StateMachineArn: z.string(),
  Input: z.string(),
  InputDetails: z.object({ Included: z.literal(true) }),
  Status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  RedriveCount: z.int(),
  StartDate: z.string().optional(),
  StopDate: z.string().optional(),
  Output: z.string().optional(),
  OutputDetails: z.object({ Included: z.literal(true) }).optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
export type Child = z.infer<typeof childSchema>;

interface Parent {
  /** `StateMachine` and `Execution` of the context object. */
  readonly context: JsonObject;
  readonly label: string;
  readonly express: boolean;
  readonly redrives: number;
}

/** A child that has not begun. */
export function pending(name: string, input: Json, { context, label, express, redrives }: Parent): Child {
  const machineArn = String(isObject(context.StateMachine) ? context.StateMachine.Id : '');
  const own = `${machineArn}/${label}`;
  const ExecutionArn = express
    ? `${own.replace(':stateMachine:', ':express:')}:${name}:${name}`
    : `${own.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    ExecutionArn,
    Name: name,
    StateMachineArn: own,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Status: 'PENDING',
    RedriveCount: redrives,
  };
}

/** Runs it to its end, in a history of its own; the frame is that of its parent. */
export async function begun(child: Child, processor: Machine, frame: Frame): Promise<Child> {
  const { clock } = frame.world;
  const type = processor.ProcessorConfig?.ExecutionType ?? 'STANDARD';
  const StartDate = clock.now().toISOString();
  const input = z.json().parse(JSON.parse(child.Input));
  const end = await ended({ clock, signal: frame.signal, timeoutSeconds: limits[type].seconds }, (signal) =>
    frame.run(processor, input, {
      ...frame,
      signal,
      way: new History(clock.now, { type }).way(),
      language: processor.QueryLanguage ?? frame.language,
      variables: new Variables(),
      context: contextOf(child, { context: frame.context, StartDate, input }),
      journal: type === 'EXPRESS' ? new Journal() : frame.journal,
    }),
  );
  return { ...child, StartDate, StopDate: clock.now().toISOString(), ...said(end) };
}

function said(end: Ended): Pick<Child, 'Status' | 'Output' | 'OutputDetails' | 'Error' | 'Cause'> {
  if (end.status === 'SUCCEEDED') {
    return { Status: end.status, Output: JSON.stringify(end.output), OutputDetails: { Included: true } };
  }
  if (end.status !== 'FAILED') return { Status: end.status };
  const { error, cause } = end;
  return { Status: end.status, ...(error && { Error: error }), ...(cause && { Cause: cause }) };
}

interface Begin {
  readonly context: JsonObject;
  readonly StartDate: string;
  readonly input: Json;
}

/** What a child sees of itself; of its parent it sees nothing. */
const contextOf = (child: Child, { context: { Execution }, StartDate, input }: Begin): JsonObject => ({
  Execution: {
    ...(isObject(Execution) && Execution.RoleArn !== undefined && { RoleArn: Execution.RoleArn }),
    Id: child.ExecutionArn,
    Input: input,
    Name: child.Name,
    StartTime: StartDate,
    RedriveCount: child.RedriveCount,
  },
  StateMachine: { Id: child.StateMachineArn, Name: child.StateMachineArn.split(':').at(-1) ?? '' },
});
