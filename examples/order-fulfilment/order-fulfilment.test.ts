import { machineOf, readDefinition } from '../../local/definition.ts';
import { sqsEvent } from '../../local/events.ts';
import { type Stack, startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import { Failure } from '../../local/states/failure.ts';
import type { Functions } from '../../local/states/integrations/lambda.ts';
import type { JsonObject } from '../../local/states/json.ts';
import { isTask, statesOf } from '../../local/states/walk.ts';
import { booksOf, discrepancies, emptyBooks } from './books.ts';

/** What goes wrong with a state, or a function, before its work or after it, so often. */
interface Fault {
  readonly of: string;
  readonly when: 'before' | 'after';
  times: number;
  readonly error?: Failure;
}
let fault: Fault | undefined;
/** What was called at all. */
const called = new Set<string>();

async function faulty<Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> {
  called.add(name);
  const hit = fault;
  if (hit?.of !== name || hit.times-- <= 0) return work();
  if (hit.when === 'after') await work().catch(() => undefined); // whatever was answered is lost
  throw hit.error ?? new Failure('Outage', 'on purpose');
}

let stack: Stack;
let functions: Functions;
beforeAll(async () => {
  stack = await startStack({
    example: 'order-fulfilment',
    clock: realClock(() => 0),
    tasks: (tasks) => (call) => faulty(call.state, () => tasks(call)),
    functions: (code) => {
      functions = code;
      const { carrier } = code;
      return { ...code, carrier: (event) => faulty('carrier', async () => carrier?.(event)) };
    },
  });
});
afterAll(() => stack.stop());

/** What was put on the shelf, by product. */
let start: Record<string, number>;
let last = 0;
beforeEach(async () => {
  await emptyBooks(stack);
  start = {};
  fault = undefined;
  called.clear();
});
afterEach(async () => {
  expect(await discrepancies(stack, start)).toEqual([]);
});

/** A product of its own for a test. */
async function shelf(pieces: number, lowAt = 0): Promise<string> {
  const productId = `product-${++last}`;
  const Item = { productId: { S: productId }, onShelf: { N: `${pieces}` }, lowAt: { N: `${lowAt}` } };
  await stack.ask('dynamodb', 'putItem', { TableName: await stack.refOf('Products'), Item });
  start[productId] = pieces;
  return productId;
}

const line = (productId: string, pieces = 1, cents = 500): JsonObject => ({ productId, pieces, cents });

const orderOf = (lines: JsonObject[], { city = 'London', ...more }: JsonObject = {}) => ({
  orderId: `order-${++last}`,
  card: 'tok_visa',
  address: { city },
  lines,
  ...more,
});

/** How an order ends: its status and the reason, or the error that the execution ends with. */
async function ended(order: JsonObject) {
  const { end } = await stack.run('OrderFulfilment', order);
  if (end?.status !== 'FAILED') return JSON.parse(JSON.stringify(end?.status === 'SUCCEEDED' ? end.output : end));
  return { orderId: order.orderId, error: end.error, cause: end.cause };
}

const left = async (productId: string) => (await booksOf(stack)).shelf[productId];
const undo = ({ orderId }: { orderId: string }) => ended({ orderId, undo: true });

describe('an order', () => {
  it('is paid and shipped, lines of one product together', async () => {
    const [mug, lamp] = [await shelf(10), await shelf(5)];
    const order = orderOf([line(mug, 2), line(lamp, 1, 8900), line(mug, 3)]);
    expect(await ended(order)).toEqual({ orderId: order.orderId, status: 'SHIPPED' });
    expect([await left(mug), await left(lamp)]).toEqual([5, 4]);
    const { orders } = await booksOf(stack);
    expect(orders.find(({ orderId }) => orderId === order.orderId)).toMatchObject({
      status: 'SHIPPED',
      charged: 11_400,
      isShipped: true,
    });
  });

  it.each([
    ['no lines', { lines: [] }],
    ['more lines than a transaction takes', { lines: Array.from({ length: 100 }, () => line('mug')) }],
    ['less than a piece', { lines: [line('mug', -2)] }],
    ['half a piece', { lines: [line('mug', 0.5)] }],
    ['a price below nothing', { lines: [line('mug', 1, -1)] }],
    ['a line without a product', { lines: [line('mug'), { pieces: 1, cents: 1 }] }],
    ['no card', { card: null }],
    ['no address', { address: null }],
    ['no id', { orderId: null }],
  ])('with %s is none', async (_what, wrong) => {
    expect(await ended({ ...orderOf([line('mug')]), ...wrong })).toMatchObject({ error: 'InvalidOrder' });
    expect([...called]).toEqual([]);
  });

  it('is done once, whoever starts it again', async () => {
    const mug = await shelf(10);
    const order = orderOf([line(mug)]);
    const ends = await Promise.all([ended(order), ended(order), ended(order)]);
    expect(ends.filter(({ status }) => status === 'SHIPPED')).toHaveLength(1);
    expect(ends.filter(({ error }) => error === 'KnownOrder')).toHaveLength(2);
    expect(await left(mug)).toBe(9);
  });
});

it('goes on where it failed, before anything was taken', async () => {
  const mug = await shelf(10);
  fault = { of: 'RecordOrder', when: 'after', times: Number.POSITIVE_INFINITY };
  const { arn, end } = await stack.run('OrderFulfilment', orderOf([line(mug)]));
  expect(end).toMatchObject({ status: 'FAILED', error: 'Outage' });
  fault = undefined;
  stack.executions.redrive(arn);
  await stack.executions.settled();
  expect(stack.executions.find(arn).end).toMatchObject({ status: 'SUCCEEDED', output: { status: 'SHIPPED' } });
  expect(await left(mug)).toBe(9);
});

describe('orders for the same products', () => {
  it('are fifty at once for ten pieces: ten are shipped, forty are refused, none is left', async () => {
    const mug = await shelf(10);
    const ends = await Promise.all(Array.from({ length: 50 }, () => ended(orderOf([line(mug)]))));
    expect(ends.filter(({ status }) => status === 'SHIPPED')).toHaveLength(10);
    expect(ends.filter(({ status, reason }) => status === 'CANCELLED' && reason === 'OutOfStock')).toHaveLength(40);
    expect(await left(mug)).toBe(0);
  });

  it('take nothing of the one product where the other is out of stock', async () => {
    const [mug, lamp] = [await shelf(10), await shelf(1)];
    expect(await ended(orderOf([line(mug, 2), line(lamp, 2)]))).toMatchObject({ reason: 'OutOfStock' });
    expect(await ended(orderOf([line(mug, 2), line('unheard of')]))).toMatchObject({ reason: 'OutOfStock' });
    expect([await left(mug), await left(lamp)]).toEqual([10, 1]);
  });

  const conflict = 'Transaction cancelled, please refer cancellation reasons [None, TransactionConflict]';
  const error = new Failure('DynamoDb.TransactionCanceledException', conflict);

  it('are tried again where they meet', async () => {
    const mug = await shelf(10);
    fault = { of: 'ReserveStock', when: 'before', times: 5, error };
    expect(await ended(orderOf([line(mug)]))).toMatchObject({ status: 'SHIPPED' });
  });

  it('are given up where they meet for ever', async () => {
    const mug = await shelf(10);
    fault = { of: 'ReserveStock', when: 'before', times: 1000, error };
    expect(await ended(orderOf([line(mug)]))).toMatchObject({ error: 'TooManyOrders' });
    expect(await left(mug)).toBe(10);
  });
});

describe('what is refused is undone', () => {
  it.each([
    ['CardDeclined', { card: 'tok_declined' }],
    ['AddressUnknown', { city: 'Atlantis' }],
    ['CarrierSilent', { city: 'Bermuda', carrierSeconds: 1 }],
  ])('%s', async (reason, more) => {
    const mug = await shelf(10);
    expect(await ended(orderOf([line(mug, 3)], more))).toMatchObject({ status: 'CANCELLED', reason });
    expect(await left(mug)).toBe(10);
  });
});

describe('a carrier', () => {
  /** Has the carrier read a request whose answer nobody waits for. */
  const reads = ({ orderId }: { orderId: string }) => {
    const Body = JSON.stringify({ orderId, address: { city: 'London' }, token: 'of a task that has ended' });
    return functions.carrier?.(sqsEvent([{ Body }]));
  };
  const silent = { city: 'Bermuda', carrierSeconds: 1 };

  it('that reads a request after the order was given up does not ship it', async () => {
    const order = orderOf([line(await shelf(10))], silent);
    expect(await ended(order)).toMatchObject({ reason: 'CarrierSilent' });
    await reads(order);
    const { orders } = await booksOf(stack);
    expect(orders).toMatchObject([{ status: 'CANCELLED', isShipped: false, charged: 0 }]);
  });

  it('that has shipped an order and could not say so in time has shipped it', async () => {
    const order = orderOf([line(await shelf(10))], silent);
    const [end] = await Promise.all([ended(order), reads(order)]);
    expect(end).toMatchObject({ status: 'SHIPPED' });
  });

  it('that reads a request twice ships once', async () => {
    const order = orderOf([line(await shelf(10))]);
    await ended(order);
    await reads(order);
    expect((await booksOf(stack)).orders).toMatchObject([{ status: 'SHIPPED', isShipped: true }]);
  });

  it('that breaks down is asked again', async () => {
    fault = { of: 'carrier', when: 'before', times: 1 };
    expect(await ended(orderOf([line(await shelf(10))]))).toMatchObject({ status: 'SHIPPED' });
  });
});

describe('a provider', () => {
  it('charges an order once, however often it is asked', async () => {
    const order = orderOf([line(await shelf(10), 2)]);
    await ended(order);
    await functions.charge?.({ orderId: order.orderId, card: order.card, cents: 1000 });
    expect((await booksOf(stack)).orders).toMatchObject([{ charged: 1000 }]);
  });

  it('does not charge an order that is undone, however late it is asked', async () => {
    const order = orderOf([line(await shelf(10))], { city: 'Atlantis' });
    await ended(order);
    const asked = functions.charge?.({ orderId: order.orderId, card: order.card, cents: 500 });
    await expect(asked).rejects.toMatchObject({ name: 'PaymentRefunded' });
  });
});

describe('low stock', () => {
  it('is told once, by the order that leaves it low', async () => {
    const [mug, lamp] = [await shelf(10, 7), await shelf(10, 7)];
    await stack.mail();
    for (const pieces of [2, 1, 1]) await ended(orderOf([line(mug, pieces), line(lamp)]));
    const told = await stack.mail();
    expect(told).toEqual([
      { subject: `Low stock: ${mug}`, message: `Pieces of ${mug} that are left: 7` },
      { subject: `Low stock: ${lamp}`, message: `Pieces of ${lamp} that are left: 7` },
    ]);
  });
});

describe('undoing', () => {
  it('leaves what is shipped', async () => {
    const order = orderOf([line(await shelf(10))]);
    await ended(order);
    expect(await undo(order)).toMatchObject({ status: 'SHIPPED' });
  });

  it('gives nothing back twice', async () => {
    const mug = await shelf(10);
    const order = orderOf([line(mug, 4)], { city: 'Atlantis' });
    await ended(order);
    expect(await undo(order)).toMatchObject({ status: 'CANCELLED' });
    expect(await left(mug)).toBe(10);
  });

  it('refuses an order that is not known', async () => {
    expect(await undo({ orderId: 'unheard of' })).toMatchObject({ error: 'InvalidOrder' });
  });
});

const shipped = { status: 'SHIPPED' };
const refused = (reason: string) => ({ status: 'CANCELLED', reason });
const undone = { error: 'Outage', cause: expect.stringContaining('is cancelled, and all of it is given back') };
const stuck = { error: 'NeedsPerson', cause: expect.stringMatching(/^Order order-\d+ needs a person: /) };

interface Case {
  readonly order?: JsonObject;
  readonly pieces?: number;
  /** How it ends where the Task fails once. */
  readonly once: object;
  /** How it ends where the Task always fails. */
  readonly always: object;
}

const atlantis: Case = { order: { city: 'Atlantis' }, once: refused('AddressUnknown'), always: stuck };

/** Of every Task, an order that comes to it. */
const cases: Readonly<Record<string, Case>> = {
  RecordOrder: { once: shipped, always: { error: 'Outage' } },
  ReserveStock: { once: shipped, always: undone },
  ChargeCard: { once: shipped, always: undone },
  RequestShipment: { once: shipped, always: undone },
  CloseOrder: { once: shipped, always: stuck },
  FindLowStock: { once: shipped, always: shipped },
  MarkLow: { once: shipped, always: shipped },
  SendNotice: { once: shipped, always: shipped },
  CancelShipment: atlantis,
  RefundCard: atlantis,
  ReleaseStock: atlantis,
  CancelOrder: { pieces: 11, once: refused('OutOfStock'), always: stuck },
  FindOrder: { order: { undo: true }, once: shipped, always: { error: 'Outage' } },
};

it('fails on purpose in every Task', () => {
  const machine = machineOf(readDefinition('examples/order-fulfilment/order-fulfilment.asl.yaml'));
  const tasks = [...statesOf(machine)].filter(isTask).map(({ name }) => name);
  expect(Object.keys(cases).sort()).toEqual(tasks.sort());
});

describe.each(Object.entries(cases))('%s', (state, { order: more = {}, pieces = 8, once, always }) => {
  /** An order that comes to the state. */
  const prepared = async () => {
    const order = orderOf([line(await shelf(10, 5), pieces)], more);
    if (more.undo) await ended({ ...order, undo: false });
    called.clear();
    return order;
  };

  it.each(['before', 'after'] as const)('may fail once %s its work, and nobody notices', async (when) => {
    const order = await prepared();
    fault = { of: state, when, times: 1 };
    expect(await ended(order)).toEqual({ orderId: order.orderId, ...once });
    expect([...called]).toContain(state);
  });

  it.each(['before', 'after'] as const)('may always fail %s its work, and a person can make it good', async (when) => {
    const order = await prepared();
    fault = { of: state, when, times: Number.POSITIVE_INFINITY };
    const told = await ended(order);
    // Asked to ship, and told not to: whichever the carrier reads first.
    const isRace = state === 'RequestShipment' && when === 'after' && told.status === 'SHIPPED';
    expect(told).toMatchObject(isRace ? shipped : always);
    expect(await discrepancies(stack, start, told.error === 'NeedsPerson' ? [order.orderId] : [])).toEqual([]);
    fault = undefined;
    const isUnheardOf = state === 'RecordOrder' && when === 'before';
    expect(await undo(order)).toMatchObject(
      isUnheardOf ? { error: 'InvalidOrder' } : { status: expect.stringMatching('^(SHIPPED|CANCELLED)$') },
    );
  });
});
