import type { Picture } from '../../commands/diagram/flat.ts';
import type { Line } from '../../commands/logs/lines.ts';
import type { About } from './world.ts';

/** A run as it is written into a page that asks nobody for anything. */
export interface Recorded {
  readonly about: About;
  /** As DescribeExecution answered. */
  readonly execution: object;
  /** As GetExecutionHistory answered, the newest event last. */
  readonly events: readonly object[];
  readonly definition: string;
  readonly picture: Picture;
  readonly logs: readonly Line[];
  /** By key, what of the bucket the page reads. */
  readonly objects: Readonly<Record<string, string>>;
  /** The key of the folder that the page lies in; what is there can be opened from it. */
  readonly beside: string;
}
