import { z } from 'zod';
import type { Operations } from '../states/service/json-server.ts';
import { Refusal } from '../states/service/refusal.ts';
import type { ExampleMachine, Examples } from './examples.ts';
import { startBy } from './start.ts';

const arns = z.union(
  ['stateMachineArn', 'executionArn', 'mapRunArn'].map((name) =>
    z.object({ [name]: z.string() }).transform((said) => said[name] ?? ''),
  ),
);
const listSchema = z.looseObject({ stateMachines: z.array(z.looseObject({})) });

/** The API of Step Functions for the machines of the pipeline and of all examples: each request is answered by who has the machine. */
export const withExamples = (operations: Operations, examples: Examples): Operations =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      async (request, signal) => {
        if (name === 'ListStateMachines') return listed(await operation(request, signal), examples);
        const machine = machineOf(request, examples);
        if (!machine) return operation(request, signal);
        if (name === 'DescribeStateMachine') return described(machine);
        return asked(await examples.urlOf(machine.example), { name, request, signal });
      },
    ]),
  );

function machineOf(request: unknown, examples: Examples): ExampleMachine | undefined {
  return examples.find(arns.safeParse(request).data ?? '');
}

/** Starts a machine of the pipeline or of an example with an input, or does what that input says. */
export const startWithExamples =
  (operations: Operations, examples: Examples): Operation =>
  async (request, signal) => {
    const machine = machineOf(request, examples);
    if (!machine) return startBy(operations, request, signal);
    return asked(await examples.urlOf(machine.example), { name: 'Start', request, signal });
  };

function listed(own: object, { machines }: Examples): object {
  const { stateMachines } = listSchema.parse(own);
  return { stateMachines: [...stateMachines, ...machines.map((one) => ({ ...about(one), creationDate: 0 }))] };
}

const about = ({ arn, name, type }: ExampleMachine) => ({ stateMachineArn: arn, name, type });

const described = (machine: ExampleMachine) => ({
  ...about(machine),
  definition: machine.definition,
  status: 'ACTIVE',
  creationDate: 0,
});

type Operation = Operations[string];

interface Asked {
  readonly name: string;
  readonly request: unknown;
  readonly signal: AbortSignal;
}

const refusalSchema = z.looseObject({ __type: z.string(), message: z.string() });

async function asked(url: string, { name, request, signal }: Asked): Promise<object> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${name}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request), signal });
  const body: unknown = await response.json();
  if (response.ok) return z.looseObject({}).parse(body);
  const { __type, message } = refusalSchema.parse(body);
  throw new Refusal(__type, message);
}
