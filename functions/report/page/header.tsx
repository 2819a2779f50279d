import { dayAfter } from '../../core/day.ts';
import { pageKey, reportsPrefix } from '../../core/keys.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import { partsIn } from '../components/components.tsx';
import type { View } from './view.ts';

/** Title, period, run, and the way to each part of the page. */
export function Header({ document, report, compared }: View) {
  const { title, batch, comparedWith, run, result, lineage, pulled, verdict } = document;
  const { words, day } = useTongue();
  const { parts, ...says } = words.page;
  // Nothing but full lists says nothing of a period.
  const isOfPeriod = lineage.length > 0 || pulled.some(({ from }) => from !== null);
  return (
    <header>
      <h1>
        {title} <span class="batch">{batch.name}</span>
      </h1>
      {report.subtitle && <p class="subtitle">{report.subtitle}</p>}
      <p class="facts">
        {(isOfPeriod ? says.dataOf : says.asOf)(day(batch.from), day(dayAfter(batch.to, -1)))} · {says.run}{' '}
        <code>{run.id}</code>
        {result === 'published' && comparedWith && compared && (
          <>
            {' · '}
            {says.comparedWith} <a href={`../../${hrefTo(comparedWith)}`}>{comparedWith.batch}</a>
          </>
        )}
        {result === 'published' && !comparedWith && ` · ${says.firstReport}`}
      </p>
      <nav aria-label={says.neighbours}>
        {comparedWith && (
          <a href={`../../${encodeURIComponent(comparedWith.batch)}/index.html`}>{says.previous(comparedWith.batch)}</a>
        )}
        <a href="../index.html">{says.latestOf(batch.name)}</a>
        {verdict.next && (
          <a href={`../../${encodeURIComponent(verdict.next.batch)}/index.html`}>{says.next(verdict.next.batch)}</a>
        )}
        <a href="../../index.html">{says.allReports}</a>
        <button type="button" class="print" data-print hidden>
          {says.print}
        </button>
      </nav>
      {result === 'published' && (
        <p class="notice warn" data-superseded={run.id} hidden>
          {says.superseded} <a href="../index.html">{says.superseding}</a>
        </p>
      )}
      <nav aria-label={says.onThisPage}>
        {partsIn({ document, report }).map((part) => (
          <a key={part} href={`#${part}`}>
            {parts[part]}
          </a>
        ))}
        <a href="#quality">{parts.quality}</a>
        {document.tables.length > 0 && <a href="#made">{parts.made}</a>}
        <a href="#dictionary">{parts.dictionary}</a>
        <a href="#lineage">{parts.lineage}</a>
        <a href="#downloads">{parts.downloads}</a>
      </nav>
    </header>
  );
}

const hrefTo = ({ batch, run }: { batch: string; run: string }) =>
  pageKey(encodeURIComponent(batch), encodeURIComponent(run), 'published').slice(reportsPrefix.length);
