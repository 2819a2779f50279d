import ELK, { type ElkNode, type LayoutOptions } from 'elkjs/lib/elk.bundled.js';
import { lettersIn, noteLetter } from './fit.ts';
import type { Edge, Node } from './graph.ts';

const width = (label: string) => Math.max(110, lettersIn(label) * 8.2 + 32);

const always = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.spacing.nodeNode': '48',
  'elk.spacing.edgeNode': '24',
  'elk.edgeRouting': 'ORTHOGONAL',
};
/** In the order in which the machine is written. */
const ordered = { ...always, 'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES' };
/** In an order of ELK's own, where what leads back leads up. */
const unordered = { ...always, 'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST' };

/** A graph with a place for each node and edge, relative to the node that they are in. */
export interface Placed {
  readonly placed: ElkNode;
  /** The type of each node, by its id. */
  readonly types: ReadonlyMap<string, string>;
  /** By the ids that they have in what is placed. */
  readonly edges: ReadonlyMap<string, Edge>;
}

/** Lays a graph out from top to bottom. */
export async function place(graph: Node): Promise<Placed> {
  const all = everything(graph);
  const elk = new ELK();
  // With several containers, ELK can fail to keep an order.
  const placed = await elk.layout(toElk(graph, ordered)).catch(() => elk.layout(toElk(graph, unordered)));
  return {
    placed,
    types: new Map(all.map(({ id, type }) => [id, type])),
    edges: new Map(all.flatMap(({ edges }) => edges.map((edge) => [idOf(edge), edge] as const))),
  };
}

const everything = (node: Node): Node[] => [node, ...node.children.flatMap(everything)];
const idOf = ({ from, to, label }: Edge) => `${from}→${to} ${label}`;

function toElk(node: Node, options: LayoutOptions): ElkNode {
  const isContainer = node.children.length > 0;
  return {
    id: node.id,
    labels: [{ text: node.label }],
    ...(isContainer
      ? {
          children: node.children.map((child) => toElk(child, options)),
          layoutOptions: {
            ...options,
            'elk.padding': node.label ? '[top=40,left=22,bottom=22,right=22]' : '[top=14,left=14,bottom=14,right=14]',
          },
        }
      : { width: width(node.label), height: node.type === 'Choice' ? 46 : 38 }),
    edges: node.edges.map((edge) => ({
      id: idOf(edge),
      sources: [edge.from],
      targets: [edge.to],
      ...(edge.label && { labels: [{ text: edge.label, width: lettersIn(edge.label) * noteLetter + 8, height: 16 }] }),
    })),
  };
}
