import type { Json, JsonObject } from '../json.ts';

/** How a Task waits: https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html */
export type Pattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** A call of the service's own API. */
interface ApiCall {
  readonly action: string;
  readonly input: JsonObject;
}

/** Work that goes on after the service has answered. */
export interface Job {
  /** What tells how it stands, from the answer to its start. */
  look(started: JsonObject): ApiCall;
  /** What it came to, undefined while it goes on; throws a Failure where it failed. */
  ended(seen: JsonObject, pattern: Pattern): Json | undefined;
  /** What ends it where nobody waits for it any more. */
  stop(started: JsonObject): ApiCall;
}

/** What a Task can ask of a service. */
export interface Action {
  readonly patterns: readonly Pattern[];
  /** The parameters, with those that Step Functions adds. */
  asked?(input: JsonObject, uuid: () => string): JsonObject;
  /** Throws a Failure where an answer tells of one. */
  refused?(answer: JsonObject): void;
  /** Whether the answer tells nothing of the way that it came; most do. */
  readonly bare?: boolean;
  readonly job?: Job;
}

/** A service that Step Functions knows by itself: `arn:aws:states:::<service>:<action>`. */
export interface Integration {
  readonly service: string;
  /** Of its SDK client: `@aws-sdk/client-<api>`. */
  readonly api: string;
  /** Names in errors: what they begin with, how the service calls itself, and the error that has no name of its own. */
  readonly errors: { readonly prefix: string; readonly service: string; readonly other: string };
  readonly actions: Readonly<Record<string, Action>>;
}
