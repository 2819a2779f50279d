import { setMaxListeners } from 'node:events';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { TributaryError } from '../core/errors.ts';
import { log } from './log.ts';

/** Lambda kills a function at its timeout without a word; so long before, it is stopped with one. In milliseconds. */
const stoppedEarly = 5000;

/**
 * The one wrapper around every step: reads the event by its schema, hands it to the work, and logs the end.
 * Throws EventInvalid for an event of another shape, and OutOfTime before Lambda would kill the function: `stop` is
 * aborted then, so that what goes on in a function that Lambda wakes again does no harm. Errors of the work pass through
 * with their names.
 */
export const lambda = <Event extends z.ZodType, Result>(
  schema: Event,
  work: (event: z.infer<Event>, stop: AbortSignal) => Promise<Result>,
) =>
  middy<unknown, Result, Error, Context>({
    timeoutEarlyInMillis: stoppedEarly,
    timeoutEarlyResponse: () => {
      throw new TributaryError('OutOfTime', '');
    },
  })
    .onError((request) => {
      if (isOutOfTime(request.error)) request.error = outOfTime(request.event, request.context);
      const { name = 'Error', message = 'unknown' } = request.error ?? {};
      log('failed', { error: name, reason: message });
    })
    .handler(async (event, _context, { signal }) => {
      setMaxListeners(0, signal); // each call that is under way listens
      return work(read(schema, event), signal);
    });

function read<Event extends z.ZodType>(schema: Event, event: unknown): z.infer<Event> {
  const result = schema.safeParse(event);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`);
  throw new TributaryError('EventInvalid', `The event does not fit this step: ${problems.join('; ')}`);
}

const isOutOfTime = (error: unknown) => error instanceof TributaryError && error.name === 'OutOfTime';

const ofSource = z.object({ source: z.string() });

/** What it worked on, and what to do. */
function outOfTime(event: unknown, { functionName }: Context): TributaryError {
  const { source } = ofSource.safeParse(event).data ?? {};
  return new TributaryError(
    'OutOfTime',
    `${functionName}${source ? ` of ${source}` : ''} did not end within the time that a function has, and was stopped. ` +
      'Where that comes again, deliver less at once, or give the function more memory, with which the CPU comes: memorySize in its function.yml.',
  );
}
