import type { ElkNode } from 'elkjs/lib/elk.bundled.js';
import { machineOf } from '../../local/definition.ts';
import { graphOf } from './graph.ts';
import { type Placed, place } from './place.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly id: string;
  readonly type: string;
  /** Whether it is a Map or Parallel, with others inside. */
  readonly isContainer: boolean;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'catch';
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly label: (Box & { readonly text: string }) | undefined;
}

/** A state machine as a picture whose places are all relative to its upper left corner; containers come before what is in them. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Lays a definition out. Throws PipelineInvalid for what is no state machine. */
export async function pictureOf(definition: unknown): Promise<Picture> {
  const laid = await place(graphOf(machineOf(definition)));
  const [width, height] = [Math.ceil(laid.placed.width ?? 0), Math.ceil(laid.placed.height ?? 0)];
  const all = [...flat(laid.placed, { x: 0, y: 0 }, laid)];
  const nodes = all.flatMap((one) => ('id' in one ? one : []));
  return { width, height, nodes, edges: all.flatMap((one) => ('from' in one ? one : [])) };
}

type Point = Pick<Box, 'x' | 'y'>;

function* flat(node: ElkNode, from: Point, laid: Placed): Generator<PlacedNode | PlacedEdge> {
  const own = { x: from.x + (node.x ?? 0), y: from.y + (node.y ?? 0) };
  const type = laid.types.get(node.id) ?? '';
  const children = node.children ?? [];
  const isContainer = children.length > 0;
  const size = { width: node.width ?? 0, height: node.height ?? 0 };
  if (type !== 'Machine') yield { id: node.id, type, isContainer, ...own, ...size };
  for (const child of children) yield* flat(child, own, laid);
  yield* edgesOf(node, own, laid);
}

function* edgesOf({ edges = [] }: ElkNode, own: Point, laid: Placed): Generator<PlacedEdge> {
  const moved = ({ x = 0, y = 0 }: Partial<Point>) => ({ x: own.x + x, y: own.y + y });
  for (const { id, sections = [], labels = [] } of edges) {
    const edge = laid.edges.get(id);
    if (!edge) continue;
    const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
      startPoint,
      ...bendPoints,
      endPoint,
    ]);
    const [first] = labels;
    const label = first && { ...moved(first), width: first.width ?? 0, height: first.height ?? 0, text: edge.label };
    yield { from: edge.from, to: edge.to, kind: edge.kind, points: points.map(moved), label };
  }
}
