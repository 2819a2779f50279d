/**
 * What ends a state, unless Retry or Catch takes it: an error's name and its cause, either of which a service may leave
 * out. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly error: string | undefined;
  override readonly cause: string | undefined;

  constructor(error: string | undefined, cause?: string) {
    super([error, cause].filter(Boolean).join(': '));
    this.error = error;
    this.cause = cause;
  }
}

/** A task that was silent for too long: told as any time-out, and taken by States.HeartbeatTimeout too. */
export class HeartbeatTimeout extends Failure {
  constructor() {
    super('States.Timeout');
  }
}

/** What a state comes to is more than an execution carries; `what` is the state, or the resource that it has called. */
export const tooLarge = (what: string) =>
  new Failure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );

/** A failure of the definition in the face of the data: the state that it is in tells itself before the cause. */
export class Misstep extends Failure {
  override readonly name = 'Misstep';
  /** The field whose expression it was. */
  readonly location: string | undefined;

  constructor(error: string, cause: string, location?: string) {
    super(error, cause);
    this.location = location;
  }
}

/** A path, a number or a time cannot be had: no Retry and no Catch takes it. */
export const runtimeError = (what: string) => new Misstep('States.Runtime', what);

/** A JSONata expression does not give what its field needs. */
export const queryError = (expression: string, field: string, what: string) =>
  new Misstep(
    'States.QueryEvaluationError',
    `The JSONata expression '${expression}' specified for the field '${field}' ${what}`,
    field,
  );

/** The execution is over, or a neighbour has failed: whatever goes on stops. Whoever stopped the execution may say why. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly error: string | undefined;
  override readonly cause: string | undefined;

  constructor(error?: string, cause?: string) {
    super('Stopped');
    this.error = error;
    this.cause = cause;
  }
}

/** The bytes that an input, an output or a result must not pass: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const mostBytes = 262_144;
