import { formatCell } from '../../core/report.ts';
import { bytes } from './bytes.ts';
import { Scroll } from './scroll.tsx';
import type { View } from './view.ts';

/** Every object that fed the run. */
export function Lineage({ document: { lineage } }: View) {
  return (
    <section id="lineage" class="card" aria-labelledby="lineage-title">
      <h2 id="lineage-title">Lineage: objects that fed this run</h2>
      <p class="subtitle">Their versions and dates are in report.json.</p>
      <Scroll label="Input objects">
        <table>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Object</th>
              <th scope="col" class="number">
                Size
              </th>
              <th scope="col">ETag</th>
              <th scope="col" class="number">
                Rows read
              </th>
            </tr>
          </thead>
          <tbody>
            {lineage.map(({ source, key, size, etag, rows }) => (
              <tr key={key}>
                <th scope="row">{source}</th>
                <td class="reasons">
                  <code>{key}</code>
                </td>
                <td class="number">{bytes(size)}</td>
                <td>
                  <code>{etag.replace(/^"|"$/g, '')}</code>
                </td>
                <td class="number">{formatCell(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
