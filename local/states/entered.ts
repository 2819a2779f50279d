import type { State } from './definition.ts';
import type { Flow } from './flow.ts';
import type { Frame } from './frame.ts';
import type { Json, JsonObject } from './json.ts';

/** One state that is entered, with what it sees. */
export interface Entered<Of extends State = State> {
  readonly name: string;
  readonly state: Of;
  readonly input: Json;
  readonly frame: Frame;
  /** So many states came before it in its machine. */
  readonly nth: number;
  readonly since: Date;
  /** Whether it was entered before, and not left. */
  readonly resumed: boolean;
  /** The way data goes after this many attempts, which the context object tells. */
  readonly flowAt: (retries: number, task?: JsonObject) => Flow;
  /** What is thrown in it, as whoever hears of it shall be told. */
  readonly told: (error: unknown) => unknown;
}
