import type { State } from './definition.ts';
import type { Flow, Left } from './flow.ts';
import type { Frame } from './frame.ts';
import type { Json, JsonObject } from './json.ts';

/** What a state comes to, and the state after it; none where the machine ends. */
export interface Done extends Left {
  readonly next: string | undefined;
}

/** One state that is entered, with what it sees. */
export interface Entered<Of extends State = State> {
  readonly name: string;
  readonly state: Of;
  readonly input: Json;
  readonly frame: Frame;
  /** Whether an execution before had entered it, and not left it. */
  readonly resumed: boolean;
  readonly flow: Flow;
  /** The way data goes after this many attempts, which the context object tells. */
  readonly flowAt: (retries: number, task?: JsonObject) => Flow;
  /** What is thrown in it, as whoever hears of it shall be told. */
  readonly told: (error: unknown) => unknown;
}
