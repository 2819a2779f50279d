import { useTongue } from '../../publishing/tongue.tsx';
import type { View } from './view.ts';

/** So many say what matters. */
const most = 5;

/** What changed against the report compared with, in sentences, the biggest mover first. */
export function Changes({ document: { changes, comparedWith } }: Pick<View, 'document'>) {
  const { changed: says } = useTongue().words.page;
  const told = changes.filter(({ basis }) => basis !== 'none').slice(0, most);
  if (!comparedWith || told.length === 0) return null;
  return (
    <section class="card changes" aria-labelledby="changes-title">
      <h2 id="changes-title">{says.title(comparedWith.batch)}</h2>
      <ul>
        {told.map(({ figure, direction, news, says: sentence }) => (
          <li key={figure}>
            <span class={news} aria-hidden="true">
              {direction === 'up' ? '▲' : direction === 'down' ? '▼' : '■'}
            </span>{' '}
            {sentence}
          </li>
        ))}
      </ul>
    </section>
  );
}
