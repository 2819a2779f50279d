import type { Check } from '../../core/checks.ts';
import type { Quality } from '../../core/quality.ts';
import type { Pipeline } from '../../definition/define-pipeline.ts';
import type { RunFacts } from '../run-facts.ts';

type Source = Pipeline['sources'][number];

/** What was checked of each source on its own, and which are not there, or not whole. */
export function sourceChecks({ manifest, sources }: RunFacts, pipeline: Pipeline): Check[] {
  const titleOf = (name: string) => pipeline.sources.find((source) => source.name === name)?.title ?? name;
  const care = (source: string) => ({ source, title: titleOf(source), result: 'care' as const });
  return [
    ...sources.flatMap(({ quality }) => {
      const source = pipeline.sources.find(({ name }) => name === quality.source);
      return source ? ofSource(quality, source) : [];
    }),
    ...manifest.absent.map((source) => ({ check: 'absent' as const, ...care(source) })),
    ...(manifest.late ?? []).map(({ source, lacks }) => ({ check: 'late' as const, ...care(source), lacks })),
  ];
}

function ofSource(quality: Quality, { name: source, title, limits }: Source): Check[] {
  const { leftOut, problems, warnings = [], files, read, rejected, holds, withinLimits } = quality;
  const warned = warnings.map((text) => ({ check: 'warning' as const, source, title, result: 'care' as const, text }));
  if (leftOut) return [{ check: 'left_out', source, title, result: 'care', problems }, ...warned];
  const accepted = !withinLimits && !holds;
  const past = (isPast: boolean) => ({
    result: !isPast ? ('pass' as const) : accepted ? ('care' as const) : ('fail' as const),
    accepted: isPast && accepted,
  });
  const faults = files.flatMap(({ fault }) => fault ?? []);
  const isEmpty = read === 0 && faults.length === 0 && limits.empty === 'hold';
  const { rejected: limit, empty } = limits;
  return [
    { check: 'unreadable', source, title, result: faults.length > 0 ? 'fail' : 'pass', files: files.length, faults },
    { check: 'empty', source, title, ...past(isEmpty), rows: read, allowed: empty === 'allow' },
    { check: 'rejected', source, title, ...past(rejected / read > limit), rows: rejected, of: read, limit },
    ...warned,
  ];
}
