import { z } from 'zod';
import type { Functions } from '../states/integrations/lambda.ts';
import { json } from '../states/json.ts';
import { type Lookup, resolved } from './intrinsics.ts';
import type { Source } from './pollers.ts';
import type { ServiceFile } from './service-file.ts';

/** https://www.serverless.com/framework/docs/providers/aws/events/sqs */
const sqs = z.strictObject({
  arn: json,
  batchSize: z.int().min(1).max(10).default(10),
  functionResponseType: z.literal('ReportBatchItemFailures').optional(),
});
const event = z.object({ sqs: sqs.optional() });

/** The queues whose messages functions of an example are called with; who hears of failures is told which function it was. */
export async function sourcesOf(
  { functions }: ServiceFile,
  { code, lookup }: { readonly code: Functions; readonly lookup: Lookup },
  failed: (name: string, error: unknown) => void,
): Promise<Source[]> {
  const sources = Object.entries(functions).flatMap(([name, { events }]) =>
    events.flatMap(async (said): Promise<Source[]> => {
      const source = event.parse(said).sqs;
      const call = code[name];
      if (!source || !call) return [];
      const queueArn = String(await resolved(source.arn, lookup));
      return [{ queueArn, batchSize: source.batchSize, call, failed: (error) => failed(name, error) }];
    }),
  );
  return (await Promise.all(sources)).flat();
}
