import { dayAfter } from '../../core/day.ts';
import { Outside } from '../../publishing/outside.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import { Held } from './held.tsx';
import type { Tone } from './pill.tsx';
import type { View } from './view.ts';

const tones = { yes: 'good', with_care: 'warn', no: 'bad' } as const satisfies Record<string, Tone>;

/** Whether the report is to be used, every reason why not without care, and when the next is due. */
export function Verdict(view: View) {
  const { words, day, cell } = useTongue();
  const { batch, verdict, checks, waiver, result } = view.document;
  const { verdict: says } = words.page;
  const reasons = checks.filter((check) => check.result !== 'pass');
  const passed = says.passed(cell(checks.length - reasons.length), cell(checks.length));
  const { next } = verdict;
  return (
    <section class={`verdict ${tones[verdict.use]}`} aria-label={says.title}>
      <p class="use">{words.checks.use[verdict.use]}</p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason) => (
            <li key={reason.says}>
              <Outside>{reason.says}</Outside>
            </li>
          ))}
        </ul>
      )}
      {result === 'held' && <Held {...view} />}
      {waiver && (
        <p>
          <strong>{says.accepted}</strong> <Outside>{waiver.reason}</Outside>
        </p>
      )}
      <p class="facts">
        {says.speaksOf(day(batch.from), day(dayAfter(batch.to, -1)))} · <a href="#checks">{passed}</a>
        {next && ` · ${says.next(next.batch, day(next.from), next.by === null ? undefined : day(next.by))}`}
      </p>
    </section>
  );
}
