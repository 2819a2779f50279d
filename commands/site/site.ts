import type { Batch } from '../../functions/core/batch.ts';
import type { Rerun } from '../../functions/core/messages.ts';
import type { Bucket, HistoryEvent } from '../../functions/core/world.ts';
import type { Result } from '../../functions/publishing/latest.ts';
import type { Eraser } from './eraser.ts';
import type { Standing } from './standing.ts';

/** An execution of the state machine, which goes by the name of its run. */
export interface Execution {
  readonly run: string;
  /** In the words of Step Functions. */
  readonly status: string;
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** How a run ended; `lines` tell more, and what to do next where it is not published. */
export interface Ended {
  readonly run: string;
  readonly result: Result | 'failed' | 'not begun';
  readonly lines: readonly string[];
}

/** Makes runs. */
export interface Maker {
  /** How a batch stands, as start would judge it. */
  standingOf(batch: Batch): Promise<Standing>;
  /** Opens the batch, which is due; resolves when its run has ended. */
  open(batch: Batch, run: string): Promise<Ended>;
  /** Does a run again; resolves when that has ended. */
  rerun(rerun: Rerun): Promise<Ended>;
}

/** Where runs are made and kept: the bucket of this machine, or a deployed stage. Each command is written for both. */
export interface Site {
  /** What a command says of it: nothing on this machine, ` --stage prod` of a stage. */
  readonly flag: string;
  /** The fingerprint of the `pipeline/` that runs there. */
  readonly definition: string;
  readonly bucket: Pick<Bucket, 'list' | 'head' | 'read' | 'download'>;
  /** All that are still known, the newest first. */
  executions(): Promise<Execution[]>;
  execution(run: string): Promise<Execution | undefined>;
  /** The newest event first. */
  history(run: string): AsyncIterable<HistoryEvent>;
  /** Where the console of AWS shows the execution; undefined where it does not. */
  consoleOf(run: string): string | undefined;
  /** Where an object lies. */
  placeOf(key: string): string;
  /** What a browser opens. */
  linkTo(key: string): Promise<string>;
  /** Where whoever has a login reads an object of `reports/`; undefined where there is no site. */
  addressOf(key: string): string | undefined;
  /** Does the work with everything up that makes runs. */
  making<T>(asked: Making, work: (maker: Maker) => Promise<T>): Promise<T>;
  /** Does the work with what erases for good. */
  erasing<T>(work: (eraser: Eraser) => Promise<T>): Promise<T>;
}

export interface Making {
  /** Those whose files are uploaded first, on this machine. */
  readonly uploads: readonly string[];
  /** Nothing is made, so nothing has to be up that is read from. */
  readonly dryRun?: boolean;
}
