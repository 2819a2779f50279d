import type { Batch } from '../../core/batch.ts';
import type { CheckOf } from '../../core/checks.ts';
import { daysBetween } from '../../core/day.ts';
import type { Pipeline } from '../../definition/define-pipeline.ts';
import type { RunFacts } from '../run-facts.ts';

interface Covered {
  readonly batch: Batch;
  /** So many of its days were over when it was frozen. */
  readonly days: number;
}

/** How many clean rows each source has a day against the report compared with; nothing where there is nothing to compare. */
export function volumeChecks(
  { sources, previous, manifest }: RunFacts,
  { batch, days }: Covered,
  pipeline: Pipeline,
): CheckOf<'volume'>[] {
  if (!previous?.batch || batch.name === manifest.comparedWith?.batch) return [];
  const daysBefore = daysBetween(previous.batch.from, previous.batch.to);
  return sources.flatMap(({ quality }) => {
    const source = pipeline.sources.find(({ name }) => name === quality.source);
    const before = previous.quality.find((one) => one.source === quality.source);
    if (!source || quality.leftOut || !before || before.leftOut) return [];
    const isList = source.origin.kind !== 'upload' && !source.origin.windowed;
    if (!isList && (days === 0 || daysBefore === 0)) return [];
    const { name, title, limits } = source;
    const rows = quality.clean / (isList ? 1 : days);
    const was = before.clean / (isList ? 1 : daysBefore);
    const change = was === 0 ? null : rows / was - 1;
    const isPast = change === null ? rows > 0 : Math.abs(change) > limits.volume;
    const per = isList ? 'list' : 'day';
    const result = isPast ? 'care' : 'pass';
    return [{ check: 'volume', source: name, title, result, per, rows, previous: was, change, limit: limits.volume }];
  });
}
