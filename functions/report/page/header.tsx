import { pageKey, reportsPrefix } from '../../core/keys.ts';
import { Pill } from './pill.tsx';
import type { View } from './view.ts';

/** Title, period, run, and the way to each part of the page. */
export function Header({ document, report, charts, compared, hasTables }: View & { hasTables: boolean }) {
  const { title, batch, comparedWith, run, result, lineage, pulled } = document;
  // Nothing but full lists says nothing of a period.
  const isOfPeriod = lineage.length > 0 || pulled.some(({ from }) => from !== null);
  return (
    <header>
      <Standing {...document} />
      <h1>
        {title} <span class="batch">{batch.name}</span>
      </h1>
      {report.subtitle && <p class="subtitle">{report.subtitle}</p>}
      <p class="facts">
        {isOfPeriod ? 'Data of' : 'As of'} {periodOf(batch)} · Run <code>{run.id}</code>
        {result === 'published' && comparedWith && compared && (
          <>
            {' · '}Compared with <a href={`../../${hrefTo(comparedWith)}`}>{comparedWith.batch}</a>
          </>
        )}
        {result === 'published' && !comparedWith && ' · First report: compared with none'}
        {' · '}
        <a href="../index.html">Latest of {batch.name}</a>
        {' · '}
        <a href="../../index.html">All reports</a>
      </p>
      <nav aria-label="On this page">
        {charts.length > 0 && <a href="#charts">Charts</a>}
        {hasTables && <a href="#tables">Tables</a>}
        <a href="#quality">Data quality</a>
        <a href="#dictionary">Data dictionary</a>
        <a href="#lineage">Lineage</a>
        <a href="#downloads">Downloads</a>
      </nav>
    </header>
  );
}

function Standing({ result, quality, absent }: View['document']) {
  if (result === 'held') return <Pill tone="bad">Held: nothing was published</Pill>;
  const all = quality.length + absent.length;
  const without = absent.length + quality.filter(({ leftOut }) => leftOut).length;
  const past = quality.filter(({ withinLimits }) => !withinLimits).length;
  if (past > 0) return <Pill tone="bad">{`${past} of ${all} sources past the limits, accepted`}</Pill>;
  if (without > 0) return <Pill tone="warn">{`Made without ${without} of ${all} sources`}</Pill>;
  return <Pill tone="good">{`All ${all} sources within their limits`}</Pill>;
}

/** The days as a person says them: the first and the last. */
function periodOf({ from, to }: View['document']['batch']): string {
  const last = new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10);
  return from === last ? from : `${from} to ${last}`;
}

const hrefTo = ({ batch, run }: { batch: string; run: string }) =>
  pageKey(encodeURIComponent(batch), encodeURIComponent(run), 'published').slice(reportsPrefix.length);
