import type { Cell } from '../../core/quality.ts';
import { writtenChange, writtenValue } from '../../publishing/figure.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import { otherRows } from '../unclear.ts';
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
        const others = otherRows(figure, tableOf(figure.table));
        return (
          <article key={figure.title} class="card figure">
            <h2>{figure.title}</h2>
            <p class={value.length > 11 ? 'value long' : 'value'}>{value}</p>
            {changed && <p class={`change ${change.news}`}>{changed}</p>}
            {others && <p class="change">{others}</p>}
            {trend && (
              <Trend cells={(tableOf(trend.table)?.rows ?? []).map((row) => row[trend.column])} title={figure.title} />
            )}
          </article>
        );
      })}
    </section>
  );
}

function Trend({ cells, title }: { cells: readonly (Cell | undefined)[]; title: string }) {
  const { words } = useTongue();
  const values = cells.filter((cell) => cell !== null && cell !== undefined && cell !== '').map(Number);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length < 2 || !Number.isFinite(high - low)) return null;
  const x = (at: number) => ((at / (values.length - 1)) * 200).toFixed(1);
  const y = (value: number) => (high === low ? 18 : 34 - ((value - low) / (high - low)) * 30).toFixed(1);
  const line = values.map((value, at) => `${x(at)},${y(value)}`).join(' ');
  return (
    <svg
      class="trend"
      viewBox="0 0 200 40"
      preserveAspectRatio="none"
      role="img"
      aria-label={words.page.trendOf(title)}
    >
      <polygon points={`0,40 ${line} 200,40`} />
      <polyline points={line} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
