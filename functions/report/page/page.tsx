import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import { ChartCard } from './chart-card.tsx';
import { Dictionary } from './dictionary.tsx';
import { Downloads } from './downloads.tsx';
import { Figures } from './figures.tsx';
import { Header } from './header.tsx';
import { Lineage } from './lineage.tsx';
import { Notices } from './notices.tsx';
import { Quality } from './quality.tsx';
import { style } from './style.ts';
import { TableCard } from './table-card.tsx';
import type { View } from './view.ts';

/** The page as one self-contained HTML file without scripts; it loads nothing. */
export const renderPage = (view: View): string => `<!doctype html>\n${renderToString(<Page {...view} />)}\n`;

const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

function Page(view: View) {
  const { document, report, charts, downloads } = view;
  const tables = document.tables.flatMap((table) => {
    const definition = report.tables.find(({ name }) => name === table.name);
    return definition?.title === undefined ? [] : [{ table, definition }];
  });
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>{`${document.title} · ${document.batch.name}`}</title>
        {/* A constant, which an escape would break. */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <Header {...view} hasTables={tables.length > 0} />
        <main>
          <Notices {...view} />
          <Figures {...view} />
          {charts.length > 0 && (
            <section id="charts" class="grid" aria-label="Charts">
              {charts.map((chart, at) => (
                <ChartCard key={at} {...chart} wide={chart.chart.wide ?? false} id={`chart-${at + 1}`} />
              ))}
            </section>
          )}
          {tables.length > 0 && (
            <section id="tables" class="grid" aria-label="Tables">
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
          Definition <code>{document.definition}</code>. This file is complete in itself: it runs no scripts and loads
          nothing.
        </footer>
      </body>
    </html>
  );
}
