import { z } from 'zod';
import { arnOf, type Kind } from './kind.ts';

const properties = z.object({
  AlarmName: z.string().optional(),
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Period: z.number(),
  Statistic: z.literal('Sum'),
  Threshold: z.number(),
  ComparisonOperator: z.literal('GreaterThanOrEqualToThreshold'),
});

/** An alarm over the sum of a metric. */
export const alarm: Kind = {
  needs: ['cloudwatch'],
  make: async (id, said, making) => {
    const {
      AlarmName = making.named(id),
      Namespace,
      MetricName,
      Dimensions,
      Period,
      Threshold,
    } = properties.parse(said);
    making.alarms[AlarmName] = {
      namespace: Namespace,
      metric: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
      periodSeconds: Period,
      threshold: Threshold,
    };
    return { ref: AlarmName, attributes: { Arn: arnOf('cloudwatch', `alarm:${AlarmName}`) } };
  },
};
