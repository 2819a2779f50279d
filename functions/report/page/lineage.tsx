import { formatCell } from '../../core/number.ts';
import { bytes } from './bytes.ts';
import { Scroll } from './scroll.tsx';
import type { View } from './view.ts';

/** Every object, database and API that fed the run. */
export function Lineage({ document: { lineage, pulled } }: View) {
  return (
    <section id="lineage" class="card" aria-labelledby="lineage-title">
      <h2 id="lineage-title">Lineage: what fed this run</h2>
      <p class="subtitle">Versions and dates are in report.json.</p>
      <Scroll label="Inputs">
        <table>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Object, or place and time</th>
              <th scope="col" class="number">
                Size
              </th>
              <th scope="col">ETag, or digest</th>
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
            {pulled.map(({ source, place, from, to, bytes: size, digest, rows }) => (
              <tr key={source}>
                <th scope="row">{source}</th>
                <td class="reasons">
                  <code>{place}</code>{' '}
                  {from && to
                    ? `from ${moment(from)} up to ${moment(to)} UTC`
                    : 'a full list, as it was when it was read'}
                </td>
                <td class="number">{size === null ? '' : bytes(size)}</td>
                <td>
                  <code>{digest?.slice(0, 32)}</code>
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

/** `2013-02-01T00:00:00Z` as a person reads it. */
const moment = (iso: string) => iso.slice(0, 16).replace('T', ' ');
