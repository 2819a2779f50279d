import { setMaxListeners } from 'node:events';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { TributaryError } from '../core/errors.ts';
import { batchNameOf } from '../core/run.ts';
import { log, logger } from './log.ts';
import { type Measures, measure } from './metrics.ts';

/** Lambda kills a function at its timeout without a word; so long before, it is stopped with one. In milliseconds. */
const stoppedEarly = 5000;

/**
 * The one wrapper around every step: reads the event by its schema, hands it to the work, and logs where that fails.
 * Each line of the log says what is worked on. What it came to is followed as metrics, where it is told how.
 * Throws EventInvalid for an event of another shape, and OutOfTime before Lambda would kill the function: `stop` is
 * aborted then, so that what goes on in a function that Lambda wakes again does no harm. Errors of the work pass through
 * with their names; `failed` hears of them first.
 */
export const lambda = <Event extends z.ZodType, Result>(
  schema: Event,
  work: (event: z.infer<Event>, stop: AbortSignal) => Promise<Result>,
  measuresOf?: (result: Result, event: z.infer<Event>) => Measures,
  failed?: (event: z.infer<Event>, error: Error) => Promise<void>,
) =>
  middy<unknown, Result, Error, Context>({
    timeoutEarlyInMillis: stoppedEarly,
    timeoutEarlyResponse: () => {
      throw new TributaryError('OutOfTime', '');
    },
  })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .before(({ event, context }) => logger.appendKeys({ ...workedOn(event), step: stepOf(context) }))
    .onError(async (request) => {
      if (isOutOfTime(request.error)) request.error = outOfTime(request.event, request.context);
      const { name = 'Error', message = 'unknown' } = request.error ?? {};
      log.error('failed', { error: name, reason: message });
      const input = schema.safeParse(request.event);
      // What fails here too is not worth more than the error itself.
      if (input.success && request.error) await failed?.(input.data, request.error).catch(() => undefined);
    })
    .handler(async (event, context, { signal }) => {
      setMaxListeners(0, signal); // each call that is under way listens
      const input = read(schema, event);
      const result = await work(input, signal);
      if (measuresOf) measure(measuresOf(result, input), { ...workedOn(event), step: stepOf(context) });
      return result;
    });

function read<Event extends z.ZodType>(schema: Event, event: unknown): z.infer<Event> {
  const result = schema.safeParse(event);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`);
  throw new TributaryError('EventInvalid', `The event does not fit this step: ${problems.join('; ')}`);
}

const isOutOfTime = (error: unknown) => error instanceof TributaryError && error.name === 'OutOfTime';

/** The run, its batch and the source, where the event names them; an event of EventBridge names an execution, which is a run. */
function workedOn(event: unknown): { run?: string; batch?: string; source?: string } {
  const { run, ...more } = subjectSchema.safeParse(event).data ?? {};
  return run === undefined ? {} : { run, batch: batchNameOf(run), ...more };
}

const subjectSchema = z.union([
  z.object({ run: z.string(), source: z.string().optional() }),
  z.object({ detail: z.object({ name: z.string() }) }).transform(({ detail }) => ({ run: detail.name })),
]);

/** A function is called `<service>-<stage>-<step>`. */
const stepOf = ({ functionName }: Context) => functionName.replace(/^.*-/, '');

/** What it worked on, and what to do. */
function outOfTime(event: unknown, { functionName }: Context): TributaryError {
  const { source } = workedOn(event);
  return new TributaryError(
    'OutOfTime',
    `${functionName}${source ? ` of ${source}` : ''} did not end within the time that a function has, and was stopped. ` +
      'Where that comes again, deliver less at once, or give the function more memory, with which the CPU comes: memorySize in its function.yml.',
  );
}
