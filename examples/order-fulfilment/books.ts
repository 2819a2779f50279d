import { z } from 'zod';
import type { Stack } from '../../local/stack/stack.ts';

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const count = z.object({ N: z.coerce.number() }).transform(({ N }) => N);
const product = z.object({ productId: text, onShelf: count });
const order = z.object({
  orderId: text,
  status: text,
  cents: count,
  pieces: z.object({ M: z.record(z.string(), count) }).transform(({ M }) => M),
});
const shipment = z.object({ orderId: text, status: text });
const payment = z.object({ orderId: text, status: text, cents: count.default(0) });

/** What the tables of the example say, read while nothing is under way. */
export async function booksOf(stack: Stack) {
  const rows = async <Row>(id: string, row: z.ZodType<Row>): Promise<Row[]> => {
    const { Items } = await stack.ask('dynamodb', 'scan', { TableName: await stack.refOf(id), ConsistentRead: true });
    return z.array(row).parse(Items);
  };
  const shipments = await rows('Shipments', shipment);
  const payments = await rows('Payments', payment);
  const orders = (await rows('Orders', order)).map((one) => ({
    ...one,
    isShipped: shipments.some(({ orderId, status }) => orderId === one.orderId && status === 'SHIPPED'),
    charged: payments.find(({ orderId, status }) => orderId === one.orderId && status === 'CHARGED')?.cents ?? 0,
  }));
  const shelf = Object.fromEntries((await rows('Products', product)).map((one) => [one.productId, one.onShelf]));
  return { orders, shelf };
}

const keys = {
  Products: z.object({ productId: z.json() }),
  Orders: z.object({ orderId: z.json() }),
  Shipments: z.object({ orderId: z.json() }),
  Payments: z.object({ orderId: z.json() }),
};

/** Empties the tables. */
export async function emptyBooks(stack: Stack): Promise<void> {
  for (const [id, key] of Object.entries(keys)) {
    const TableName = await stack.refOf(id);
    const { Items } = await stack.ask('dynamodb', 'scan', { TableName });
    for (const Key of z.array(key).parse(Items)) await stack.ask('dynamodb', 'deleteItem', { TableName, Key });
  }
}

/**
 * What does not add up, a sentence each, where there was so much on the shelf: pieces on it and pieces shipped are those
 * that there were, money is that of orders that are shipped, and nothing is reserved, but for orders that are open.
 */
export async function discrepancies(
  stack: Stack,
  start: Readonly<Record<string, number>>,
  open: readonly string[] = [],
): Promise<string[]> {
  const { orders, shelf } = await booksOf(stack);
  const away = orders.filter(({ isShipped, status }) => isShipped || status === 'RESERVED');
  const lost = Object.entries(start).flatMap(([id, pieces]) => {
    const left = shelf[id] ?? 0;
    const gone = away.reduce((sum, one) => sum + (one.pieces[id] ?? 0), 0);
    return left >= 0 && left + gone === pieces ? [] : [`${id}: ${left} left and ${gone} gone of ${pieces}`];
  });
  const wrong = orders.flatMap(({ orderId, status, isShipped, charged, cents }) => {
    if (open.includes(orderId)) return [];
    const due = isShipped ? cents : 0;
    return [
      ...(charged === due ? [] : [`${orderId}: ${charged} charged, and ${due} due`]),
      ...((status === 'SHIPPED') === isShipped && status !== 'RESERVED' ? [] : [`${orderId}: left ${status}`]),
    ];
  });
  return [...lost, ...wrong];
}
