import { isAcceptable, waivedIn } from '../../publishing/gate.ts';
import { Outside } from '../../publishing/outside.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import type { View } from './view.ts';

/** What a reader must know before the figures: why the run is held, was accepted, or lacks something. */
export function Notices({ document, compared }: View) {
  const { result, waiver, quality, absent, late, comparedWith } = document;
  const { words, list } = useTongue();
  const says = words.page;
  const titlesOf = (sources: readonly { readonly title: string }[]) => list(sources.map(({ title }) => title));
  const held = quality.filter(({ holds }) => holds);
  const waived = waivedIn(quality);
  return (
    <>
      {result === 'held' && (
        <p class="notice bad">
          <strong>{says.held.title(titlesOf(held))}</strong> {says.held.says}{' '}
          {isAcceptable(held) ? says.held.acceptable : says.held.unreadable}
        </p>
      )}
      {waiver && (
        <div class="notice warn">
          {waived.length > 0 ? (
            <strong>{says.waiver.past(titlesOf(waived))}</strong>
          ) : (
            <strong>{says.waiver.within}</strong>
          )}{' '}
          {says.waiver.reason}: <Outside>{waiver.reason}</Outside>
          {waived.length > 0 && (
            <ul>
              {waived.map(({ source, title, problems }) => (
                <li key={source}>
                  {title}: <Outside>{problems.join(' ')}</Outside>
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
            <strong>{says.leftOut.title(title)}</strong> <Outside>{says.leftOut.says(problems.join(' '))}</Outside>
          </p>
        ))}
      {absent.length > 0 && (
        <p class="notice warn">
          <strong>{says.absent.title(list(absent))}</strong> {says.absent.says}
        </p>
      )}
      {late.map(({ source, lacks }) => (
        <p key={source} class="notice warn">
          <strong>{says.late.title(source)}</strong> {says.late.says(lacks)}
        </p>
      ))}
      {result === 'published' && comparedWith && !compared && (
        <p class="notice warn">
          <strong>{says.comparedWithNone.title}</strong>{' '}
          {says.comparedWithNone.says(comparedWith.batch, comparedWith.run)}
        </p>
      )}
    </>
  );
}
