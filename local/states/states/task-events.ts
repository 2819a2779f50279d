import type { TaskState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import type { Failure } from '../failure.ts';
import type { Frame } from '../frame.ts';
import type { Facts } from '../history.ts';
import { isObject, type Json } from '../json.ts';

/** What a Task asks with, and for how long it waits. */
export interface Asked {
  readonly input: Json;
  readonly credentials: Json | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** What is told and kept of one call of a Task; of one that was begun before, what is new alone. */
export class TaskEvents {
  readonly token: string;
  /** When it began, where that was before. */
  readonly begunAt: Date | undefined;
  readonly isActivity: boolean;
  /** What is called, in the words of AWS: a service, or whatever has an ARN of its own. */
  readonly called: string;
  readonly #about: Entered<TaskState>;
  readonly #at: Date;
  readonly #begunBy: number | undefined;
  readonly #kind: string;
  readonly #named: Named | undefined;
  #given: { readonly answer: Json } | undefined;

  constructor(about: Entered<TaskState>, resumed: boolean) {
    const { state, frame, nth } = about;
    const begun = resumed ? frame.journal.entered(frame.scope, nth)?.call : undefined;
    const { kind, named } = eventsOf(state.Resource);
    this.token = begun?.token ?? frame.world.uuid();
    this.begunAt = begun && new Date(begun.at);
    this.isActivity = kind === 'Activity';
    this.called = named?.resourceType ?? state.Resource;
    this.#about = about;
    this.#at = this.begunAt ?? frame.world.clock.now();
    this.#begunBy = begun?.event;
    this.#kind = kind;
    this.#named = named;
    this.#given = begun?.given;
  }

  /** What was answered at once, where whoever is to say how it ends has it. */
  get given(): { readonly answer: Json } | undefined {
    return this.#given;
  }

  begin(asked: Asked): void {
    const { way } = this.#about.frame;
    if (this.#begunBy !== undefined) {
      way.join(this.#begunBy);
      return;
    }
    way.record(`${this.#kind}Scheduled`, this.#scheduled(asked));
    if (!this.isActivity) way.record(`${this.#kind}Started`, this.#named);
    this.#keep();
  }

  /** Of a call that is answered at once, and whose end is told later. */
  submitted(answer: Json): void {
    if (isTold(this.#about.state.Resource)) this.#give('TaskSubmitted', { ...this.#named, output: answer }, answer);
  }

  /** Of work that a worker has begun with. */
  started(workerName: string | undefined): void {
    if (this.isActivity) this.#give('ActivityStarted', { workerName }, null);
  }

  failed({ error, cause }: Failure): void {
    const submitting = isTold(this.#about.state.Resource) && !this.#given;
    const ended = error === 'States.Timeout' ? 'TimedOut' : submitting ? 'SubmitFailed' : 'Failed';
    this.#about.frame.way.record(`${this.#kind}${ended}`, { ...this.#named, error, cause });
  }

  succeeded(output: Json): void {
    this.#about.frame.way.record(`${this.#kind}Succeeded`, { ...this.#named, output });
  }

  #scheduled({ input, credentials, timeoutSeconds, heartbeatSeconds }: Asked): Facts {
    const { state, frame } = this.#about;
    return {
      ...(this.#named
        ? { ...this.#named, parameters: input, region: regionOf(frame) }
        : { resource: state.Resource, input }),
      timeoutInSeconds: timeoutSeconds,
      heartbeatInSeconds: heartbeatSeconds,
      ...(credentials !== undefined && { taskCredentials: roleIn(credentials) }),
    };
  }

  #give(type: string, facts: Facts, answer: Json): void {
    if (this.#given) return;
    this.#about.frame.way.record(type, facts);
    this.#given = { answer };
    this.#keep();
  }

  #keep(): void {
    const { frame, nth } = this.#about;
    const call = { token: this.token, event: frame.way.last, at: this.#at.toISOString(), given: this.#given };
    frame.journal.note(frame.scope, nth, { call });
  }
}

const roleIn = (credentials: Json): Json =>
  isObject(credentials) ? { roleArn: credentials.RoleArn ?? null } : credentials;

const regionOf = ({ context: { StateMachine } }: Frame): string =>
  (isObject(StateMachine) ? String(StateMachine.Id) : '').split(':')[3] ?? '';

/** Whether the end of the work is told apart from the answer to the call. */
export const isTold = (resource: string): boolean => /\.(sync|sync:2|waitForTaskToken)$/.test(resource);

interface Named extends Facts {
  readonly resourceType: string;
  readonly resource: string;
}

/** The events of a call begin with what is called. https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
function eventsOf(resource: string): { readonly kind: string; readonly named: Named | undefined } {
  const [, service = '', action = ''] = /^arn:[^:]*:states:[^:]*:[^:]*:(.*?):([^:]*(?::2)?)$/.exec(resource) ?? [];
  if (/^arn:[^:]*:lambda:/.test(resource)) return { kind: 'LambdaFunction', named: undefined };
  if (service === '' || service === 'activity') return { kind: 'Activity', named: undefined };
  return { kind: 'Task', named: { resourceType: service, resource: action } };
}
