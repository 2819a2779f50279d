import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Stack, startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';

const folder = 'examples/order-fulfilment/inputs';

const ends: Readonly<Record<string, object>> = {
  default: { output: { status: 'SHIPPED' } },
  'low-stock': { output: { status: 'SHIPPED' } },
  'out-of-stock': { output: { status: 'CANCELLED', reason: 'OutOfStock' } },
  declined: { output: { status: 'CANCELLED', reason: 'CardDeclined' } },
  'address-unknown': { output: { status: 'CANCELLED', reason: 'AddressUnknown' } },
  'carrier-silent': { output: { status: 'CANCELLED', reason: 'CarrierSilent' } },
  invalid: { error: 'InvalidOrder' },
};

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ example: 'order-fulfilment', clock: realClock(() => 0) });
});
afterAll(() => stack.stop());

it('has an end for each input', () => {
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  expect(Object.keys(ends).sort()).toEqual(names.sort());
});

it.each(Object.entries(ends))('%s ends as the page says, with the rows of seed.json', async (name, end) => {
  const input = z.json().parse(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')));
  expect((await stack.run('OrderFulfilment', input)).end).toMatchObject(end);
  const low = { subject: 'Low stock: poster', message: expect.stringMatching(/^Pieces of poster that are left: \d$/) };
  expect(await stack.mail()).toEqual(name === 'low-stock' ? [low] : []);
});
