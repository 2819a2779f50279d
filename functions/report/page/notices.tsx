import { isAcceptable, waivedIn } from '../../publishing/gate.ts';
import type { View } from './view.ts';

/** What a reader must know before the figures: why the run is held, was accepted, or lacks something. */
export function Notices({ document, compared }: View) {
  const { result, waiver, quality, absent, late, comparedWith } = document;
  const held = quality.filter(({ holds }) => holds);
  const waived = waivedIn(quality);
  return (
    <>
      {result === 'held' && (
        <p class="notice bad">
          <strong>Past the limits: {titlesOf(held)}.</strong> Nothing was published, and the report before stays the
          latest. Correct the files and upload them again: that starts a new run.{' '}
          {isAcceptable(held)
            ? 'To publish regardless, accept the run with a reason.'
            : 'What cannot be read cannot be accepted.'}
        </p>
      )}
      {waiver && (
        <div class="notice warn">
          {waived.length > 0 ? (
            <strong>Accepted by a person although past the limits: {titlesOf(waived)}.</strong>
          ) : (
            <strong>Accepted by a person, and within the limits this time.</strong>
          )}{' '}
          Reason: {waiver.reason}
          {waived.length > 0 && (
            <ul>
              {waived.map(({ source, title, problems }) => (
                <li key={source}>
                  {title}: {problems.join(' ')}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {quality
        .filter(({ leftOut }) => leftOut)
        .map(({ source, title, problems }) => (
          <p key={source} class="notice warn">
            <strong>Made without {title}.</strong> This optional source could not be used: {problems.join(' ')}
          </p>
        ))}
      {absent.length > 0 && (
        <p class="notice warn">
          <strong>Made without {absent.join(', ')}.</strong> Optional, and nothing was delivered.
        </p>
      )}
      {late.map(({ source, lacks }) => (
        <p key={source} class="notice warn">
          <strong>{source} is not complete.</strong> Its deadline passed without {lacks}. What comes later makes a
          corrected report.
        </p>
      ))}
      {result === 'published' && comparedWith && !compared && (
        <p class="notice warn">
          <strong>Compared with none.</strong> The report of {comparedWith.batch} (run <code>{comparedWith.run}</code>)
          could not be read, so no change is shown.
        </p>
      )}
    </>
  );
}

const titlesOf = (sources: readonly { readonly title: string }[]) => sources.map(({ title }) => title).join(', ');
