import { Scroll } from '../../publishing/scroll.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import type { View } from './view.ts';

/** What each source's contract says of its columns. */
export function Dictionary({ document }: View) {
  const { parts, dictionary: says } = useTongue().words.page;
  return (
    <section id="dictionary" class="card" aria-labelledby="dictionary-title">
      <h2 id="dictionary-title">{parts.dictionary}</h2>
      <p class="subtitle">{says.says}</p>
      {document.quality.map((source) => (
        <details key={source.source}>
          <summary>
            {source.title} <span class="muted">{says.columns(source.columns.length)}</span>
          </summary>
          {source.description && <p>{source.description}</p>}
          <Columns {...source} />
          {source.key.length > 0 && (
            <p>
              {says.key}: <code>{source.key.join(', ')}</code>
            </p>
          )}
          {source.rules.length > 0 && (
            <p>
              {says.rules}: {source.rules.join('; ')}
            </p>
          )}
        </details>
      ))}
    </section>
  );
}

function Columns({ title, columns }: View['document']['quality'][number]) {
  const { dictionary: says } = useTongue().words.page;
  return (
    <Scroll label={says.columnsOf(title)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{says.column}</th>
            <th scope="col">{says.type}</th>
            <th scope="col">{says.required}</th>
            <th scope="col">{says.checks}</th>
            <th scope="col">{says.description}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, type, required, sensitive, checks, description }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{type}</td>
              <td>{required ? says.yes : says.no}</td>
              <td>{[...checks, ...(sensitive ? [says.sensitive] : [])].join('; ')}</td>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
