import { type ExecutionOptions, execute } from '../execution.ts';
import { Stopped } from '../failure.ts';
import type { HistoryEvent } from '../history.ts';
import { Journal, redriven } from '../journal.ts';
import type { World } from '../world.ts';
import type { Execution } from './execution.ts';
import { KeptMapRuns } from './map-runs.ts';
import type { Entry } from './record.ts';
import type { StateMachine } from './state-machine.ts';

/** What an execution is from its start. */
export interface Start extends Pick<Execution, 'arn' | 'name' | 'input' | 'startedAt'> {
  /** As it was then. */
  readonly stateMachine: StateMachine;
}

interface Heard extends Pick<ExecutionOptions, 'sync' | 'hear'> {
  readonly hearChild?: () => void;
}

/** An execution, as it goes on. */
export class Running {
  readonly start: Start;
  readonly events: HistoryEvent[] = [];
  readonly mapRuns = new KeptMapRuns();
  redrives = 0;
  redrivenAt: Date | undefined;
  /** By which whoever asked for the last redrive may ask again. */
  redriveToken: string | undefined;
  end: Execution['end'];
  /** Whether its end was told to whoever is told of ends. */
  endIsTold = false;
  readonly #note: (entry: Entry) => void;
  #journal: Journal;
  #stop = new AbortController();
  #goesOn: 'start' | 'redrive' | 'resume' = 'start';

  constructor(start: Start, note: (entry: Entry) => void) {
    this.start = start;
    this.#note = note;
    this.#journal = new Journal();
  }

  /** One that was begun by another process, by what is kept of it. */
  static restored([first, ...rest]: readonly Entry[], note: (entry: Entry) => void): Running {
    if (!first || !('start' in first)) throw new Error('The record of an execution begins with its start');
    const running = new Running(first.start, note);
    for (const entry of rest) running.#happened(entry);
    return running;
  }

  /** Whether nothing has happened since it was started, or taken up again. */
  get isNew(): boolean {
    return this.#goesOn !== 'resume';
  }

  /** The tokens of what is under way. */
  get tokens(): string[] {
    return Object.values(this.#journal.entries().open).flatMap(({ call }) => call?.token ?? []);
  }

  /** As it is now. */
  told(): Execution {
    const { arn, name, input, startedAt, stateMachine } = this.start;
    const { redrives, redrivenAt, events, end } = this;
    return { arn, name, stateMachineArn: stateMachine.arn, input, startedAt, redrives, redrivenAt, events, end };
  }

  /** Does what happens to it, so that it is kept. */
  happen(entry: Entry): void {
    this.#note(entry);
    this.#happened(entry);
  }

  /** Goes on to the end. */
  async run(world: World, { sync = false, hear, hearChild }: Heard): Promise<void> {
    const { arn, name, input, stateMachine } = this.start;
    const before = { history: [...this.events], journal: this.#journal.entries(), count: this.redrives };
    const options: ExecutionOptions = {
      type: stateMachine.type,
      sync,
      context: {
        Execution: { Id: arn, Name: name, RoleArn: stateMachine.roleArn },
        StateMachine: { Id: stateMachine.arn, Name: stateMachine.name },
      },
      signal: this.#stop.signal,
      hear: (event) => {
        this.happen({ event });
        hear?.(event);
      },
      note: (change) => this.happen({ change }),
      mapRuns: {
        child: (child) => this.mapRuns.child(child),
        change: (mapRun) => {
          this.happen({ mapRun });
          hearChild?.();
        },
      },
      ...(this.#goesOn !== 'start' && { [this.#goesOn]: before }),
    };
    const { history: _heard, journal: _noted, ...end } = await execute(stateMachine.machine, input, options, world);
    this.happen({ end: { ...end, at: world.clock.now() } });
  }

  #happened(entry: Entry): void {
    if ('event' in entry) this.#heard(entry.event);
    else if ('mapRun' in entry) this.mapRuns.change(entry.mapRun);
    else if ('change' in entry) this.#journal.change(entry.change);
    else if ('stop' in entry) this.#stop.abort(new Stopped(entry.stop.error, entry.stop.cause));
    else if ('end' in entry) this.end = entry.end;
    else if ('told' in entry) this.endIsTold = true;
    else if ('redrive' in entry) this.#redriven(entry.redrive.at, entry.redrive.token);
  }

  #heard(event: HistoryEvent): void {
    this.events.push(event);
    if (this.#goesOn === 'redrive') this.#journal = new Journal(redriven(this.#journal.entries(), event.timestamp));
    this.#goesOn = 'resume';
  }

  /** Begins anew where it has failed. */
  #redriven(at: Date, token: string | undefined): void {
    this.redriveToken = token;
    this.redrives += 1;
    this.redrivenAt = at;
    this.end = undefined;
    this.endIsTold = false;
    this.#stop = new AbortController();
    this.#goesOn = 'redrive';
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
