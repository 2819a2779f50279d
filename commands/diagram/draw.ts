import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk.bundled.js';
import { machineOf } from '../../local/definition.ts';
import { type Edge, graphOf } from './graph.ts';
import { place } from './place.ts';

/** The state machine as one SVG that follows the reader's light or dark scheme. Throws for what is no ASL. */
export async function drawStateMachine(definition: unknown): Promise<string> {
  const { placed, types, edges } = await place(graphOf(machineOf(definition)));
  const body = [...drawNode(placed, types, edges)].join('\n');
  const [w, h] = [Math.ceil(placed.width ?? 0), Math.ceil(placed.height ?? 0)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-label="The states of the pipeline">
<style>
  svg { --ink: #1f2937; --line: #64748b; --box: #ffffff; --task: #e0f2e9; --edge: #157347; --faint: #94a3b8; }
  @media (prefers-color-scheme: dark) { svg { --ink: #e5e7eb; --line: #94a3b8; --box: #1e293b; --task: #14352a; --edge: #3fb57f; --faint: #64748b; } }
  text { font: 600 13px system-ui, sans-serif; fill: var(--ink); text-anchor: middle; dominant-baseline: central; }
  .note { font-weight: 400; font-size: 11.5px; fill: var(--line); }
  rect, polygon { fill: var(--box); stroke: var(--line); stroke-width: 1.4; }
  .Task rect { fill: var(--task); stroke: var(--edge); }
  .Map > rect, .Parallel > rect { fill: none; stroke: var(--edge); stroke-dasharray: 5 4; }
  path { fill: none; stroke: var(--line); stroke-width: 1.4; }
  .catch { stroke-dasharray: 4 4; stroke: var(--faint); }
  marker path { fill: var(--line); stroke: none; }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${body}
</svg>
`;
}

function* drawNode(
  node: ElkNode,
  types: ReadonlyMap<string, string>,
  styles: ReadonlyMap<string, Edge>,
): Generator<string> {
  const type = types.get(node.id) ?? '';
  const [x, y, w, h] = [node.x ?? 0, node.y ?? 0, node.width ?? 0, node.height ?? 0];
  yield `<g class="${type}" transform="translate(${x} ${y})">`;
  if (type !== 'Machine') yield shape(type, w, h) + title(node, type, w, h);
  for (const child of node.children ?? []) yield* drawNode(child, types, styles);
  for (const edge of node.edges ?? []) yield drawEdge(edge, styles.get(edge.id)?.kind ?? 'next');
  yield '</g>';
}

function shape(type: string, w: number, h: number): string {
  if (type === 'Choice') return `<polygon points="0,${h / 2} 14,0 ${w - 14},0 ${w},${h / 2} ${w - 14},${h} 14,${h}"/>`;
  const round = ['Start', 'Succeed', 'Fail'].includes(type) ? h / 2 : 7;
  return `<rect width="${w}" height="${h}" rx="${round}"/>`;
}

function title({ labels, children = [] }: ElkNode, type: string, w: number, h: number): string {
  const text = escaped(labels?.[0]?.text ?? '');
  if (children.length === 0) return `<text x="${w / 2}" y="${h / 2}">${text}</text>`;
  return `<text class="note" x="${w / 2}" y="18">${text} · ${type}</text>`;
}

function drawEdge(edge: ElkExtendedEdge, kind: Edge['kind']): string {
  const lines = (edge.sections ?? []).map(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(({ x, y }, at) => `${at ? 'L' : 'M'}${round(x)} ${round(y)}`).join(''),
  );
  const notes = (edge.labels ?? []).map(
    ({ text = '', x = 0, y = 0, width: w = 0, height: h = 0 }) =>
      `<text class="note" x="${round(x + w / 2)}" y="${round(y + h / 2)}">${escaped(text)}</text>`,
  );
  return [...lines.map((d) => `<path class="${kind}" d="${d}" marker-end="url(#tip)"/>`), ...notes].join('');
}

const round = (value: number) => Math.round(value * 10) / 10;
const escaped = (text: string) => text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
