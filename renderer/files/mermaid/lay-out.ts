import { Graph, layout } from '@dagrejs/dagre';
import { CUSTOM_COLOR, ElementKind } from '../../../core/board/kinds.ts';
import { bendThrough, type Gathering, type Point } from '../gathering.ts';
import { roughSize } from '../rough-size.ts';
import type { Diagram, DiagramEdge, DiagramNode, NodeForm } from './diagram.ts';

/** Pixels. */
const LETTERS = 16;
const PADDING = { x: 20, y: 14 } as const;
const LEAST = { w: 70, h: 44 } as const;
const TITLE = 28;
const GAP = { nodes: 50, ranks: 70 } as const;
/** An edge whose way leaves the straight one by more than this is bent, pixels. */
const STRAIGHT = 14;
const DOT = 20;
/** Grey. */
const GROUP_COLOR = 6;
const CENTRE = 500;

const KINDS: Readonly<Record<NodeForm, number>> = {
  box: ElementKind.rectangle,
  round: ElementKind.ellipse,
  diamond: ElementKind.diamond,
  start: ElementKind.ellipse,
  end: ElementKind.ellipse,
  bar: ElementKind.rectangle,
};

/** Lays a diagram out and adds its elements. */
export function layOut(diagram: Diagram, into: Gathering): void {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: diagram.direction, nodesep: GAP.nodes, ranksep: GAP.ranks });
  graph.setDefaultEdgeLabel(() => ({}));
  const groups = [...diagram.groups.values()].filter(({ key }) => memberOf(diagram, key) !== undefined);
  for (const { key } of groups) graph.setNode(groupKey(key), {});
  for (const node of diagram.nodes.values()) graph.setNode(nodeKey(node.key), sizeOf(node));
  const isGroup = (key: string | undefined): key is string => groups.some((group) => group.key === key);
  for (const { key, parent } of groups) if (isGroup(parent)) graph.setParent(groupKey(key), groupKey(parent));
  for (const { key, parent } of diagram.nodes.values()) if (isGroup(parent)) graph.setParent(nodeKey(key), groupKey(parent));
  for (const [i, { from, to, text }] of diagram.edges.entries()) {
    // A group has no place in a rank; one of its nodes stands for it.
    const ends = [memberOf(diagram, from), memberOf(diagram, to)] as const;
    if (ends[0] === undefined || ends[1] === undefined || ends[0] === ends[1]) continue;
    const label = text === '' ? {} : { width: roughSize(text, LETTERS).w, height: LETTERS, labelpos: 'c' };
    graph.setEdge(nodeKey(ends[0]), nodeKey(ends[1]), label, `${i}`);
  }
  layout(graph);
  for (const { key, title } of groups) addGroup(into, key, title, placeIn(graph, groupKey(key)));
  for (const node of diagram.nodes.values()) addNode(into, node, placeIn(graph, nodeKey(node.key)));
  for (const [i, edge] of diagram.edges.entries()) addEdge(into, edge, `${i}`, { diagram, graph });
}

const groupKey = (key: string): string => `group ${key}`;
/** For the layout only, which keeps its nodes in plain objects: a node may be called "constructor". */
const nodeKey = (key: string): string => `node ${key}`;

/** A node, or the first one in a group. */
function memberOf(diagram: Diagram, key: string): string | undefined {
  if (!diagram.groups.has(key)) return diagram.nodes.has(key) ? key : undefined;
  for (const node of diagram.nodes.values()) if (node.parent === key) return node.key;
  for (const group of diagram.groups.values()) {
    const member = group.parent === key ? memberOf(diagram, group.key) : undefined;
    if (member !== undefined) return member;
  }
  return undefined;
}

function sizeOf({ text, form }: DiagramNode): { readonly width: number; readonly height: number } {
  if (form === 'start' || form === 'end') return { width: DOT, height: DOT };
  if (form === 'bar') return { width: 90, height: 8 };
  const { w, h } = roughSize(text, LETTERS);
  // The inside of an ellipse or a diamond is a part of its box.
  const share = form === 'diamond' ? 1.9 : form === 'round' ? 1.4 : 1;
  return { width: Math.max(LEAST.w, (w + 2 * PADDING.x) * share), height: Math.max(LEAST.h, (h + 2 * PADDING.y) * share) };
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function placeIn(graph: Graph, key: string): Placed {
  const { x, y, width: w, height: h } = graph.node(key);
  return { x: x - w / 2, y: y - h / 2, w, h };
}

function addGroup(into: Gathering, key: string, title: string, { x, y, w, h }: Placed): void {
  const box = { x, y: y - TITLE, w, h: h + TITLE };
  into.box(groupKey(key), ElementKind.rectangle, box, { color: GROUP_COLOR, fill: GROUP_COLOR, width: 2, dash: 1 });
  if (title === '') return;
  const size = roughSize(title, LETTERS);
  // At the left edge, because links come in from above at the middle.
  const at = { x: x + 10, y: box.y + 6, ...size };
  into.box(`title ${key}`, ElementKind.text, at, { color: 0, size: LETTERS, text: title, fits: true });
}

function addNode(into: Gathering, { key, text, form }: DiagramNode, at: Placed): void {
  const isFull = form === 'start' || form === 'bar';
  const fill = isFull || form === 'end' ? CUSTOM_COLOR + 0x808080 : undefined;
  into.box(key, KINDS[form], at, {
    color: isFull ? GROUP_COLOR : 0,
    width: form === 'end' ? 4 : 2,
    size: LETTERS,
    align: 1,
    text,
    ...(fill === undefined ? {} : { fill }),
  });
}

interface LaidOut {
  readonly diagram: Diagram;
  readonly graph: Graph;
}

function addEdge(into: Gathering, edge: DiagramEdge, name: string, { diagram, graph }: LaidOut): void {
  const [from, to] = [memberOf(diagram, edge.from), memberOf(diagram, edge.to)];
  if (from === undefined || to === undefined) return;
  const look = { color: 0, size: LETTERS, ...edge };
  if (from === to) {
    addLoop(into, name, placeIn(graph, nodeKey(from)), look);
    return;
  }
  const [one, other] = [middleOf(placeIn(graph, nodeKey(from))), middleOf(placeIn(graph, nodeKey(to)))];
  const ways: readonly Point[] = graph.edge(nodeKey(from), nodeKey(to), name)?.points ?? [];
  const middle = ways[Math.floor(ways.length / 2)];
  const bend = middle ? bendThrough(one, other, middle) : 0;
  const far = (Math.abs(bend) / 1000) * Math.hypot(other.x - one.x, other.y - one.y);
  const on = (key: string): { key: string; across: number; down: number } => ({
    key: diagram.groups.has(key) ? groupKey(key) : key,
    across: CENTRE,
    down: CENTRE,
  });
  into.line(`edge ${name}`, ElementKind.arrow, [one, other], {
    ...look,
    ...(far > STRAIGHT ? { route: 1, bend } : {}),
    fromOn: on(edge.from),
    toOn: on(edge.to),
  });
}

/** From the upper right corner of a node to its lower right one. */
function addLoop(into: Gathering, name: string, { x, y, w, h }: Placed, look: Omit<DiagramEdge, 'from' | 'to'>): void {
  const ends = [
    { x: x + w, y: y + h * 0.25 },
    { x: x + w, y: y + h * 0.75 },
  ] as const;
  into.line(`edge ${name}`, ElementKind.arrow, ends, { ...look, route: 1, bend: -1_500 });
}

function middleOf({ x, y, w, h }: Placed): Point {
  return { x: x + w / 2, y: y + h / 2 };
}
