import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { cloudWatch } from '../../../local/services/cloudwatch.ts';

const watched = {
  namespace: 'AWS/Lambda',
  metric: 'Errors',
  dimensions: { FunctionName: 'greet', Resource: 'greet:live' },
};

let client: CloudWatchClient;
let its: ReturnType<typeof cloudWatch>;
let seconds: number;
let close: () => Promise<unknown>;
beforeEach(async () => {
  seconds = 1_800_000_000;
  const alarms = { failing: { ...watched, periodSeconds: 60, threshold: 2 } };
  its = cloudWatch({ alarms, now: () => new Date(seconds * 1000) });
  const { url, close: closeServer } = await listenOnLoopback(its.server);
  client = new CloudWatchClient({ endpoint: url, region: 'local' });
  close = async () => [client.destroy(), await closeServer()];
});
afterEach(() => close());

const state = async () => {
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['failing'] }));
  return MetricAlarms?.map(({ StateValue, StateReason }) => `${StateValue}: ${StateReason}`).join();
};

describe('an alarm', () => {
  it('rings while the sum of its period is what it says or more', async () => {
    expect(await state()).toBe('OK: 0 is less than the threshold (2)');
    its.count({ ...watched, value: 1 });
    seconds += 30;
    its.count({ ...watched, value: 1 });
    expect(await state()).toBe('ALARM: 2 is not less than the threshold (2)');
    seconds += 31;
    expect(await state()).toBe('OK: 1 is less than the threshold (2)');
  });

  it('does not hear what others count', async () => {
    its.count({ ...watched, metric: 'Throttles', value: 5 });
    its.count({ ...watched, dimensions: { FunctionName: 'greet' }, value: 5 });
    its.count({ ...watched, dimensions: { ...watched.dimensions, Resource: 'greet:old' }, value: 5 });
    expect(await state()).toMatch(/^OK/);
  });

  it('stands as somebody says', async () => {
    await client.send(new SetAlarmStateCommand({ AlarmName: 'failing', StateValue: 'ALARM', StateReason: 'a drill' }));
    expect(await state()).toBe('ALARM: a drill');
  });

  it('is told where it is there alone', async () => {
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['none'] }));
    expect(MetricAlarms).toEqual([]);
    const said = new SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: '' });
    await expect(client.send(said)).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
