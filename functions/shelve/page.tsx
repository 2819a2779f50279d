import { renderHtml } from '../publishing/html.tsx';
import type { OnShelf, Shelved } from '../publishing/shelf.ts';

/** The page of a batch, `reports/<batch>/index.html`: it leads on to the report that holds. */
export function renderBatch(title: string, { batch, holds, versions }: Shelved): string {
  const there = holds === null ? undefined : pageOf({ run: holds, result: 'published' });
  return renderHtml(
    { title: `${title} · ${batch}`, style, leadsTo: there },
    <main>
      <h1>
        {title} <span class="muted">{batch}</span>
      </h1>
      <p>
        {there ? <a href={there}>The report that holds</a> : 'No report of this batch is published yet.'}
        {' · '}
        <a href="../index.html">All reports</a>
      </p>
      <Versions versions={versions} holds={holds} folder="" />
    </main>,
  );
}

/** The shelf, `reports/index.html`: every batch with the report that holds, and its other versions. */
export const renderShelf = (title: string, batches: readonly OnShelf[]): string =>
  renderHtml(
    { title: `${title} · All reports`, style },
    <main>
      <h1>{title}</h1>
      <p class="muted">All reports, the newest batch first. What a batch leads to is the report that holds.</p>
      <table>
        <thead>
          <tr>
            <th>Batch</th>
            <th>Report</th>
            <th>Versions</th>
          </tr>
        </thead>
        <tbody>
          {batches.map(({ batch, holds, versions, outdated }) => (
            <tr key={batch}>
              <th scope="row">
                <a href={`${encodeURIComponent(batch)}/index.html`}>{batch}</a>
              </th>
              <td>
                {holds === null ? <span class="pill warn">None yet</span> : <span class="pill good">Published</span>}
                {outdated && (
                  <p class="muted">
                    Compared with a report of {outdated} that holds no more: a rerun compares with the one that does.
                  </p>
                )}
              </td>
              <td>
                <Versions versions={versions} holds={holds} folder={`${encodeURIComponent(batch)}/`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>,
  );

function Versions({ versions, holds, folder }: Pick<Shelved, 'versions' | 'holds'> & { folder: string }) {
  return (
    <ul>
      {versions.map((version) => (
        <li key={version.run}>
          <a href={`${folder}${pageOf(version)}`}>
            <code>{version.run}</code>
          </a>{' '}
          {version.run === holds ? 'holds' : version.result === 'held' ? 'was held' : 'is superseded'}
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
  --good: #14693a; --good-ground: #dcf4e5; --warn: #7d4500; --warn-ground: #fdeed2;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0e131b; --card: #161d29; --text: #e6ebf3; --muted: #a2afc3; --line: #2b3546; --link: #84b3ff;
    --good: #6bd398; --good-ground: #12341f; --warn: #f2bd6b; --warn-ground: #3a2a0c;
  }
}
body {
  margin: 0 auto; padding: 28px 24px; max-width: 960px; background: var(--ground); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1 { margin: 0 0 4px; font-size: 27px; line-height: 1.25; letter-spacing: -0.015em; }
.muted { color: var(--muted); font-weight: 400; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
table { width: 100%; margin-top: 18px; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
th, td { padding: 12px 16px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tr:last-child > * { border-bottom: 0; }
th { white-space: nowrap; }
thead th { font-size: 12px; color: var(--muted); }
ul { margin: 0; padding: 0; list-style: none; }
td p { margin: 6px 0 0; font-size: 13px; }
.pill { display: inline-block; padding: 1px 10px; border-radius: 99px; font-size: 12px; font-weight: 600; }
.good { color: var(--good); background: var(--good-ground); }
.warn { color: var(--warn); background: var(--warn-ground); }
`;
