import { problemLines } from '../../../functions/core/quality.ts';
import { rejectionLines } from '../../tables.ts';
import { adviceOn } from '../run/advice.ts';
import type { Differences } from '../run/differences.ts';
import type { RunFacts } from '../run/facts.ts';
import type { FirstFailure } from '../run/failure.ts';
import type { Execution } from '../run/history.ts';
import { itemOf } from '../run/item.ts';
import { heldBy } from '../run/run.ts';
import { LogLines } from './Logs.tsx';
import { useLoaded } from './loaded.ts';
import { Code, Command } from './parts.tsx';
import { duration, some } from './words.ts';

interface FailureCardProps {
  readonly failure: FirstFailure;
  readonly execution: Execution;
  readonly facts: RunFacts | undefined;
  /** Null where no run was good before; undefined where that is not known yet. */
  readonly differences: Differences | null | undefined;
  readonly select: (state: string, visit?: number) => void;
}

/** Why a run did not succeed, and what to do. */
export function FailureCard({ failure, execution, facts, differences, select }: FailureCardProps) {
  const { visit, error, reason } = failure;
  const about = useLoaded('about', (source) => source.about(), { once: true }).value;
  const isHeld = execution.error === heldBy;
  const advice = facts && about && adviceOn(facts, execution.error ?? error, about.flag);
  const item = visit && itemOf(visit);
  const where = visit && (item === undefined ? visit.state : `${visit.state} (${item})`);
  const holding = (isHeld && facts?.quality.filter(({ holds }) => holds)) || [];
  const problems = [...problemLines(holding), ...rejectionLines({ quality: holding })];
  return (
    <section class={`card failure ${isHeld ? 'held' : ''}`} aria-label="What went wrong">
      <h2>
        {isHeld ? 'Held' : 'Failed'}
        {where !== undefined && ` in ${where}`}
      </h2>
      <p class="cause">
        <strong>{isHeld ? heldBy : error}</strong> {problems.length === 0 && reason}
      </p>
      {problems.length > 0 && (
        <ul class="problems">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {advice && <p>{advice.words}</p>}
      {advice?.command !== undefined && <Command text={advice.command} />}
      {differences && <Changed differences={differences} />}
      {facts && differences === null && <NothingBefore facts={facts} />}
      {visit && (
        <details>
          <summary>
            {[
              'Its exact input',
              ...(visit.attempts.length > 0 ? [some(visit.attempts.length, 'attempt')] : []),
              'its logs',
            ].join(', ')}
          </summary>
          <button type="button" class="quiet" onClick={() => select(visit.state, visit.id)}>
            Show {visit.state} below
          </button>
          <ol class="attempts">
            {visit.attempts.map(({ startedAt, endedAt, error: of }) => (
              <li key={startedAt}>
                {duration((endedAt ?? startedAt) - startedAt)} {of ?? ''}
              </li>
            ))}
          </ol>
          <Code title="Input" text={visit.attempts.at(-1)?.input ?? visit.input} />
          <LogLines execution={execution} visit={visit} most={10} />
        </details>
      )}
    </section>
  );
}

const title = 'What differs from the last good run';

/** What is not as it was in the last run that was good, and what of it cannot be told. */
function Changed({ differences }: { readonly differences: Differences }) {
  const { since, inputs, code, schema } = differences;
  const kinds = { Inputs: inputs, Code: code, Schema: schema };
  return (
    <section class="changed" aria-label={title}>
      <h3>
        {title}, {since}
      </h3>
      <dl>
        {Object.entries(kinds).map(([kind, { lines, unknown }]) => (
          <div key={kind}>
            <dt>{kind}</dt>
            <dd>
              {lines.length > 0 && <Lines lines={lines} />}
              {unknown.map((one) => (
                <p key={one} class="none">
                  {one}
                </p>
              ))}
              {lines.length + unknown.length === 0 && 'the same'}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const NothingBefore = ({ facts: { batch, manifest } }: { readonly facts: RunFacts }) => (
  <section class="changed" aria-label={title}>
    <h3>{title}</h3>
    <p class="none">
      {manifest
        ? `No run of ${batch} or of the batch before it was published before, with which this one could be compared.`
        : 'Nothing of its bucket is known here, and so no other run that it could be compared with.'}
    </p>
  </section>
);

const mostLines = 12;

const Lines = ({ lines }: { readonly lines: readonly string[] }) => (
  <ul>
    {lines.slice(0, mostLines).map((line) => (
      <li key={line}>{line}</li>
    ))}
    {lines.length > mostLines && <li>and {lines.length - mostLines} more</li>}
  </ul>
);
