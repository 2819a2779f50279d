import type { Batch } from '../../core/batch.ts';
import type { Check } from '../../core/checks.ts';
import type { Pipeline } from '../../definition/define-pipeline.ts';
import type { RunFacts } from '../run-facts.ts';
import { baselineCheck } from './baseline.ts';
import { dayChecks, daysOf } from './days.ts';
import { joinChecks } from './joins.ts';
import { sourceChecks } from './sources.ts';
import { volumeChecks } from './volume.ts';

/** All that is checked of the data of a run, in a fixed order; what passed stands there too. */
export function checksOf(facts: RunFacts, batch: Batch, pipeline: Pipeline): Check[] {
  const { manifest, held } = facts;
  const { over, toCome } = daysOf(batch, manifest, pipeline);
  return [
    { check: 'not_over', result: toCome.length > 0 ? 'care' : 'pass', days: toCome },
    ...sourceChecks(facts, pipeline),
    // A held run has no tables, and is compared with none.
    ...(held
      ? []
      : [
          ...joinChecks(facts, pipeline),
          ...volumeChecks(facts, { batch, days: over.length }, pipeline),
          ...dayChecks(facts.tables, over, pipeline.report),
          baselineCheck(facts),
        ]),
  ];
}
