import { inspect } from 'node:util';
import { z } from 'zod';
import { aggregateShop, twoOrders } from '../aggregate/shop.ts';
import { preprocessed } from '../preprocess/orders.ts';
import { quoting } from '../world/quoting.ts';

it('tells no sensitive value where a rule fails on it, whatever function quotes it', async () => {
  const secret = 'sEcr3t-42x';
  for (const expression of await quoting(secret)) {
    const failure: unknown = await preprocessed({
      files: { 'a.csv': `id,s\n1,${secret}\n` },
      source: {
        row: z.object({ id: z.int(), s: z.string().meta({ sensitive: true }) }),
        rules: { good: 'id > 0', bad: `hash(${expression}) IS NOT NULL` },
      },
    }).catch((error: unknown) => error);
    const told = inspect(failure, { depth: 9, showHidden: true });
    expect({ expression, told }).toEqual({ expression, told: expect.stringContaining('The rule "bad" of orders') });
    expect({ expression, told }).toEqual({ expression, told: expect.not.stringContaining(secret) });
  }
});

it('tells no sensitive value where a table fails on it, whatever function quotes it', async () => {
  const secret = 'sEcr3t-42x';
  const clean = { ...twoOrders, customers: twoOrders.customers.replace('a@example.org', secret) };
  for (const expression of await quoting(secret)) {
    const sql = `SELECT hash(x)::VARCHAR AS x FROM (SELECT ${expression} AS x FROM (SELECT email AS s FROM customers)) ORDER BY x`;
    const failure: unknown = await aggregateShop([{ name: 'broken', sql }], { clean }).catch((error: unknown) => error);
    const told = inspect(failure, { depth: 9, showHidden: true });
    expect({ expression, told }).toEqual({
      expression,
      told: expect.stringContaining('pipeline/report/broken.sql: '),
    });
    expect({ expression, told }).toEqual({ expression, told: expect.not.stringContaining(secret) });
  }
});
