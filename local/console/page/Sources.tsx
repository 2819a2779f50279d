import type { RunFacts } from '../run/facts.ts';
import { Card, Scrolls } from './parts.tsx';
import { count } from './words.ts';

/** The rows of each source, where no state is chosen. */
export const Sources = ({ facts }: { readonly facts: RunFacts | undefined }) => (
  <Card title={facts ? 'Sources' : 'A state'}>
    {facts && facts.quality.length > 0 && (
      <Scrolls label="Rows">
        <table class="numbers">
          <thead>
            <tr>
              <th>Source</th>
              <th>Read</th>
              <th>Clean</th>
              <th>Rejected</th>
              <th>Duplicates</th>
            </tr>
          </thead>
          <tbody>
            {facts.quality.map(({ source, read, clean, rejected, duplicates, holds }) => (
              <tr key={source} class={holds ? 'failed' : ''}>
                <th scope="row">{source}</th>
                {[read, clean, rejected, duplicates].map((rows, at) => (
                  <td key={at}>{count(rows)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
    )}
    <p class="none">Choose a state in the graph to see what went in and came out.</p>
  </Card>
);
