import type { Clock } from './clock.ts';
import type { Json } from './json.ts';

/** What a Task state asks of a service. */
interface Call {
  readonly state: string;
  /** The branch that the state runs in: `Map@2` in the third iteration of Map, joined with `/` where nested. */
  readonly scope: string;
  readonly resource: string;
  readonly input: Json;
  readonly credentials: Json | undefined;
  /** What a callback gives back. */
  readonly token: string;
  /** What was answered at once, where it was asked before, and whoever is to say how it ends has heard of it. */
  readonly given: { readonly answer: Json } | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Tells what the service answered at once, where the end of the work is told later. */
  readonly submitted: (output: Json) => void;
  /** Tells that a worker has begun with it, where it waits for one. */
  readonly started: (workerName: string | undefined) => void;
  /** Tells that the work goes on. */
  readonly beat: () => void;
  /** Aborted where nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Does a call; rejects with a Failure. */
type Tasks = (call: Call) => Promise<Json>;

/** One object of a listing, as ListObjectsV2 tells it. */
type Listed = Json;

/** Objects of S3, which a distributed Map reads and writes. */
export interface Objects {
  read(bucket: string, key: string): Promise<Uint8Array>;
  list(bucket: string, prefix: string | undefined): Promise<readonly Listed[]>;
  write(bucket: string, key: string, body: string): Promise<void>;
}

/** What of the world an execution needs. */
export interface World {
  readonly clock: Clock;
  readonly tasks: Tasks;
  readonly objects: Objects;
  /** From 0 up to 1, for jitter. */
  readonly random: () => number;
  readonly uuid: () => string;
}
