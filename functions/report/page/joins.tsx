import { Literal } from '../../publishing/outside.tsx';
import { Scroll } from '../../publishing/scroll.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import { Pill } from './pill.tsx';
import type { View } from './view.ts';

/** Rows that point at another source and find nothing there: warnings. */
export function Joins({ joins }: Pick<View['document'], 'joins'>) {
  const { words, cell, share } = useTongue();
  const { joins: says, quality } = words.page;
  if (joins.length === 0) return null;
  return (
    <>
      <h3>{says.title}</h3>
      <p class="subtitle">{says.says}</p>
      <Scroll label={says.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{says.from}</th>
              <th scope="col">{says.to}</th>
              <th scope="col">{says.by}</th>
              <th scope="col" class="number">
                {says.rows}
              </th>
              <th scope="col" class="number">
                {says.unmatched}
              </th>
              <th scope="col">{says.examples}</th>
              <th scope="col">{quality.verdict}</th>
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
                <td class="number">{cell(rows)}</td>
                <td class="number">{cell(unmatched)}</td>
                <td class="reasons">
                  {examples.length === 0 && '–'}
                  {examples.map((example, at) => (
                    <>
                      {at > 0 && ' · '}
                      <Literal>{example}</Literal>
                    </>
                  ))}
                </td>
                <td>
                  {unmatched > 0 ? (
                    <Pill tone="warn">
                      {quality.warn} {share(unmatched, rows)}
                    </Pill>
                  ) : (
                    <Pill tone="good">{quality.pass}</Pill>
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
