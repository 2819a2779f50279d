import { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { World } from '../world.ts';
import { Refusal } from './refusal.ts';

type Call = Parameters<World['tasks']>[0];

interface Waiting {
  readonly answer: Promise<Json>;
  readonly succeed: (output: Json) => void;
  readonly fail: (failure: Failure) => void;
  beat: () => void;
}

/** Tasks that wait for whoever has their token: https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token */
export class Callbacks {
  readonly #waiting = new Map<string, Waiting>();
  /** Tokens that were given away before anybody waits for the answer here. */
  readonly #expected = new Map<string, Waiting>();

  /** The calls of a world, in which one that asks for a callback is answered by it. */
  around(tasks: World['tasks']): World['tasks'] {
    return async (call) => {
      if (!call.resource.endsWith('.waitForTaskToken')) return tasks(call);
      const answer = this.wait(call);
      if (!call.given) call.submitted(await tasks(call));
      return answer;
    };
  }

  /** What the call's token is answered with; it may come before anybody waits for it. */
  wait({ token, beat, signal }: Pick<Call, 'token' | 'beat' | 'signal'>): Promise<Json> {
    const waiting = this.#expected.get(token) ?? this.#await(token);
    this.#expected.delete(token);
    waiting.beat = beat;
    signal.addEventListener('abort', () => this.#waiting.delete(token), { once: true });
    return waiting.answer;
  }

  /** From now on whoever has the token may answer, though the call that waits for it is yet to come. */
  expect(token: string): void {
    this.#expected.set(token, this.#await(token));
  }

  #await(token: string): Waiting {
    let [succeed, fail]: [(output: Json) => void, (failure: Failure) => void] = [() => undefined, () => undefined];
    const answer = new Promise<Json>((resolve, reject) => {
      [succeed, fail] = [resolve, reject];
    });
    answer.catch(() => undefined);
    const waiting = { answer, succeed, fail, beat: () => undefined };
    this.#waiting.set(token, waiting);
    return waiting;
  }

  succeed(token: string, output: Json): void {
    this.#take(token).succeed(output);
    this.#waiting.delete(token);
  }

  fail(token: string, error: string | undefined, cause: string | undefined): void {
    this.#take(token).fail(new Failure(error, cause));
    this.#waiting.delete(token);
  }

  beat(token: string): void {
    this.#take(token).beat();
  }

  #take(token: string): Waiting {
    const waiting = this.#waiting.get(token);
    if (!waiting) throw new Refusal('TaskTimedOut', 'Task Timed Out: no task waits with this token any more');
    return waiting;
  }
}
