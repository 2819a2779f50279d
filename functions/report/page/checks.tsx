import type { ReportDocument } from '../../core/document.ts';
import { Outside } from '../../publishing/outside.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import { Pill, type Tone } from './pill.tsx';
import type { View } from './view.ts';

const tones = { pass: 'good', care: 'warn', fail: 'bad' } as const satisfies Record<string, Tone>;

/** All that was checked of the data, what passed as well. */
export function Checks({ document: { checks } }: Pick<View, 'document'>) {
  const { checks: says } = useTongue().words.page;
  return (
    <details>
      <summary>{says.title(checks.length)}</summary>
      <div id="checks">
        <CheckList checks={checks} />
      </div>
    </details>
  );
}

/** What was checked, each with its result. */
export function CheckList({ checks }: Pick<ReportDocument, 'checks'>) {
  const { checks: says } = useTongue().words.page;
  return (
    <ul class="checks">
      {checks.map((check, at) => (
        <li key={at}>
          <Pill tone={tones[check.result]}>{says[check.result]}</Pill> <Outside>{check.says}</Outside>
        </li>
      ))}
    </ul>
  );
}
