import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { openWorld } from './stage.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));

const run = '2013-02-0123456789abcdef';
const began = Date.parse('2013-03-01T06:00:00Z');

/** What is worked on, which stands in each line. */
const of = { run, batch: '2013-02', source: 'orders', step: 'ingest' };

/** A line as powertools writes it. */
const line = (second: number, request: string, facts: object) => ({
  timestamp: began + second * 1000,
  message: `${JSON.stringify({ level: 'INFO', timestamp: 'x', service: 'shop-prod', function_request_id: request, ...facts })}\n`,
});

it('shows what all functions said of a run, in order, and nothing of others', async () => {
  const world = openWorld();
  await world.end(run, 'published');
  const logs = mockClient(CloudWatchLogsClient);
  logs.on(FilterLogEventsCommand).rejects(new ResourceNotFoundException({ message: 'none', $metadata: {} }));
  logs.on(FilterLogEventsCommand, { logGroupName: '/aws/lambda/shop-prod-ingest' }).resolves({
    events: [
      line(2, 'a', { message: 'A page is read again', ...of, seconds: 3 }),
      line(1, 'a', { message: 'A snapshot was taken', ...of }),
      line(3, 'b', { message: 'A snapshot was taken', run: `${run}_2` }),
      { timestamp: began, message: 'REPORT RequestId: a' },
    ],
  });
  logs.on(FilterLogEventsCommand, { logGroupName: '/aws/lambda/shop-prod-start' }).resolves({
    events: [
      line(0, 'c', { message: 'A run is under way', run }),
      line(0, 'c', { message: 'A run is under way', run: `${run}_2` }),
      line(0, 'd', { message: 'A batch is too young' }),
      line(4, 'c', { message: 'It failed; try again' }),
    ],
  });
  const { said } = await world.run('logs', run);
  const told = said.split('\n').filter((one) => /^\d\d:/.test(one));
  expect(told).toEqual([
    '06:00:00.000  start   INFO  A run is under way',
    `06:00:00.000  start   INFO  A run is under way: run ${run}_2`,
    '06:00:01.000  ingest  INFO  A snapshot was taken: source orders',
    '06:00:02.000  ingest  INFO  A page is read again: source orders; seconds 3',
    '06:00:04.000  start   INFO  It failed; try again',
  ]);
  const [{ args } = { args: [] }] = logs.commandCalls(FilterLogEventsCommand);
  expect(args[0]?.input).toMatchObject({ startTime: began - 120_000, endTime: began + 61_000 + 300_000 });
});

it('finds the lines of a run among more than one call takes as arguments', async () => {
  const world = openWorld();
  await world.end(run, 'published');
  const logs = mockClient(CloudWatchLogsClient);
  const others = Array.from({ length: 10_000 }, () => ({ timestamp: began, message: 'REPORT RequestId: a' }));
  const last = { events: [line(1, 'a', { message: 'A snapshot was taken', run })] };
  logs.on(FilterLogEventsCommand).resolves({ events: [] });
  logs
    .on(FilterLogEventsCommand, { logGroupName: '/aws/lambda/shop-prod-ingest' })
    .callsFake(({ nextToken = '1' }) =>
      nextToken === '20' ? last : { events: others, nextToken: String(Number(nextToken) + 1) },
    );
  expect((await world.run('logs', run)).json).toMatchObject([{ step: 'ingest', text: 'A snapshot was taken' }]);
});
