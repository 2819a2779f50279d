import { markSlot } from '../../core/superseded.ts';
import type { View } from './view.ts';

/** What a reader must know before the figures: why the run is held, was accepted, or lacks something. */
export function Notices({ document, compared }: View) {
  const { result, waiver, quality, absent, late, comparedWith } = document;
  const past = quality.filter(({ withinLimits }) => !withinLimits).map(({ title }) => title);
  return (
    <>
      {result === 'published' && <div class="mark" {...markSlot(comparedWith)} />}
      {result === 'held' && (
        <p class="notice bad">
          <strong>Past the limits: {past.join(', ')}.</strong> Nothing was published, and the report before stays the
          latest. Correct the files and upload them again: that starts a new run. To publish regardless, accept the run
          with a reason.
        </p>
      )}
      {waiver && (
        <p class="notice warn">
          <strong>Accepted by a person although past the limits{past.length > 0 && ` (${past.join(', ')})`}.</strong>{' '}
          Reason: {waiver.reason}
        </p>
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
