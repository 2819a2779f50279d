import { Literal } from '../../publishing/outside.tsx';
import { Scroll } from '../../publishing/scroll.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import type { View } from './view.ts';

/** Every object, database and API that fed the run. */
export function Lineage({ document: { lineage, pulled } }: View) {
  const { words, cell, bytes } = useTongue();
  const { lineage: says } = words.page;
  return (
    <section id="lineage" class="card" aria-labelledby="lineage-title">
      <h2 id="lineage-title">{says.title}</h2>
      <p class="subtitle">{says.says}</p>
      <Scroll label={says.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{says.source}</th>
              <th scope="col">{says.place}</th>
              <th scope="col" class="number">
                {says.size}
              </th>
              <th scope="col">{says.digest}</th>
              <th scope="col" class="number">
                {says.rows}
              </th>
            </tr>
          </thead>
          <tbody>
            {lineage.map(({ source, key, size, etag, rows }) => (
              <tr key={key}>
                <th scope="row">{source}</th>
                <td class="reasons">
                  <Literal>{key}</Literal>
                </td>
                <td class="number">{bytes(size)}</td>
                <td>
                  <code>{etag.replace(/^"|"$/g, '')}</code>
                </td>
                <td class="number">{cell(rows)}</td>
              </tr>
            ))}
            {pulled.map(({ source, place, from, to, bytes: size, digest, rows }) => (
              <tr key={source}>
                <th scope="row">{source}</th>
                <td class="reasons">
                  <Literal>{place}</Literal>{' '}
                  {from && to ? says.window(cell(from, {}, 'timestamp'), cell(to, {}, 'timestamp')) : says.fullList}
                </td>
                <td class="number">{size === null ? '' : bytes(size)}</td>
                <td>
                  <code>{digest?.slice(0, 32)}</code>
                </td>
                <td class="number">{cell(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
