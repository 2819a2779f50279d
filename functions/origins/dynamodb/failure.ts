import { z } from 'zod';
import { TributaryError } from '../../core/errors.ts';
import { unlessUnavailable } from '../../platform/unavailable.ts';
import { isThrottled } from './pace.ts';

interface Asked {
  readonly source: string;
  readonly table: string;
}

/** Runs a call to DynamoDB; a failure is thrown as SourceUnavailable or SourceRefused, and says what to do. */
export async function translated<Result>({ source, table }: Asked, call: () => Promise<Result>): Promise<Result> {
  const who = `${source}: DynamoDB (table ${table})`;
  try {
    return await unlessUnavailable('SourceUnavailable', who, call);
  } catch (error) {
    // Without their cause: a client's error holds the request, and that what signed it.
    throw translation(who, error) ?? error;
  }
}

function translation(who: string, error: unknown): TributaryError | undefined {
  const { name, message, $fault } = failure.parse(error);
  const is = (what: 'SourceUnavailable' | 'SourceRefused', why: string) => new TributaryError(what, `${who} ${why}`);
  if (isThrottled(error)) return is('SourceUnavailable', throttledToTheEnd);
  if (error instanceof TributaryError) return new TributaryError(error.name, message);
  if (expired.has(name)) return is('SourceUnavailable', 'refused: the credentials expired.');
  if (name === 'CredentialsProviderError' || $fault === 'client') {
    return is('SourceRefused', `refused: ${adviceFor(name, message)}`);
  }
  return undefined;
}

const failure = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  $fault: z.string().optional().catch(undefined),
});

const expired = new Set(['ExpiredTokenException', 'ExpiredToken']);

const throttledToTheEnd =
  'throttled every try. Give the table more read capacity, or read less of it a second: capacity in pipeline/sources/.';

/** What to do; the server's own words only where they tell of the request, and never of what signed it. */
function adviceFor(name: string, message: string): string {
  switch (name) {
    case 'ResourceNotFoundException':
      return 'there is no such table in this account and region. Create it, or correct its name in pipeline/sources/.';
    case 'ValidationException':
      return /consistent reads/i.test(message)
        ? 'a global secondary index has no consistent reads. Set consistent: false, or read a local index or the table.'
        : `${message}. Correct the index, the attributes or the window in pipeline/sources/.`;
    case 'AccessDeniedException':
      return `${message}. Allow it to the role of ingest: functions/ingest/function.yml.`;
    default:
      return `${name}. Look at the credentials and the permissions of the role of ingest.`;
  }
}
