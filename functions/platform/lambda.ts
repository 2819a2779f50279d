import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import { TributaryError } from '../core/errors.ts';
import { log } from './log.ts';

/**
 * The one wrapper around every step: reads the event by its schema, hands it to the work, and logs the end.
 * Throws EventInvalid for an event of another shape; errors of the work pass through with their names.
 */
export const lambda = <Event extends z.ZodType, Result>(
  schema: Event,
  work: (event: z.infer<Event>) => Promise<Result>,
) =>
  middy<unknown, Result, Error, Context>()
    .onError(({ error }) => {
      log('failed', { error: error?.name ?? 'Error', reason: error?.message ?? 'unknown' });
    })
    .handler(async (event) => work(read(schema, event)));

function read<Event extends z.ZodType>(schema: Event, event: unknown): z.infer<Event> {
  const result = schema.safeParse(event);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`);
  throw new TributaryError('EventInvalid', `The event does not fit this step: ${problems.join('; ')}`);
}
