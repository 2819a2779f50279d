import { writtenChange, writtenValue } from '../publishing/figure.ts';
import { renderHtml } from '../publishing/html.tsx';
import { Scroll } from '../publishing/scroll.tsx';
import type { OnShelf, Shelved } from '../publishing/shelf.ts';
import { Spoken, tongueOf, useTongue } from '../publishing/tongue.tsx';

/** What all of these pages are about. */
export interface Shelf {
  /** Of the report. */
  readonly title: string;
  /** In which they are written. */
  readonly locale: string;
}

/** The page of a batch, `reports/<batch>/index.html`: it leads on to the report that holds. */
export function renderBatch({ title, locale }: Shelf, { batch, holds, versions }: Shelved): string {
  const tongue = tongueOf(locale);
  const { shelf: says } = tongue.words;
  const there = holds === null ? undefined : pageOf({ run: holds, result: 'published' });
  return renderHtml(
    { title: `${title} · ${batch}`, style, locale, leadsTo: there },
    <Spoken.Provider value={tongue}>
      <main>
        <h1>
          {title} <span class="muted">{batch}</span>
        </h1>
        <p>
          {there ? <a href={there}>{says.holding}</a> : says.noneOfBatch}
          {' · '}
          <a href="../index.html">{says.allReports}</a>
        </p>
        <Versions versions={versions} holds={holds} folder="" />
      </main>
    </Spoken.Provider>,
  );
}

/** So many headlines of a batch stand on the shelf. */
const most = 6;

/** The shelf, `reports/index.html`: every batch with its verdict and headlines, and all its versions. */
export function renderShelf({ title, locale }: Shelf, batches: readonly OnShelf[]): string {
  const tongue = tongueOf(locale);
  const { shelf: says } = tongue.words;
  // What the newest report shows; an older one may show other figures, or fewer.
  const headings =
    batches
      .find(({ report }) => report)
      ?.report?.figures.slice(0, most)
      .map(({ title }) => title) ?? [];
  return renderHtml(
    { title: `${title} · ${says.allReports}`, style, locale },
    <Spoken.Provider value={tongue}>
      <main>
        <h1>{title}</h1>
        <p class="muted">{says.says}</p>
        <Scroll label={says.allReports}>
          <table>
            <thead>
              <tr>
                <th scope="col">{says.batch}</th>
                <th scope="col">{says.verdict}</th>
                {headings.map((heading) => (
                  <th key={heading} scope="col" class="number">
                    {heading}
                  </th>
                ))}
                <th scope="col">{says.versions}</th>
              </tr>
            </thead>
            <tbody>
              {batches.map((one) => (
                <BatchRow key={one.batch} {...one} headings={headings} />
              ))}
            </tbody>
          </table>
        </Scroll>
      </main>
    </Spoken.Provider>,
  );
}

function BatchRow({ batch, holds, versions, report, outdated, headings }: OnShelf & { headings: readonly string[] }) {
  const tongue = useTongue();
  const { shelf: says, checks } = tongue.words;
  return (
    <tr id={batch}>
      <th scope="row">
        <a href={`${encodeURIComponent(batch)}/index.html`}>{batch}</a>
      </th>
      <td>
        {report && <span class={`pill ${report.verdict.use}`}>{checks.use[report.verdict.use]}</span>}
        {!report && <span class="pill none">{holds === null ? says.none : says.published}</span>}
        {outdated && <p class="muted">{says.outdated(outdated)}</p>}
      </td>
      {headings.map((heading) => (
        <HeadlineCell key={heading} heading={heading} report={report} />
      ))}
      <td>
        <Versions versions={versions} holds={holds} folder={`${encodeURIComponent(batch)}/`} />
      </td>
    </tr>
  );
}

function HeadlineCell({ heading, report }: Pick<OnShelf, 'report'> & { heading: string }) {
  const tongue = useTongue();
  const at = report?.figures.findIndex(({ title }) => title === heading) ?? -1;
  const figure = report?.figures[at];
  if (!report || !figure) return <td class="number">–</td>;
  const change = report.changes.find((one) => one.figure === at);
  const batch = report.comparedWith?.batch ?? '';
  return (
    <td class="number">
      {writtenValue(figure, tongue)}
      {change && <p class={change.news}>{writtenChange(figure, change, { batch, tongue })}</p>}
    </td>
  );
}

function Versions({ versions, holds, folder }: Pick<Shelved, 'versions' | 'holds'> & { folder: string }) {
  const { shelf: says } = useTongue().words;
  return (
    <ul>
      {versions.map((version) => (
        <li key={version.run}>
          <a href={`${folder}${pageOf(version)}`}>
            <code>{version.run}</code>
          </a>{' '}
          {version.run === holds ? says.holds : version.result === 'held' ? says.held : says.superseded}
        </li>
      ))}
    </ul>
  );
}

const pageOf = ({ run, result }: Shelved['versions'][number]) =>
  `${encodeURIComponent(run)}/${result === 'held' ? 'quality' : 'index'}.html`;

const style = `
:root {
  color-scheme: light dark;
  --ground: #f5f7fa; --card: #fff; --text: #131b2b; --muted: #53617a; --line: #e1e7ef; --link: #1a56c4;
  --good: #14693a; --good-ground: #dcf4e5; --warn: #7d4500; --warn-ground: #fdeed2; --bad: #ad1f1a; --bad-ground: #fde3e1;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0e131b; --card: #161d29; --text: #e6ebf3; --muted: #a2afc3; --line: #2b3546; --link: #84b3ff;
    --good: #6bd398; --good-ground: #12341f; --warn: #f2bd6b; --warn-ground: #3a2a0c; --bad: #ff9a94; --bad-ground: #43191a;
  }
}
body {
  margin: 0 auto; padding: 28px 24px; max-width: 1168px; background: var(--ground); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1 { margin: 0 0 4px; font-size: 27px; line-height: 1.25; letter-spacing: -0.015em; }
.muted { color: var(--muted); font-weight: 400; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.scroll { margin-top: 18px; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
table { width: 100%; border-collapse: collapse; overflow-wrap: normal; }
th, td { padding: 12px 16px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tr:last-child > * { border-bottom: 0; }
th { white-space: nowrap; }
thead th { font-size: 12px; color: var(--muted); }
ul { margin: 0; padding: 0; list-style: none; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td li, td.number { white-space: nowrap; }
td p { margin: 4px 0 0; min-width: 18ch; font-size: 12px; white-space: normal; }
td p.good { color: var(--good); } td p.bad { color: var(--bad); } td p.neutral { color: var(--muted); }
.pill { display: inline-block; padding: 1px 10px; border-radius: 99px; font-size: 12px; font-weight: 600; }
.pill { white-space: nowrap; }
.yes, .none { color: var(--good); background: var(--good-ground); }
.with_care { color: var(--warn); background: var(--warn-ground); }
.no { color: var(--bad); background: var(--bad-ground); }
`;
