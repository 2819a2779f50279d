import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { TributaryError } from '../../functions/core/errors.ts';
import { lambda } from '../../functions/platform/lambda.ts';

const invoke = (handler: (event: unknown, context: Context) => Promise<unknown>, event: unknown) =>
  handler(event, {} as Context);
const schema = z.object({ run: z.string() });
const logged = jest.spyOn(console, 'info').mockImplementation(() => undefined);

beforeEach(() => logged.mockClear());

it('hands the work an event of the right shape', async () => {
  await expect(
    invoke(
      lambda(schema, async ({ run }) => `did ${run}`),
      { run: 'r1', more: true },
    ),
  ).resolves.toBe('did r1');
});

it('refuses an event of another shape, saying where it differs', async () => {
  await expect(
    invoke(
      lambda(schema, async () => 1),
      { run: 1 },
    ),
  ).rejects.toMatchObject({
    name: 'EventInvalid',
    message: expect.stringContaining('run:'),
  });
});

describe('an invocation whose time is nearly over', () => {
  const soonOver = { functionName: 'shop-dev-ingest', getRemainingTimeInMillis: () => 5001 } as Context;

  it.each([
    [{ run: 'r1', source: 'orders' }, 'shop-dev-ingest of orders did not end'],
    [{ run: 'r1' }, 'shop-dev-ingest did not end'],
  ])('is stopped with a word about what it worked on: %j', async (event, words) => {
    let stopped: AbortSignal | undefined;
    const endless = lambda(schema, (_, stop) => {
      stopped = stop;
      return new Promise(() => undefined);
    });
    await expect(endless(event, soonOver)).rejects.toMatchObject({
      name: 'OutOfTime',
      message: expect.stringContaining(words),
    });
    expect(stopped?.aborted).toBe(true);
    expect(logged).toHaveBeenCalledWith(expect.objectContaining({ error: 'OutOfTime' }));
  });
});

it('lets an error through by its name, and logs it', async () => {
  const failing = lambda(schema, async () => {
    throw new TributaryError('InputGone', 'a.csv is gone');
  });
  await expect(invoke(failing, { run: 'r1' })).rejects.toMatchObject({ name: 'InputGone' });
  expect(logged).toHaveBeenCalledWith({ message: 'failed', error: 'InputGone', reason: 'a.csv is gone' });
});
