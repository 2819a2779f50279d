import { Scroll } from './scroll.tsx';
import type { View } from './view.ts';

/** What each source's contract says of its columns. */
export function Dictionary({ document }: View) {
  return (
    <section id="dictionary" class="card" aria-labelledby="dictionary-title">
      <h2 id="dictionary-title">Data dictionary</h2>
      <p class="subtitle">What a row of each source must be. A row that is not, is rejected with every reason.</p>
      {document.quality.map((source) => (
        <details key={source.source}>
          <summary>
            {source.title} <span class="muted">{source.columns.length} columns</span>
          </summary>
          {source.description && <p>{source.description}</p>}
          <Columns {...source} />
          {source.key.length > 0 && (
            <p>
              Key: <code>{source.key.join(', ')}</code>
            </p>
          )}
          {source.rules.length > 0 && <p>Rules: {source.rules.join('; ')}</p>}
        </details>
      ))}
    </section>
  );
}

const Columns = ({ title, columns }: View['document']['quality'][number]) => (
  <Scroll label={`Columns of ${title}`}>
    <table>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Type</th>
          <th scope="col">Required</th>
          <th scope="col">Checks</th>
          <th scope="col">Description</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ name, type, required, sensitive, checks, description }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{type}</td>
            <td>{required ? 'yes' : 'no'}</td>
            <td>{[...checks, ...(sensitive ? ['sensitive'] : [])].join('; ')}</td>
            <td>{description}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
