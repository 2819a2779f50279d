import { type ListedExecution, type ListedMachine, machinesSchema } from '../run/history.ts';
import { useLoaded } from './loaded.ts';
import { readRuns } from './read-run.ts';

/** The state machines that there are. */
export const useMachines = (): readonly ListedMachine[] =>
  useLoaded('machines', async (source) => machinesSchema.parse(await source.ask('ListStateMachines', {}))).value
    ?.stateMachines ?? [];

/** The executions of one, the newest first; none where the machine keeps none. */
export const useRuns = (machine: ListedMachine | undefined): readonly ListedExecution[] =>
  useLoaded(`${machine?.stateMachineArn} runs`, async (source) =>
    machine && machine.type === 'STANDARD' ? readRuns(machine.stateMachineArn, source) : [],
  ).value ?? [];
