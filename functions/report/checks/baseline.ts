import type { CheckOf } from '../../core/checks.ts';
import { isPartial } from '../previous.ts';
import type { RunFacts } from '../run-facts.ts';

/** What the report is compared with, and whether that can bear it. */
export function baselineCheck({ manifest: { comparedWith }, previous }: RunFacts): CheckOf<'baseline'> {
  const batch = comparedWith?.batch ?? null;
  if (batch === null) return { check: 'baseline', result: 'pass', baseline: 'none', batch };
  if (!previous) return { check: 'baseline', result: 'care', baseline: 'unreadable', batch };
  const partial = isPartial(previous);
  return { check: 'baseline', result: partial ? 'care' : 'pass', baseline: partial ? 'partial' : 'whole', batch };
}
