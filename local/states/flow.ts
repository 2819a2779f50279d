import type { Language } from './definition.ts';
import type { Json, JsonObject } from './json.ts';

/** What a state leaves behind: its output, and the variables that it assigns. */
export interface Left {
  readonly output: Json;
  readonly assigned: JsonObject;
}

/** What a state comes to, and the state after it; none where the machine ends. */
export interface Done extends Left {
  readonly next: string | undefined;
}

interface ErrorOutput {
  readonly Error: string | null;
  readonly Cause: string | null;
}

/** What a rule of Choice, or a Catch, says of what it leaves. */
interface Leaving {
  readonly Assign?: JsonObject | undefined;
  readonly Output?: Json | undefined;
  readonly ResultPath?: string | null | undefined;
}

/** Fields that a state may say as a number, as `<name>Path`, or as an expression. */
export type CountField =
  | 'TimeoutSeconds'
  | 'HeartbeatSeconds'
  | 'MaxConcurrency'
  | 'ToleratedFailureCount'
  | 'ToleratedFailurePercentage'
  | 'MaxItems'
  | 'MaxItemsPerBatch'
  | 'MaxInputBytesPerBatch'
  | 'Seconds';

/** How data goes through one state, in the language that the state speaks. */
export interface Flow {
  readonly language: Language;
  /** What the work is asked with. */
  argument(): Promise<Json>;
  /** What a finished state leaves. */
  leave(result: Json): Promise<Left>;
  /** What is left by a rule of Choice that holds, or by a Catch. */
  leaveBy(rule: Leaving, error?: ErrorOutput): Promise<Left>;
  /** A number that a part of the state says; undefined where it says none. */
  count(part: Readonly<Record<string, unknown>>, field: CountField): Promise<number | undefined>;
  /** A text that a part of the state says. */
  text(part: Readonly<Record<string, unknown>>, field: string): Promise<string | undefined>;
  /** A template of the state, filled; `more` is what its context object has beside. */
  filled(template: Json, field: string, more?: JsonObject): Promise<Json>;
  /** What a Map goes through, where no reader reads it. */
  items(): Promise<Json>;
  /** Whether a rule of Choice holds. */
  holds(rule: Readonly<Record<string, unknown>>): Promise<boolean>;
}
