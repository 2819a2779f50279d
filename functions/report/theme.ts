import type { Config } from 'vega-lite';

const series = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6', '--series-7'];
const text = { labelColor: 'var(--muted)', titleColor: 'var(--muted)', labelFontSize: 11, titleFontSize: 11 };

/** How every chart looks: colours are the page's CSS variables, so that they follow light and dark. */
export const themeFor = (width: number): Config => ({
  // One label tells the whole chart, and a table beside it tells each value.
  aria: false,
  background: 'transparent',
  font: 'inherit',
  view: { stroke: null },
  mark: { color: 'var(--series-1)' },
  bar: { cornerRadiusEnd: 2 },
  scale: { barBandPaddingInner: 0.28 },
  line: { strokeJoin: 'round', strokeCap: 'round' },
  point: { filled: true, size: 30 },
  rule: { color: 'var(--muted)' },
  text: { color: 'var(--text)', fontSize: 11 },
  tick: { color: 'var(--text)', thickness: 2 },
  title: { color: 'var(--text)', subtitleColor: 'var(--muted)', fontSize: 12, fontWeight: 600, anchor: 'start' },
  header: text,
  axis: {
    ...text,
    domainColor: 'var(--line)',
    tickColor: 'var(--line)',
    gridColor: 'var(--line)',
    labelPadding: 6,
    labelLimit: Math.min(170, width * 0.4),
    titleFontWeight: 'normal',
  },
  axisXTemporal: { tickCount: { signal: 'ceil(width / 75)' }, labelFlush: true },
  axisXQuantitative: { domain: false, ticks: false, tickCount: { signal: 'ceil(width / 75)' } },
  axisXDiscrete: { labelAngle: 0, labelOverlap: true, ticks: false },
  axisYDiscrete: { domain: false, ticks: false },
  axisYQuantitative: {
    domain: false,
    ticks: false,
    tickCount: { signal: 'ceil(height / 45)' },
    titleAngle: 0,
    titleAlign: 'left',
    titleAnchor: 'end',
    titleX: 0,
    titleY: -10,
  },
  legend: { ...text, orient: 'top', title: null, symbolType: 'square', symbolStrokeWidth: 2, offset: 26 },
  range: {
    category: series.map((name) => `var(${name})`),
    // Blends need real colours: these read on a light and on a dark ground.
    ramp: ['#a9c4f5', '#2f6fde', '#1c3f86'],
    heatmap: ['#a9c4f5', '#2f6fde', '#1c3f86'],
    ordinal: ['#a9c4f5', '#2f6fde', '#1c3f86'],
    diverging: ['#c2410c', '#9aa5b5', '#2f6fde'],
  },
});
