import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'Tributary' });

type Metric =
  | 'BytesRead'
  | 'RowsRead'
  | 'RowsClean'
  | 'RowsRejected'
  | 'RowsDuplicate'
  /** What a source rejected, in percent of what it may reject: past 100, the gate holds the run. */
  | 'RejectedOfLimit'
  /** From the start of the execution to its report. */
  | 'RunDuration'
  /** Estimated, without start, notify, logs and metrics. */
  | 'RunDollars'
  | 'ReportsPublished'
  | 'RunsHeld';

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];
/** Of all others it is a count. */
const units: Readonly<Partial<Record<string, Unit>>> = {
  BytesRead: MetricUnit.Bytes,
  RejectedOfLimit: MetricUnit.Percent,
  RunDuration: MetricUnit.Seconds,
  RunDollars: MetricUnit.NoUnit,
} satisfies Partial<Record<Metric, Unit>>;

type Values = Readonly<Partial<Record<Metric, number>>>;

/** What is followed over time: of each source by itself, and of all runs together. */
export interface Measures {
  readonly bySource?: Values;
  readonly ofAll?: Values;
}

/** Writes them to the log in CloudWatch's embedded format, of which the metrics are made, beside what was worked on. */
export function measure({ bySource, ofAll }: Measures, { source, ...workedOn }: Readonly<Record<string, string>>) {
  if (bySource && source !== undefined) {
    metrics.addDimension('source', source);
    publish(bySource, workedOn);
  }
  if (ofAll) publish(ofAll, { ...workedOn, ...(source !== undefined && { source }) });
}

function publish(values: Values, workedOn: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(workedOn)) metrics.addMetadata(name, value);
  for (const [name, value] of Object.entries(values)) metrics.addMetric(name, units[name] ?? MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
