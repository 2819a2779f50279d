import { z } from 'zod';
import { type ErrorName, TributaryError } from '../core/errors.ts';

/** What a failed call of the network or of an AWS client looks like, as far as it tells whether trying again may help. */
const failureSchema = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  $retryable: z.unknown().optional(),
  $fault: z.string().optional().catch(undefined),
  $metadata: z
    .object({ httpStatusCode: z.number().optional(), attempts: z.number().optional() })
    .optional()
    .catch(undefined),
});
type Failure = z.infer<typeof failureSchema>;

const passing = new Set([
  'TimeoutError',
  'RequestTimeout',
  'AbortError',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'ConditionalRequestConflict',
  'OperationAborted',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/**
 * Runs the call; a failure that may pass (throttling, a cut connection, a server at fault) is thrown under the given
 * name, which the state machine retries. Every other error passes through as it is.
 */
export async function unlessUnavailable<T>(name: ErrorName, who: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const failure = failureSchema.safeParse(error).data;
    if (!failure || error instanceof TributaryError || !mayPass(failure)) throw error;
    throw new TributaryError(name, `${who} did not answer: ${failure.code ?? failure.name}: ${failure.message}`, {
      cause: error,
    });
  }
}

const mayPass = ({ name, code, $retryable, $fault, $metadata }: Failure) =>
  passing.has(name) ||
  passing.has(code ?? '') ||
  $retryable !== undefined ||
  $fault === 'server' ||
  ($metadata?.httpStatusCode ?? 0) >= 500 ||
  (isUnanswered($metadata) && name !== 'CredentialsProviderError');

/** The SDK hides the code of a connection that failed. */
const isUnanswered = (metadata: Failure['$metadata']) =>
  metadata?.attempts !== undefined && metadata.httpStatusCode === undefined;
