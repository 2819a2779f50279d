import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'Tributary' });

/** What is followed over time, of one source where it is named. */
export interface Counts {
  readonly source?: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Writes it to the log in CloudWatch's embedded format, of which the metrics are made. */
export function count({ source, counts }: Counts): void {
  if (source !== undefined) metrics.addDimension('source', source);
  for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
