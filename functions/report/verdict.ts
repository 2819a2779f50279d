import { type Batch, batchAfter } from '../core/batch.ts';
import type { Check, Verdict } from '../core/checks.ts';
import { dayAfter } from '../core/day.ts';
import type { ReportDocument } from '../core/document.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';

/** Whether the report is to be used, by what was checked of its data alone. */
export function useOf({
  result,
  checks,
}: Pick<ReportDocument, 'result'> & { readonly checks: readonly Pick<Check, 'result'>[] }): Verdict['use'] {
  if (result === 'held' || checks.some((check) => check.result === 'fail')) return 'no';
  return checks.some((check) => check.result === 'care') ? 'with_care' : 'yes';
}

/** When the next report is due: its data settles so long after its batch, and uploads are waited for until their deadline. */
export function nextOf(batch: Batch, { period, sources }: Pick<Pipeline, 'period' | 'sources'>): Verdict['next'] {
  const next = batchAfter(period, batch);
  if (!next) return null;
  const settles = sources.map(({ origin }) => (origin.kind === 'upload' ? 0 : origin.settle.seconds));
  const deadlines = sources.flatMap(({ late }) => late?.after.seconds ?? []);
  const day = (seconds: number) => dayAfter(next.to, Math.floor(seconds / 86_400));
  return {
    batch: next.name,
    from: day(Math.max(0, ...settles)),
    by: deadlines.length > 0 ? day(Math.max(...deadlines)) : null,
  };
}
