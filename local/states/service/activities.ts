import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { isActivity } from '../express.ts';
import { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { World } from '../world.ts';
import { arnIn, demandArn, demandName, type Home } from './arns.ts';
import type { Callbacks } from './callbacks.ts';
import { Refusal } from './refusal.ts';
import type { Store } from './store.ts';

const kept = z.object({ arn: z.string(), name: z.string(), createdAt: z.coerce.date() });
export type Activity = Readonly<z.infer<typeof kept>>;

type Call = Parameters<World['tasks']>[0];
type Worker = (call: Call) => void;

/** What a worker is given to do. */
interface Work {
  readonly token: string;
  readonly input: Json;
}

/** So long a worker waits for work: https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html */
const longestPoll = 60_000;

interface ActivitiesOptions {
  readonly home: Home;
  readonly clock: Clock;
  readonly callbacks: Callbacks;
  readonly store: Store;
}

const file = 'activities';

/** Work that workers ask for: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html */
export class Activities {
  readonly #options: ActivitiesOptions;
  readonly #all = new Map<string, Activity>();
  /** Each in the order in which they came: work that waits for a worker, or workers that wait for work. */
  readonly #work = new Map<string, Set<Call>>();
  readonly #workers = new Map<string, Set<Worker>>();

  constructor(options: ActivitiesOptions) {
    this.#options = options;
    for (const one of z.array(kept).parse(options.store.read(file) ?? [])) this.#all.set(one.arn, one);
  }

  /** Adds one; where one of that name is there, it is that one. */
  create(name: string): Activity {
    const arn = arnIn(this.#options.home, 'activity', demandName(name));
    const activity = this.#all.get(arn) ?? { arn, name, createdAt: this.#options.clock.now() };
    this.#all.set(arn, activity);
    this.#keep();
    return activity;
  }

  delete(arn: string): void {
    this.#all.delete(demandArn(arn, 'activity'));
    this.#keep();
  }

  find(arn: string): Activity {
    const found = this.#all.get(demandArn(arn, 'activity'));
    if (!found) throw new Refusal('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
    return found;
  }

  list(): Activity[] {
    return [...this.#all.values()];
  }

  /** The calls of a world, in which one of an activity waits for a worker. */
  around(tasks: World['tasks']): World['tasks'] {
    return async (call) => {
      if (!isActivity(call.resource)) return tasks(call);
      if (!this.#all.has(call.resource)) {
        throw new Failure('States.Runtime', `Activity Does Not Exist: '${call.resource}'`);
      }
      const answer = this.#options.callbacks.wait(call);
      if (!call.given) this.#offer(call);
      return answer;
    };
  }

  /** The work that has waited longest, or comes next; none where none comes in time. */
  async poll(arn: string, workerName: string | undefined, signal: AbortSignal): Promise<Work | undefined> {
    this.find(arn);
    if (signal.aborted) return undefined;
    const over = new AbortController();
    const call = await new Promise<Call | undefined>((resolve) => {
      const waits = queueOf(this.#workers, arn);
      const worker: Worker = (call) => {
        waits.delete(worker);
        over.abort();
        resolve(call);
      };
      waits.add(worker);
      const leave = () => {
        waits.delete(worker);
        resolve(undefined);
      };
      this.#options.clock.sleep(longestPoll, AbortSignal.any([signal, over.signal])).then(leave, leave);
      this.#meet(arn);
    });
    call?.started(workerName);
    return call && { token: call.token, input: call.input };
  }

  #keep(): void {
    this.#options.store.write(file, this.list());
  }

  #offer(call: Call): void {
    const queue = queueOf(this.#work, call.resource);
    queue.add(call);
    call.signal.addEventListener('abort', () => queue.delete(call), { once: true });
    this.#meet(call.resource);
  }

  /** Gives what waits to who waits. */
  #meet(arn: string): void {
    const queue = queueOf(this.#work, arn);
    const [[call], [worker]] = [queue, queueOf(this.#workers, arn)];
    if (!call || !worker) return;
    queue.delete(call);
    worker(call);
  }
}

function queueOf<T>(queues: Map<string, Set<T>>, arn: string): Set<T> {
  const queue = queues.get(arn) ?? new Set();
  queues.set(arn, queue);
  return queue;
}
