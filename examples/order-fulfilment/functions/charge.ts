import { z } from 'zod';
import { handlerOf, Refused } from '../../bricks/handler.ts';
import { stands } from '../rows.ts';

const input = z.object({ orderId: z.string(), card: z.string(), cents: z.int().min(0) });

/** What providers give for tests, cards that are always refused among them: https://docs.stripe.com/testing#declined-payments */
const declined = 'tok_declined';

export const handler = handlerOf(input, async ({ orderId, card, cents }) => {
  if (card === declined) throw new Refused('CardDeclined', `The bank declines to pay for order ${orderId}`);
  const row = { orderId: { S: orderId }, status: { S: 'CHARGED' }, cents: { N: String(cents) } };
  // A call that was given up may come after the refund.
  if (!(await stands(process.env.PAYMENTS_TABLE, row))) {
    throw new Refused('PaymentRefunded', `Order ${orderId} is refunded, and is not charged again`);
  }
  return { orderId, cents };
});
