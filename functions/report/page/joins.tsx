import { formatCell } from '../../core/number.ts';
import { Pill } from './pill.tsx';
import { Scroll } from './scroll.tsx';
import { share } from './share.ts';
import type { View } from './view.ts';

/** Rows that point at another source and find nothing there: warnings. */
export function Joins({ joins }: Pick<View['document'], 'joins'>) {
  if (joins.length === 0) return null;
  return (
    <>
      <h3>Joins</h3>
      <p class="subtitle">Clean rows that point at a row of another source. Those without a partner are a warning.</p>
      <Scroll label="Joins between the sources">
        <table>
          <thead>
            <tr>
              <th scope="col">Rows of</th>
              <th scope="col">Point at</th>
              <th scope="col">By</th>
              <th scope="col" class="number">
                Rows
              </th>
              <th scope="col" class="number">
                Without partner
              </th>
              <th scope="col">First examples</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {joins.map(({ source, references, on, rows, unmatched, examples }) => (
              <tr key={`${source} ${references} ${on}`}>
                <th scope="row">{source}</th>
                <td>{references}</td>
                <td>
                  <code>{on.join(', ')}</code>
                </td>
                <td class="number">{formatCell(rows)}</td>
                <td class="number">{formatCell(unmatched)}</td>
                <td class="reasons">{examples.length > 0 ? <code>{examples.join(' · ')}</code> : '–'}</td>
                <td>
                  {unmatched > 0 ? (
                    <Pill tone="warn">Warn {share(unmatched, rows)}</Pill>
                  ) : (
                    <Pill tone="good">Pass</Pill>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
