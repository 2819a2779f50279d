import { messageOf } from '../../../functions/core/told.ts';
import { QueryFailed } from './engine.ts';

export type Work = (way: { readonly scan: (bytes: number) => void; readonly stop: AbortSignal }) => Promise<void>;

interface Started {
  readonly id: string;
  readonly asked: {
    readonly QueryString: string;
    readonly WorkGroup: string;
    readonly QueryExecutionContext: object;
    readonly output: string;
  };
  /** The bytes that it may scan. */
  readonly cutoff: number | undefined;
  readonly now: () => Date;
}

interface Status {
  readonly State: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly StateChangeReason?: string;
  readonly AthenaError?: object;
}

/** A query that is under way, or was: https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecution.html */
export class Execution {
  readonly #started: Started;
  readonly #began: number;
  readonly #stopper = new AbortController();
  #status: Status = { State: 'RUNNING' };
  #ended: number | undefined;
  #scanned = 0;

  constructor(started: Started, work: Work) {
    this.#started = started;
    this.#began = this.#now();
    void work({ scan: (bytes) => this.#scan(bytes), stop: this.#stopper.signal }).then(
      () => this.#end({ State: 'SUCCEEDED' }),
      (error: unknown) => this.#end(failed(error)),
    );
  }

  /** Stops what is still under way. */
  cancel(StateChangeReason = 'Query cancelled by user'): void {
    this.#end({ State: 'CANCELLED', StateChangeReason });
    this.#stopper.abort();
  }

  /** The execution, as the API tells it. */
  told(): object {
    const { id, asked } = this.#started;
    const { output, QueryString, WorkGroup, QueryExecutionContext } = asked;
    return {
      ...{ QueryExecutionId: id, Query: QueryString, StatementType: 'DML', WorkGroup, QueryExecutionContext },
      ResultConfiguration: { OutputLocation: output },
      Status: {
        ...this.#status,
        SubmissionDateTime: this.#began / 1000,
        ...(this.#ended !== undefined && { CompletionDateTime: this.#ended / 1000 }),
      },
      Statistics: {
        DataScannedInBytes: this.#scanned,
        EngineExecutionTimeInMillis: (this.#ended ?? this.#now()) - this.#began,
      },
    };
  }

  /** Athena cancels what scans too much: https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html */
  #scan(bytes: number) {
    this.#scanned += bytes;
    if (this.#scanned <= (this.#started.cutoff ?? Number.POSITIVE_INFINITY)) return;
    this.cancel('Bytes scanned limit was exceeded');
    this.#stopper.signal.throwIfAborted();
  }

  #end(status: Status) {
    if (this.#ended !== undefined) return;
    this.#status = status;
    this.#ended = this.#now();
  }

  #now() {
    return this.#started.now().getTime();
  }
}

/** The user is at fault, or Athena: https://docs.aws.amazon.com/athena/latest/ug/error-reference.html */
function failed(error: unknown): Status {
  const ErrorMessage = messageOf(error);
  const ErrorCategory = error instanceof QueryFailed ? 2 : 1;
  return {
    State: 'FAILED',
    StateChangeReason: ErrorMessage,
    AthenaError: { ErrorCategory, Retryable: false, ErrorMessage },
  };
}
