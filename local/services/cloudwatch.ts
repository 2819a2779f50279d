import type { Server } from 'node:http';
import { z } from 'zod';
import { account, region } from '../aws.ts';
import { jsonServer } from '../states/service/json-server.ts';
import { Refusal } from '../states/service/refusal.ts';

/** What an alarm watches: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export interface Alarm {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
  /** It rings when the sum of a period is this or more. */
  readonly threshold: number;
}

/** A count of something that has happened. */
export interface Datum {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface CloudWatchOptions {
  /** By their names. */
  readonly alarms: Readonly<Record<string, Alarm>>;
  readonly now: () => Date;
}

const state = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
const describeAlarms = z.object({ AlarmNames: z.array(z.string()).optional() });
const setAlarmState = z.object({ AlarmName: z.string(), StateValue: state, StateReason: z.string() });
type Said = Omit<z.infer<typeof setAlarmState>, 'AlarmName'>;

/** CloudWatch on this machine: alarms over sums, which ring by what is counted, or because somebody says so. */
export function cloudWatch({ alarms, now }: CloudWatchOptions): {
  readonly server: Server;
  count(datum: Datum): void;
} {
  const said = new Map<string, Said>();
  const counted: (Datum & { readonly at: number })[] = [];
  const sumOf = (alarm: Alarm) =>
    counted
      .filter((one) => one.at > now().getTime() - alarm.periodSeconds * 1000 && isSame(one, alarm))
      .reduce((sum, { value }) => sum + value, 0);
  const standing = (alarm: Alarm): Said => {
    const sum = sumOf(alarm);
    const rings = sum >= alarm.threshold;
    const StateReason = `${sum} is ${rings ? 'not ' : ''}less than the threshold (${alarm.threshold})`;
    return { StateValue: rings ? 'ALARM' : 'OK', StateReason };
  };
  const server = jsonServer('CloudWatch', {
    DescribeAlarms: (request) => {
      const { AlarmNames = Object.keys(alarms) } = describeAlarms.parse(request);
      const MetricAlarms = AlarmNames.flatMap((AlarmName) => {
        const alarm = alarms[AlarmName];
        const AlarmArn = `arn:aws:cloudwatch:${region}:${account}:alarm:${AlarmName}`;
        return alarm ? [{ AlarmName, AlarmArn, ...(said.get(AlarmName) ?? standing(alarm)) }] : [];
      });
      return { MetricAlarms, CompositeAlarms: [] };
    },
    SetAlarmState: (request) => {
      const { AlarmName, ...state } = setAlarmState.parse(request);
      if (!Object.hasOwn(alarms, AlarmName)) throw new Refusal('ResourceNotFound', `There is no alarm ${AlarmName}`);
      said.set(AlarmName, state);
      return {};
    },
  });
  return { server, count: (datum) => void counted.push({ ...datum, at: now().getTime() }) };
}

const isSame = (one: Datum, alarm: Alarm) =>
  one.namespace === alarm.namespace &&
  one.metric === alarm.metric &&
  Object.keys(one.dimensions).length === Object.keys(alarm.dimensions).length &&
  Object.entries(alarm.dimensions).every(([name, value]) => one.dimensions[name] === value);
