import { z } from 'zod';
import { TributaryError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { lookAgainSchema, type OpenMessage, openSchema, type Rerun, rerunSchema } from '../core/messages.ts';

/** A delivery of the queue, as Lambda gets it. */
export const deliverySchema = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Names the messages that the queue shall deliver again; all others are done. */
export interface DeliveryResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html; the key is raw, not URL-encoded. */
const objectSchema = <Type extends string>(type: Type) =>
  z.object({
    source: z.literal('aws.s3'),
    'detail-type': z.literal(type),
    detail: z.object({ object: z.object({ key: z.string() }) }),
  });

const messageSchema = jsonText(
  z.union([
    rerunSchema,
    openSchema,
    lookAgainSchema.transform(({ lookAgain }) => lookAgain),
    objectSchema('Object Created').transform(({ detail }) => ({ key: detail.object.key })),
    objectSchema('Object Deleted').transform(({ detail }) => ({ key: detail.object.key, removed: true as const })),
  ]),
);

/** A batch to look at again, the key of an object that came or went, a batch that is over, or a run to do again. */
type Message =
  | { readonly batch: string; readonly round: number }
  | { readonly key: string; readonly removed?: true }
  | OpenMessage
  | { readonly rerun: Rerun };

/** What a message says; throws EventInvalid for any that is none of ours. */
export function readMessage(body: string): Message {
  const message = messageSchema.safeParse(body).data;
  if (message) return message;
  throw new TributaryError(
    'EventInvalid',
    `A message is neither an S3 event of an object that came or went nor one of ours: ${body.slice(0, 200)}. ` +
      'It never gets better, so it goes to the dead-letter queue: find out who sent it, then delete it there.',
  );
}
