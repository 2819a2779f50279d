import type { Batch } from '../core/batch.ts';
import type { ReportDocument } from '../core/document.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { changeSaid, checkSaid } from '../publishing/said.ts';
import { tongueOf } from '../publishing/tongue.tsx';
import { changesOf } from './change.ts';
import { checksOf } from './checks/checks.ts';
import type { RunFacts } from './run-facts.ts';
import { nextOf, useOf } from './verdict.ts';

/** What the data are worth and what changed in them, as data and in the words of the pipeline's language. */
export function judgedOf(
  { result, figures, comparedWith }: Pick<ReportDocument, 'result' | 'figures' | 'comparedWith'>,
  facts: RunFacts,
  about: { readonly batch: Batch; readonly pipeline: Pipeline },
): Pick<ReportDocument, 'verdict' | 'checks' | 'changes'> {
  const { batch, pipeline } = about;
  const tongue = tongueOf(pipeline.locale);
  const before = comparedWith?.batch ?? '';
  const checks = checksOf(facts, batch, pipeline);
  const use = useOf({ result, checks });
  return {
    verdict: { use, next: nextOf(batch, pipeline), says: tongue.words.checks.use[use] },
    checks: checks.map((check) => ({ ...check, says: checkSaid(check, before, tongue) })),
    changes: changesOf(figures, facts, about).flatMap((change) => {
      const figure = figures[change.figure];
      return figure ? [{ ...change, says: changeSaid(change, figure, { batch: before, tongue }) }] : [];
    }),
  };
}
