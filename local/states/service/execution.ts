import type { Ended } from '../ending.ts';
import type { HistoryEvent } from '../history.ts';
import type { Json } from '../json.ts';

/** One run of a state machine. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly input: Json;
  readonly startedAt: Date;
  /** How often it was taken up again. */
  readonly redrives: number;
  /** When last. */
  readonly redrivenAt: Date | undefined;
  readonly events: readonly HistoryEvent[];
  readonly end: (Ended & { readonly at: Date }) | undefined;
  /** Of a child execution, the run of the Map that it is of, with how many items it has and whether it waits for a redrive. */
  readonly mapRun?: { readonly arn: string; readonly items: number; readonly waits: boolean };
}
