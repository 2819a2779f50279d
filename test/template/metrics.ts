import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';
import { ofType, type Template } from './template.ts';

/** A metric as CloudWatch tells it from all others: `<namespace> <name> <dimensions>`. */
const called = (namespace: string, name: string, dimensions: readonly string[]) =>
  [namespace, name, [...dimensions].sort().join()].join(' ');

/** What the services emit, of what is named here. */
export const emittedByAws = [
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  ...['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'].map((name) =>
    called('AWS/SQS', name, ['QueueName']),
  ),
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  ...['Errors', 'Duration'].map((name) => called('AWS/Lambda', name, ['FunctionName'])),
  // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
  ...['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut'].map((name) =>
    called('AWS/States', name, ['StateMachineArn']),
  ),
];

/** Of the metrics that functions emit, what no run of the sample can make them: nothing of it is held. */
export const heldAlone = called('Tributary', 'RunsHeld', ['service']);

const embedded = jsonText(
  z.object({
    _aws: z.object({
      CloudWatchMetrics: z.array(
        z.object({
          Namespace: z.string(),
          Dimensions: z.array(z.array(z.string())),
          Metrics: z.array(z.object({ Name: z.string() })),
        }),
      ),
    }),
  }),
);

/** The metrics that CloudWatch makes of a line of a log; none of most. */
export const embeddedIn = (line: unknown): string[] =>
  (embedded.safeParse(line).data?._aws.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((dimensions) => Metrics.map(({ Name }) => called(Namespace, Name, dimensions))),
  );

const filterSchema = z.object({
  LogGroupName: z.string(),
  FilterPattern: z.string(),
  MetricTransformations: z.array(
    z.object({
      MetricNamespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Key: z.string() })),
    }),
  ),
});
export const filtersIn = (template: Template) => ofType(template, 'AWS::Logs::MetricFilter', filterSchema);

/** The metrics that are counted in logs. */
export const countedIn = (template: Template): string[] =>
  filtersIn(template).flatMap(({ properties }) =>
    properties.MetricTransformations.map(({ MetricNamespace, MetricName, Dimensions }) =>
      called(
        MetricNamespace,
        MetricName,
        Dimensions.map(({ Key }) => Key),
      ),
    ),
  );

const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.string()),
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
  Statistic: z.string(),
  ComparisonOperator: z.string(),
  Threshold: z.number(),
  TreatMissingData: z.string(),
});

/** Every alarm, with the metric that it watches. */
export const alarmsIn = (template: Template) =>
  ofType(template, 'AWS::CloudWatch::Alarm', alarmSchema).map(({ id, properties }) => ({
    id,
    ...properties,
    metric: called(
      properties.Namespace,
      properties.MetricName,
      properties.Dimensions.map(({ Name }) => Name),
    ),
  }));

const search = /^SEARCH\('\{([^,}]+),([^}]+)\} MetricName="(\w+)"/;
const shown = z.union([
  z.tuple([z.object({ expression: z.string() })]).transform(([{ expression }]) => {
    const [, namespace = '', dimensions = '', name = ''] = search.exec(expression) ?? [];
    return called(namespace, name, dimensions.split(','));
  }),
  z
    .tuple([z.string(), z.string(), z.string(), z.string()])
    .rest(z.unknown())
    .transform(([namespace, name, dimension]) => called(namespace, name, [dimension])),
]);
const bodySchema = jsonText(
  z.object({
    widgets: z.array(
      z.object({
        properties: z.object({
          title: z.string(),
          metrics: z.array(shown).default([]),
          alarms: z.array(z.string()).default([]),
        }),
      }),
    ),
  }),
);

/** What the dashboard shows: its text, its metrics and its alarms. */
export function dashboardIn(template: Template) {
  const [dashboard] = ofType(template, 'AWS::CloudWatch::Dashboard', z.looseObject({ DashboardBody: z.string() }));
  const text = dashboard?.properties.DashboardBody ?? '';
  const widgets = bodySchema.parse(text).widgets.map(({ properties }) => properties);
  return {
    text,
    metrics: widgets.flatMap(({ metrics }) => metrics),
    alarms: widgets.flatMap(({ alarms }) => alarms),
  };
}
