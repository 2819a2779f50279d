import { z } from 'zod';
import { keptEnd } from '../ending.ts';
import { keptEvent } from '../history.ts';
import { json } from '../json.ts';

const at = z.coerce.date();
const run = z.string();
/** The ARN of a child execution. */
const child = z.string();

/** A run of a distributed Map begins, or is taken up again. */
const begun = z.object({ run, execution: z.string(), label: z.string(), redrives: z.int(), at });
/** What is known once its items are read. */
const planned = z.object({
  run,
  /** How many each child execution has, in their order. */
  items: z.array(z.int()),
  maxConcurrency: z.number(),
  toleratedFailureCount: z.number(),
  toleratedFailurePercentage: z.number(),
});
const ended = z.object({
  run,
  status: z.enum(['SUCCEEDED', 'FAILED', 'ABORTED']),
  /** Whether its results were written to S3. */
  written: z.boolean(),
  at,
});
/** A child execution begins, or is taken up again. */
const childBegun = z.object({
  child,
  run,
  name: z.string(),
  stateMachine: z.string(),
  items: z.int(),
  input: json,
  redrives: z.int(),
  at,
});

/** One thing that happens to the run of a distributed Map, or to one of its child executions. */
export const mapRunChange = z.union([
  z.object({ begun }),
  z.object({ planned }),
  z.object({ ended }),
  z.object({ childBegun }),
  z.object({ childHeard: z.object({ child, event: keptEvent }) }),
  z.object({ childEnded: z.object({ child, end: keptEnd }) }),
]);
export type MapRunChange = z.infer<typeof mapRunChange>;

/** What was kept of a child execution that began before. */
export type KeptChild = Pick<z.infer<typeof childBegun>, 'redrives'> & {
  readonly startedAt: Date;
  readonly events: readonly z.infer<typeof keptEvent>[];
  readonly end: z.infer<typeof keptEnd> | undefined;
};

/** Whoever keeps the runs of the distributed Maps of an execution. */
export interface MapRuns {
  change(change: MapRunChange): void;
  /** Undefined where it has not begun before. */
  child(arn: string): KeptChild | undefined;
}

/** Keeps nothing. */
export const noMapRuns: MapRuns = { change: () => undefined, child: () => undefined };
