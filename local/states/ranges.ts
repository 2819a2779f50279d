import type { CountField } from './flow.ts';

interface Range {
  readonly least: number;
  readonly most: number;
}

const positive: Range = { least: 1, most: Number.POSITIVE_INFINITY };
const notNegative: Range = { least: 0, most: Number.POSITIVE_INFINITY };
const seconds: Range = { least: 1, most: 99_999_999 };

/** What a field may come to in an execution, by the page of its state in the developer guide. */
const ranges: Readonly<Record<CountField, Range>> = {
  TimeoutSeconds: seconds,
  HeartbeatSeconds: seconds,
  Seconds: { ...seconds, least: 0 },
  MaxConcurrency: notNegative,
  ToleratedFailureCount: notNegative,
  ToleratedFailurePercentage: { least: 0, most: 100 },
  MaxItems: notNegative,
  MaxItemsPerBatch: positive,
  MaxInputBytesPerBatch: positive,
};

/** What is wrong with such a number in the field, as a sentence; undefined where nothing is. */
export function outOfRange(field: CountField, number: number): string | undefined {
  const { least, most } = ranges[field];
  if (number >= least && number <= most) return undefined;
  if (number < 0) return `${field} cannot be negative.`;
  return number < least ? `${field} must be at least ${least}.` : `${field} cannot be more than ${most}.`;
}
