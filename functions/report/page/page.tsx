import { renderHtml } from '../../publishing/html.tsx';
import { script } from '../../publishing/script.ts';
import { Spoken, tongueOf } from '../../publishing/tongue.tsx';
import { Changes } from './changes.tsx';
import { ChartCard } from './chart-card.tsx';
import { Dictionary } from './dictionary.tsx';
import { Downloads } from './downloads.tsx';
import { Figures } from './figures.tsx';
import { Header } from './header.tsx';
import { Lineage } from './lineage.tsx';
import { Quality } from './quality.tsx';
import { style } from './style.ts';
import { TableCard } from './table-card.tsx';
import { Verdict } from './verdict.tsx';
import type { View } from './view.ts';

/** The page of a run, published or held. */
export function renderPage(view: View): string {
  const { document, report, charts, downloads } = view;
  const tables = document.tables.flatMap((table) => {
    const definition = report.tables.find(({ name }) => name === table.name);
    return definition?.title === undefined ? [] : [{ table, definition }];
  });
  const tongue = tongueOf(view.locale);
  const { words } = tongue;
  return renderHtml(
    { title: `${document.title} · ${document.batch.name}`, style, script, locale: tongue.locale },
    <Spoken.Provider value={tongue}>
      <Header {...view} hasTables={tables.length > 0} />
      <main>
        <div class="summary">
          <Verdict {...view} />
          <Changes {...view} />
        </div>
        <Figures {...view} />
        {charts.length > 0 && (
          <section id="charts" class="grid" aria-label={words.page.parts.charts}>
            {charts.map((chart, at) => (
              <ChartCard key={at} {...chart} wide={chart.chart.wide ?? false} id={`chart-${at + 1}`} />
            ))}
          </section>
        )}
        {tables.length > 0 && (
          <section id="tables" class="grid" aria-label={words.page.parts.tables}>
            {tables.map(({ table, definition }) => (
              <TableCard key={table.name} table={table} definition={definition} />
            ))}
          </section>
        )}
        <Quality {...view} />
        <Dictionary {...view} />
        <Lineage {...view} />
        <Downloads downloads={downloads} />
      </main>
      <footer>
        {words.page.definition} <code>{document.definition}</code>. {words.page.complete}
      </footer>
    </Spoken.Provider>,
  );
}
