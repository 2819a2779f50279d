import type { Failure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';

/** How far data has come in a state, in the words of TestState. */
export type Step =
  | 'afterInputPath'
  | 'afterParameters'
  | 'afterArguments'
  | 'afterItemsPath'
  | 'result'
  | 'afterResultSelector'
  | 'afterResultPath';

/** Whoever wants to see what states do. */
export interface Watch {
  entered?(scope: string, name: string, input: Json): void;
  exited?(scope: string, name: string, output: Json, assigned: JsonObject): void;
  step?(step: Step, value: Json): void;
  /** A rule of Retry, by its place, takes a failure; what this throws is thrown instead. */
  retries?(rule: number, delaySeconds: number, failure: Failure): void;
  /** A rule of Retry would take a failure, and has been used up. */
  usedUp?(rule: number): void;
  /** As with Retry, a rule of Catch. */
  catches?(rule: number, failure: Failure): void;
}
