/** How components look; joined to the page's style sheet. Colours are its variables, so that they follow light and dark. */
export const componentCss = `
.chart { container-type: inline-size; }
.statement { margin-top: 2px; }
.paragraph { max-width: 72ch; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 10px 0 0; padding: 0; list-style: none; font-size: 12px; }
.legend svg, .missing svg { margin-right: 6px; }
.missing { margin-top: 8px; font-size: 12px; color: var(--muted); }
.picture { margin-top: 14px; font-size: 11px; font-variant-numeric: tabular-nums; }
.picture svg, .trend { display: block; overflow: visible; }
.picture text { fill: var(--muted); }
.picture .value-at, .rows text { fill: var(--text); }
.plot { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: 8px; padding-top: 12px; }
[data-tips] { position: relative; }
.tip { position: absolute; z-index: 1; top: 0; padding: 4px 9px; border-radius: 7px; background: var(--text); color: var(--card); font-size: 12px; white-space: pre; pointer-events: none; transform: translateX(-50%); }
.values { display: flex; flex-direction: column; justify-content: space-between; box-sizing: content-box; height: 200px; max-width: 30vw; margin: -8px 0; padding: 8px 0; overflow: hidden; color: var(--muted); text-align: right; white-space: nowrap; }
.values span { height: 0; line-height: 0; }
.rule { stroke: var(--line); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
.line.thin { stroke: var(--thin); stroke-width: 1.3; }
.bar { stroke: none; }
.area { fill: var(--series-1); opacity: 0.13; }
.hatch { stroke: var(--gap); stroke-width: 1.2; }
.mark { stroke: var(--text); stroke-width: 2; }
.zero { stroke: var(--muted); }
${[1, 2, 3, 4, 5, 6, 7].map((at) => `.series-${at} { fill: var(--series-${at}); } .line.series-${at} { fill: none; stroke: var(--series-${at}); }`).join('\n')}
.rows { display: grid; grid-template-columns: minmax(0, 1fr); font-size: 12px; }
.row { display: contents; }
.value-by-name { font-weight: 600; }
.row .name { margin-top: 7px; line-height: 1.35; }
.row .track { display: block; min-width: 0; padding-block: 2px; }
${[2, 4, 6, 8, 10, 12, 16, 20].map((room) => `.room-${room} .track { padding-right: ${room + 0.7}em; }`).join('\n')}
.picture .wide, .picture .medium { display: none; }
@container (min-width: 410px) {
  .picture .medium { display: inline; }
  .rows { grid-template-columns: fit-content(42%) minmax(0, 1fr); gap: 4px 12px; align-items: center; }
  .row .name { margin: 0; text-align: right; }
}
@container (min-width: 860px) { .picture .wide { display: inline; } }
`;
