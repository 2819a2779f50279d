import type { Picture } from '../../../commands/diagram/flat.ts';
import type { Execution, HistoryEvent } from './history.ts';
import type { Visit } from './visits.ts';

/** An execution with all that the API of Step Functions tells of it. */
export interface Run {
  readonly execution: Execution;
  readonly events: readonly HistoryEvent[];
  readonly visits: readonly Visit[];
  /** The state machine as it was when it began, as text. */
  readonly definition: string;
  readonly picture: Picture;
}

/** Held is how a run of the pipeline fails whose data is past its limits. */
export const heldBy = 'RunHeld';

/** How an execution stands, with a word for what is held. */
export const standingOf = ({ status, error }: Pick<Execution, 'status' | 'error'>): Execution['status'] | 'HELD' =>
  status === 'FAILED' && error === heldBy ? 'HELD' : status;
