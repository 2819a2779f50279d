import type { CheckOf } from '../../core/checks.ts';
import type { Pipeline } from '../../definition/define-pipeline.ts';
import type { RunFacts } from '../run-facts.ts';

/** Rows that point at a source that is there, and find nothing in it. */
export function joinChecks({ joins, sources }: RunFacts, pipeline: Pipeline): CheckOf<'unmatched'>[] {
  const there = new Set(sources.flatMap(({ quality }) => (quality.leftOut ? [] : quality.source)));
  const named = (name: string) => pipeline.sources.find((source) => source.name === name);
  return joins
    .filter(({ source, references }) => there.has(source) && there.has(references))
    .map(({ source, references, on, rows: of, unmatched: rows }) => {
      const limit = named(source)?.limits.unmatched ?? 0;
      return {
        check: 'unmatched',
        source,
        title: named(source)?.title ?? source,
        result: rows / of > limit ? 'care' : 'pass',
        references: { source: references, title: named(references)?.title ?? references },
        on,
        rows,
        of,
        limit,
      };
    });
}
