import type { Ended } from '../ending.ts';
import { type ExecutionOptions, execute } from '../execution.ts';
import type { HistoryEvent } from '../history.ts';
import type { JournalEntries } from '../journal.ts';
import type { Json } from '../json.ts';
import type { World } from '../world.ts';
import type { StateMachine } from './machines.ts';

/** One run of a state machine. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly input: Json;
  readonly startedAt: Date;
  /** How often it was taken up again. */
  readonly redrives: number;
  /** When last. */
  readonly redrivenAt: Date | undefined;
  readonly events: readonly HistoryEvent[];
  readonly end: (Ended & { readonly at: Date }) | undefined;
}

/** What an execution is from its start. */
export interface Start extends Pick<Execution, 'arn' | 'name' | 'input' | 'startedAt'> {
  /** As it was then. */
  readonly stateMachine: StateMachine;
}

/** An execution, as it goes on. */
export class Running {
  readonly start: Start;
  readonly events: HistoryEvent[] = [];
  journal: JournalEntries | undefined;
  redrives = 0;
  redrivenAt: Date | undefined;
  stop = new AbortController();
  end: Execution['end'];

  constructor(start: Start) {
    this.start = start;
  }

  /** As it is now. */
  told(): Execution {
    const { arn, name, input, startedAt, stateMachine } = this.start;
    const { redrives, redrivenAt, events, end } = this;
    return { arn, name, stateMachineArn: stateMachine.arn, input, startedAt, redrives, redrivenAt, events, end };
  }

  /** Begins anew where it has failed. */
  redrive(at: Date): void {
    this.redrives += 1;
    this.redrivenAt = at;
    this.stop = new AbortController();
    this.end = undefined;
  }

  /** Goes on to the end. */
  async run(world: World, { sync = false, hear }: Pick<ExecutionOptions, 'sync' | 'hear'>): Promise<void> {
    const { arn, name, input, stateMachine } = this.start;
    const { journal, redrives } = this;
    const options: ExecutionOptions = {
      type: stateMachine.type,
      sync,
      context: {
        Execution: { Id: arn, Name: name, RoleArn: stateMachine.roleArn },
        StateMachine: { Id: stateMachine.arn, Name: stateMachine.name },
      },
      signal: this.stop.signal,
      hear: (event) => {
        this.events.push(event);
        hear?.(event);
      },
      ...(journal && { redrive: { history: this.events, journal, count: redrives } }),
    };
    const { history: _heard, journal: kept, ...end } = await execute(stateMachine.machine, input, options, world);
    this.journal = kept;
    this.end = { ...end, at: world.clock.now() };
  }
}

const day = 24 * 60 * 60 * 1000;

/** Why it cannot be taken up again, in the words of AWS: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function redriveProblem({ end, events, startedAt }: Execution, now: Date): string | undefined {
  const since = (date: Date) => now.getTime() - date.getTime();
  if (!end || end.status === 'SUCCEEDED') return `Execution is ${end?.status ?? 'RUNNING'} and cannot be redriven`;
  if (events.length >= 24_999) return 'Execution history event limit exceeded';
  if (since(startedAt) > 365 * day) return 'Execution has exceeded the max execution time';
  return since(end.at) > 14 * day ? 'Execution redrivable period exceeded' : undefined;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html: 90 days after its end, a name is free. */
export const holdsName = ({ end }: Running, now: Date): boolean =>
  end === undefined || now.getTime() - end.at.getTime() <= 90 * day;
