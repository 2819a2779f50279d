import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { unlessOver } from '../../bricks/callback.ts';
import { handlerOf } from '../../bricks/handler.ts';
import { stands } from '../rows.ts';

const request = z.object({ orderId: z.string(), address: z.looseObject({ city: z.string() }), token: z.string() });
type Request = z.infer<typeof request>;
const body = z.preprocess((text) => JSON.parse(String(text)), request);
const input = z.object({ Records: z.array(z.object({ body })) });

const sfn = new SFNClient();

export const handler = handlerOf(input, async ({ Records }) => {
  for (const one of Records) await ship(one.body);
});

async function ship({ orderId, address: { city }, token }: Request): Promise<void> {
  if (city === 'Bermuda') return; // where parcels get lost, and nobody ever says so
  if (city === 'Atlantis') return fail(token, 'AddressUnknown', 'No road leads to Atlantis');
  const trackingId = `TRACK-${orderId}`;
  const row = { orderId: { S: orderId }, status: { S: 'SHIPPED' }, trackingId: { S: trackingId } };
  // The shop may have given up by now: whoever writes first has decided.
  if (!(await stands(process.env.SHIPMENTS_TABLE, row))) {
    return fail(token, 'ShipmentCancelled', `Order ${orderId} is not to be shipped any more`);
  }
  const output = JSON.stringify({ orderId, trackingId });
  await unlessOver(() => sfn.send(new SendTaskSuccessCommand({ taskToken: token, output })));
}

const fail = (taskToken: string, error: string, cause: string) =>
  unlessOver(() => sfn.send(new SendTaskFailureCommand({ taskToken, error, cause })));
