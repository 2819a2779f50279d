import type { Picture } from '../../commands/diagram/flat.ts';
import type { Line } from '../../commands/logs/lines.ts';
import type { About } from './world.ts';

/** An execution as the API of Step Functions told it. */
export interface RecordedExecution {
  /** As DescribeExecution answered. */
  readonly execution: object;
  /** As GetExecutionHistory answered, the newest event last. */
  readonly events: readonly object[];
}

/** The run of a distributed Map, with those of its child executions that are kept. */
interface RecordedMapRun {
  /** As DescribeMapRun answered. */
  readonly about: object;
  /** As ListExecutions answered. */
  readonly executions: readonly { readonly executionArn: string; readonly status: string }[];
}

/** A run as it is written into a page that asks nobody for anything. */
export interface Recorded extends RecordedExecution {
  readonly about: About;
  /** By their ARNs. */
  readonly mapRuns: Readonly<Record<string, RecordedMapRun>>;
  readonly children: Readonly<Record<string, RecordedExecution>>;
  /** By the ARNs of the executions that began with them. */
  readonly definitions: Readonly<Record<string, string>>;
  /** By their definitions. */
  readonly pictures: Readonly<Record<string, Picture>>;
  readonly logs: readonly Line[];
  /** By key, what of the bucket the page reads. */
  readonly objects: Readonly<Record<string, string>>;
  /** The key of the folder that the page lies in; what is there can be opened from it. */
  readonly beside: string;
}
