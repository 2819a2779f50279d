import { problemLines } from '../../functions/core/quality.ts';
import { adviceFor } from '../../functions/notify/advice.ts';
import { placeIn } from '../../functions/notify/failure.ts';
import { isAcceptable } from '../../functions/publishing/gate.ts';
import { aligned, rejectionLines, sourceLines } from '../../local/tables.ts';
import { acceptAdvice, correctAdvice } from '../site/held.ts';
import { moment, took } from '../site/times.ts';
import type { Shown } from './shown.ts';

/** All that there is to tell, in blocks with an empty line between them. */
export function linesOf(shown: Shown, flag: string, columns: number): string[] {
  const { manifest, quality, states, page, console } = shown;
  const absent = manifest?.absent ?? [];
  const blocks = [
    headLines(shown),
    aligned(
      'llr',
      states.map(({ state, source, startedAt, endedAt }) => [
        state,
        source ?? '',
        endedAt === null ? 'did not end' : took(startedAt, endedAt),
      ]),
    ),
    quality.length > 0 ? sourceLines({ quality, absent }, columns) : [],
    [...problemLines(quality), ...rejectionLines({ quality })],
    nextLines(shown, flag),
    [...(page ? [`page     ${page}`] : []), ...(console ? [`console  ${console}`] : [])],
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, at) => (at === 0 ? block : ['', ...block]));
}

function headLines({ known, manifest }: Shown): string[] {
  const { run, result, holds, execution } = known;
  const { startedAt, endedAt } = execution ?? {};
  const { comparedWith = null, waiver = null } = manifest ?? {};
  const lasted = took(startedAt, endedAt);
  return [
    `${run}: ${result}${result === 'published' ? `, and its report ${holds ? 'holds' : 'is superseded'}` : ''}`,
    ...(startedAt ? [`started ${moment(startedAt)} UTC${lasted && `, took ${lasted}`}`] : []),
    ...(comparedWith ? [`compared with ${comparedWith.run}`] : []),
    ...(waiver ? [`accepted: ${waiver.reason} (${waiver.sources.join(', ')})`] : []),
    ...(manifest ? [] : ['What lies in runs/ has expired: what is told here comes from the report.']),
  ];
}

function nextLines({ known, quality, failure }: Shown, flag: string): string[] {
  const { run, result } = known;
  if (result === 'held') return [correctAdvice, ...(isAcceptable(quality) ? acceptAdvice(run, flag) : [])];
  if (!failure) return [];
  const { error, reason } = failure;
  const again = flag ? adviceFor(error, `npm run tributary -- redrive ${run}${flag}`) : 'npm start makes it again.';
  return [`failed${placeIn(failure)}: ${[error, reason].filter(Boolean).join(': ')}`, ...again.split('\n')];
}
