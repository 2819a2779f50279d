/**
 * Every error that the pipeline throws on purpose, by the name that the state machine sees.
 * Step Functions matches Retry and Catch on `error.name`, so each name is a literal and stands here once.
 */
export const errorNames = [
  'PipelineInvalid',
  'EventInvalid',
  'InputInvalid',
  'InputTooLarge',
  'InputGone',
  'ManifestMissing',
  'SnapshotMissing',
  'RowsLost',
  'TableFailed',
  'SourceUnavailable',
  'OptionalSourceUnavailable',
  'OptionalSourceRefused',
  'SourceRefused',
  'SourceLate',
  'StoreUnavailable',
  'OutOfTime',
  'RunHeld',
] as const;

/** Errors that Lambda and Step Functions report by themselves, as far as the state machine names them. */
export const serviceErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  // How a function arrives that was killed: for its memory, for its time, or for a reason that nobody knows.
  'Runtime.ExitError',
  'Sandbox.Timedout',
  'Lambda.Unknown',
  'States.Timeout',
  'States.ItemReaderFailed',
  // How a query of Athena arrives that has failed, or was cancelled.
  'States.TaskFailed',
] as const;

export type ErrorName = (typeof errorNames)[number];

/** An error with a name from the list, a message that says what, where and what to do, and its cause. */
export class TributaryError extends Error {
  override readonly name: ErrorName;

  constructor(name: ErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}
