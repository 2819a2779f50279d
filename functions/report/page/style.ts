import { componentCss } from '../drawing/css.ts';

/** The page's only style sheet. Charts use its variables, so that they follow light and dark. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f5f7fa; --card: #fff; --text: #131b2b; --muted: #53617a; --line: #e1e7ef; --link: #1a56c4;
  --good: #14693a; --good-ground: #dcf4e5; --warn: #7d4500; --warn-ground: #fdeed2; --bad: #ad1f1a; --bad-ground: #fde3e1;
  --series-1: #2f6fde; --series-2: #c4731a; --series-3: #118a7e; --series-4: #8a63d2; --series-5: #c2406e;
  --series-6: #5c7a29; --series-7: #6b7688; --thin: #7b93bd; --gap: #848ea1;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0e131b; --card: #161d29; --text: #e6ebf3; --muted: #a2afc3; --line: #2b3546; --link: #84b3ff;
    --good: #6bd398; --good-ground: #12341f; --warn: #f2bd6b; --warn-ground: #3a2a0c; --bad: #ff9a94; --bad-ground: #43191a;
    --series-1: #6a9dfb; --series-2: #eda354; --series-3: #3dbcae; --series-4: #b296ef; --series-5: #ec7ea4;
    --series-6: #a2c465; --series-7: #98a4b5; --thin: #6c82ab; --gap: #77859c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 28px 24px; max-width: 1168px; background: var(--ground); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, p, figure { margin: 0; }
h1 { margin: 6px 0 2px; font-size: 27px; line-height: 1.25; letter-spacing: -0.015em; }
h2 { font-size: 16px; line-height: 1.35; letter-spacing: -0.005em; }
h3 { margin-top: 22px; font-size: 14px; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
h1, h2, th, td, strong, code, summary { unicode-bidi: isolate; }
.muted, .subtitle, .facts, .batch, .more, .empty, footer { color: var(--muted); }
.batch { font-weight: 400; unicode-bidi: isolate; }
.subtitle, .more { font-size: 13px; }
.empty { padding: 28px 0; text-align: center; }
.summary { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px; }
.verdict { padding: 18px 20px; border: 1px solid var(--line); border-left: 6px solid currentColor; border-radius: 12px; background: var(--card); }
.verdict > * { color: var(--text); }
.verdict > .use { margin: 0; color: inherit; font-size: 20px; font-weight: 700; letter-spacing: -0.01em; }
.verdict ul, .changes ul, .notice ul { margin: 8px 0 0; padding: 0 0 0 18px; }
.verdict .facts, .verdict ul + p, .verdict pre + p { margin-top: 10px; }
pre { margin: 6px 0 0; padding: 8px 12px; overflow-x: auto; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; }
.checks { margin: 8px 0 0; padding: 0; list-style: none; font-size: 13px; }
.checks li { padding: 3px 0; }
.changes ul { padding: 0; list-style: none; }
.changes li { padding: 2px 0; }
.verdict h2 { margin-top: 14px; font-size: 14px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 18px 0 0; font-size: 13px; }
footer { margin-top: 18px; font-size: 12px; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; margin-top: 16px; }
.notice { padding: 11px 16px; border-radius: 10px; }
.card { min-width: 0; padding: 18px 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.grid { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; }
.span { grid-column: 1 / -1; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 16px; }
.figure { position: relative; display: flex; flex-direction: column; padding: 14px 18px 0; overflow: hidden; }
.figure h2 { font-size: 13px; font-weight: 500; color: var(--muted); letter-spacing: 0; }
.figure h2 a { color: inherit; text-decoration: underline dotted; text-underline-offset: 3px; }
.value { font-size: 27px; font-weight: 700; line-height: 1.3; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.value.long { font-size: 20px; line-height: 1.755; } .value.longer { font-size: 16px; line-height: 1.4; }
.change { font-size: 13px; color: var(--muted); }
.figure > :last-child:not(.trend) { margin-bottom: 14px; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.pill.good, .notice.good { background: var(--good-ground); }
.pill.warn, .notice.warn { background: var(--warn-ground); }
.pill.bad, .notice.bad { background: var(--bad-ground); }
.notice a { color: inherit; }
.pill { display: inline-block; padding: 1px 10px; border-radius: 99px; font-size: 12px; font-weight: 600; white-space: nowrap; }
.trend { width: calc(100% + 36px); margin: auto -18px 0; }
details { margin-top: 10px; }
summary { width: fit-content; cursor: pointer; font-size: 13px; color: var(--muted); }
#made dl { margin: 8px 0 12px; }
#made dt { font-weight: 600; }
#made dd { margin: 0 0 6px; color: var(--muted); }
#dictionary summary, #made summary { color: var(--text); font-weight: 600; }
#dictionary summary .muted { margin-left: 6px; font-weight: 400; }
#dictionary details p { margin: 8px 0; font-size: 13px; }
.scroll { margin: 10px -20px 0; padding: 0 20px; overflow-x: auto; }
details .scroll { max-height: 420px; overflow-y: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; overflow-wrap: normal; }
th, td { padding: 8px 10px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--muted); font-size: 12.5px; font-weight: 600; vertical-align: bottom; }
th button { all: unset; cursor: pointer; }
th button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
th button::after { content: " ↕"; opacity: 0.45; }
th[aria-sort] button::after { content: " ↑"; opacity: 1; }
th[aria-sort="descending"] button::after { content: " ↓"; }
.text { max-width: 44ch; overflow-wrap: break-word; }
tfoot > tr > * { border-top: 2px solid var(--line); border-bottom: 0; font-weight: 600; }
.print { margin-left: auto; font: inherit; padding: 1px 12px; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
tbody th { font-weight: 500; } tbody th, tfoot th { white-space: nowrap; }
#downloads tbody th { min-width: 12ch; white-space: normal; }
.number { text-align: right; }
.number, .date, .timestamp { white-space: nowrap; font-variant-numeric: tabular-nums; }
.reasons { min-width: 260px; overflow-wrap: anywhere; }
.reasons p + p { margin-top: 4px; }
.example { display: block; color: var(--muted); }
.more { margin-top: 8px; }
.files > span { display: inline-block; margin-right: 22px; white-space: nowrap; }
@media screen and (max-width: 900px) {
  .grid { grid-template-columns: minmax(0, 1fr); }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .figure:last-child:nth-child(odd) { grid-column: 1 / -1; }
}
@media screen and (max-width: 560px) {
  body { padding: 18px 16px; }
  main, .grid, .figures { gap: 12px; }
  .card { padding: 14px 16px; }
  .figure { padding: 12px 14px 0; }
  .trend { width: calc(100% + 28px); margin: auto -14px 0; }
  .value { font-size: 22px; }
  .value.long { font-size: 15px; line-height: 1.9; } .value.longer { font-size: 12.5px; line-height: 1.5; }
  h1 { font-size: 23px; }
  .scroll { margin: 10px -16px 0; padding: 0 16px; }
  tbody th { white-space: normal; }
  .quality thead { position: absolute; clip-path: inset(50%); }
  .quality tr {
    display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 6px; padding: 12px 0;
    border-bottom: 1px solid var(--line);
  }
  .quality tr:last-child { border: 0; }
  .quality th, .quality td { grid-column: 1 / -1; min-width: 0; padding: 0; border: 0; }
  .quality tbody th { grid-area: 1 / 1 / 2 / 4; font-weight: 600; }
  .quality tbody td:last-child { grid-area: 1 / 2 / 2 / -1; justify-self: end; }
  .quality td:empty { display: none; }
  .quality tfoot tr:last-child { border-top: 2px solid var(--line); }
  .quality .number { grid-column: auto; text-align: left; }
  .quality .number::before { content: attr(data-label); display: block; color: var(--muted); font-size: 11px; }
}
@page {
  size: A4; margin: 14mm 12mm 16mm;
  @bottom-right { content: counter(page) " / " counter(pages); color: #53617a; font: 9pt system-ui, sans-serif; }
}
@media print {
  details::details-content { content-visibility: visible; height: auto; }
  summary { list-style: none; }
  th button::after { content: none; }
  .print { display: none; }
  th, td, thead .number { padding: 3px 6px; white-space: normal; }
  td { overflow-wrap: anywhere; }
  table { font-size: 8.5pt; }
  thead { display: table-header-group; }
  body { max-width: none; padding: 0; background: none; }
  nav, #downloads { display: none; }
  .card, .chart > :not(details), tr { break-inside: avoid; }
  .grid > .card:has(table), #quality { break-inside: auto; }
  h2, .subtitle, summary, .chart > :is(figcaption, .legend) { break-after: avoid; }
  main, .grid, .figures { gap: 10px; }
  .grid { grid-template-columns: minmax(0, 1fr); }
  .figures { grid-template-columns: repeat(auto-fit, minmax(118px, 1fr)); }
  .value { font-size: 18px; } .value.long { font-size: 14px; line-height: 1.67; } .change { font-size: 11px; }
  .value.longer { font-size: 10px; line-height: 1.5; }
  .card { padding: 12px 14px; }
  .scroll, details .scroll { max-height: none; overflow: visible; margin: 8px 0 0; padding: 0; }
  .trend { width: calc(100% + 28px); margin: auto -14px 0; }
  .reasons { min-width: 0; }
}
${componentCss}`;
