import type { ReportDocument } from '../../core/document.ts';
import { writtenValue } from '../../publishing/figure.ts';
import { Scroll } from '../../publishing/scroll.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import { CheckList } from './checks.tsx';
import type { View } from './view.ts';

type Table = ReportDocument['tables'][number];

/** Where the page says how a table, and the figures that it holds, came about. */
export const madeId = (table: string) => `made-${table}`;

/** How each figure and each table is made: its SQL, the sources that it rests on, and what was checked of those. */
export function Made({ document }: Pick<View, 'document'>) {
  const { words, bytes } = useTongue();
  const { made: says } = words.page;
  const { tables, run, definition } = document;
  if (tables.length === 0) return null;
  return (
    <section id="made" class="card" aria-labelledby="made-title">
      <h2 id="made-title">{says.title}</h2>
      <p class="subtitle">
        {says.run} <code>{run.id}</code> · {says.codeVersion} <code>{run.codeVersion}</code> · {says.definition}{' '}
        <code>{definition}</code>
        {run.scannedBytes !== undefined && ` · ${says.scanned(bytes(run.scannedBytes))}`}
      </p>
      {tables.map((table) => (
        <details key={table.name}>
          <summary>{table.title ?? table.name}</summary>
          <div id={madeId(table.name)}>
            <FiguresOf table={table} document={document} />
            {table.sql && (
              <pre>
                <code>{table.sql.trim()}</code>
              </pre>
            )}
            <SourcesOf table={table} document={document} />
          </div>
        </details>
      ))}
    </section>
  );
}

interface OfTable {
  readonly table: Table;
  readonly document: ReportDocument;
}

function FiguresOf({ table, document }: OfTable) {
  const tongue = useTongue();
  const { made: says } = tongue.words.page;
  const figures = document.figures.filter((figure) => figure.table === table.name);
  if (figures.length === 0) return null;
  return (
    <dl>
      {figures.map((figure) => (
        <div key={figure.title}>
          <dt>
            {figure.title}: {writtenValue(figure, tongue)}
          </dt>
          <dd>
            {figure.description} {says.column} <code>{figure.column}</code> {says.firstRow}{' '}
            <a href="#downloads">{table.name}.csv</a>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function SourcesOf({ table, document }: OfTable) {
  const { words, cell } = useTongue();
  const { quality: heads, made: says } = words.page;
  const { quality, checks } = document;
  const rests = new Set(table.sources ?? []);
  const sources = quality.filter(({ source }) => rests.has(source));
  const about = checks.filter((check) => 'source' in check && rests.has(check.source) && check.result !== 'pass');
  if (sources.length === 0) return null;
  return (
    <>
      <Scroll label={says.sourcesOf(table.title ?? table.name)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{says.restsOn}</th>
              <th scope="col" class="number">
                {heads.counts.clean}
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ source, title, clean }) => (
              <tr key={source}>
                <th scope="row">{title}</th>
                <td class="number">{cell(clean)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {about.length > 0 ? <CheckList checks={about} /> : <p class="muted">{says.allPassed}</p>}
    </>
  );
}
