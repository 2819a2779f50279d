import { setTimeout } from 'node:timers/promises';
import { sourceInput } from '../../functions/core/manifest.ts';
import { allEnded, captureLogs, invoke, type LogLine } from '../../local/functions.ts';

jest.mock('../../functions/ingest/handler.ts', () => {
  const { lambda } = jest.requireActual('../../functions/platform/lambda.ts');
  const { log } = jest.requireActual('../../functions/platform/log.ts');
  return {
    handler: lambda(sourceInput, async () => {
      await setTimeout(20);
      log.warn('A snapshot was taken', { bytes: 7 });
    }),
  };
});

it('hears each line of calls that run at once with its own source, and with nothing that was told before', async () => {
  const heard: [string, LogLine][] = [];
  const release = captureLogs((step, line) => heard.push([step, line]));
  const run = '2025-01-00aa11bb22cc33dd';
  await Promise.all(['orders', 'customers'].map((source) => invoke('ingest', { run, batch: '2025-01', source })));
  release();
  expect(heard).toEqual(
    ['orders', 'customers'].map((source) => ['ingest', { message: 'A snapshot was taken', source, bytes: 7 }]),
  );
});

it('knows when the last call has ended, whoever waits for it', async () => {
  const heard: unknown[] = [];
  const release = captureLogs((_, { source }) => heard.push(source));
  const run = '2025-01-00aa11bb22cc33dd';
  const calls = ['orders', 'customers'].map((source) => invoke('ingest', { run, batch: '2025-01', source }));
  await allEnded();
  expect(heard).toEqual(['orders', 'customers']);
  await Promise.all(calls);
  release();
});
