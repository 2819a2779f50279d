import { DeleteFunctionCommand, LambdaClient, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { prune } from '../../deployment/prune.ts';

const lambda = mockClient(LambdaClient);
const now = new Date('2025-03-31T00:00:00Z');

/** Versions that were made so many days ago, the newest last; gives those that are deleted. */
async function deletedOf(...daysAgo: number[]): Promise<unknown[]> {
  lambda.reset();
  const made = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString().replace('Z', '+0000');
  const Versions = daysAgo.map((days, at) => ({ Version: String(at + 1), LastModified: made(days) }));
  const all = [{ Version: '$LATEST', LastModified: made(0) }, ...Versions];
  lambda.on(ListVersionsByFunctionCommand).resolvesOnce({ Versions: all.slice(0, 2), NextMarker: 'more' });
  lambda.on(ListVersionsByFunctionCommand, { Marker: 'more' }).resolves({ Versions: all.slice(2) });
  lambda.on(DeleteFunctionCommand).resolves({});
  await prune('shop-dev-ingest', new LambdaClient({ region: 'eu-central-1' }), now);
  return lambda.commandCalls(DeleteFunctionCommand).map(({ args: [{ input }] }) => input);
}

it('deletes what another version took the place of longer ago than a redrive can need it', async () => {
  expect(await deletedOf(90, 40, 16, 14, 1)).toEqual([
    { FunctionName: 'shop-dev-ingest', Qualifier: '1' },
    { FunctionName: 'shop-dev-ingest', Qualifier: '2' },
  ]);
});

it('keeps an old version that was in use until lately, and the newest, however old', async () => {
  expect(await deletedOf(400, 2)).toEqual([]);
  expect(await deletedOf(400)).toEqual([]);
});

it('knows version 10 to be newer than version 9', async () => {
  expect(await deletedOf(20, 20, 20, 20, 20, 20, 20, 20, 20, 14)).not.toContainEqual(
    expect.objectContaining({ Qualifier: '10' }),
  );
});
