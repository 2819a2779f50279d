import { writtenChange, writtenValue } from '../../publishing/figure.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import { Trend } from '../drawing/trend.tsx';
import { otherRows } from '../unclear.ts';
import { madeId } from './made.tsx';
import type { View } from './view.ts';

/** The headline figures, each with its change and a line of how it came. */
export function Figures({ document, report }: View) {
  const tongue = useTongue();
  const says = tongue.words.page;
  if (document.figures.length === 0) return null;
  return (
    <section class="figures" aria-label={says.headlines}>
      {document.figures.map((figure, at) => {
        const value = writtenValue(figure, tongue);
        const change = document.changes.find((one) => one.figure === at);
        const batch = document.comparedWith?.batch ?? '';
        const changed = change && writtenChange(figure, change, { batch, tongue });
        const trend = report.figures[at]?.trend;
        const tableOf = (table: string | undefined) => document.tables.find(({ name }) => name === table);
        const drawn = tableOf(trend?.table);
        const others = otherRows(figure, tableOf(figure.table), tongue);
        return (
          <article key={figure.title} class="card figure">
            <h2>
              <a href={`#${madeId(figure.table)}`} title={says.made.title}>
                {figure.title}
              </a>
            </h2>
            <p class={`value ${sizeOf(value)}`}>{value}</p>
            {changed && <p class={`change ${change.news}`}>{changed}</p>}
            {others && <p class="change">{others}</p>}
            {drawn && trend && (
              <Trend
                id={`trend-${at + 1}`}
                title={figure.title}
                column={trend.column}
                table={drawn}
                definition={report.tables.find(({ name }) => name === trend.table)}
                batch={document.batch}
              />
            )}
          </article>
        );
      })}
    </section>
  );
}

/** A number is never broken; its unit may stand on the next line. */
const sizeOf = (value: string) =>
  value.split(' ').some(({ length }) => length > 14) ? 'longer' : value.length > 11 ? 'long' : '';
