import { Graph, layout } from '@dagrejs/dagre';
import { CUSTOM_COLOR, ElementKind } from '../../../core/board/kinds.ts';
import { bendThrough, type Gathering, type Point } from '../gathering.ts';
import { roughSize } from '../rough-size.ts';
import { DIAGRAM_LIMITS, type Diagram, type DiagramEdge, type DiagramNode, type NodeForm, TooLarge } from './diagram.ts';

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

/** Lays a diagram out and adds its elements. Throws `TooLarge` for one that cannot be. */
export function layOut(diagram: Diagram, into: Gathering, arrange: (graph: Graph) => void = layout): void {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: diagram.direction, nodesep: GAP.nodes, ranksep: GAP.ranks });
  graph.setDefaultEdgeLabel(() => ({}));
  const memberOf = membersOf(diagram);
  const groups = [...diagram.groups.values()].filter(({ key }) => memberOf(key) !== undefined);
  for (const { key } of groups) graph.setNode(groupKey(key), {});
  for (const node of diagram.nodes.values()) graph.setNode(nodeKey(node.key), sizeOf(node));
  const shown = new Set<string | undefined>(groups.map(({ key }) => key));
  const isGroup = (key: string | undefined): key is string => shown.has(key);
  for (const { key, parent } of groups) if (isGroup(parent)) graph.setParent(groupKey(key), groupKey(parent));
  for (const { key, parent } of diagram.nodes.values()) if (isGroup(parent)) graph.setParent(nodeKey(key), groupKey(parent));
  const ways: (readonly [string, string])[] = [];
  for (const [i, { from, to, text }] of diagram.edges.entries()) {
    // A group has no place in a rank; one of its nodes stands for it.
    const ends = [memberOf(from), memberOf(to)] as const;
    if (ends[0] === undefined || ends[1] === undefined || ends[0] === ends[1]) continue;
    const label = text === '' ? {} : { width: roughSize(text, LETTERS).w, height: LETTERS, labelpos: 'c' };
    ways.push([ends[0], ends[1]]);
    graph.setEdge(nodeKey(ends[0]), nodeKey(ends[1]), label, `${i}`);
  }
  if (rowsCrossed(ways) > DIAGRAM_LIMITS.rowsCrossed) throw new TooLarge();
  try {
    arrange(graph);
  } catch {
    // Too deep for its recursion, or with places where it fails.
    throw new TooLarge();
  }
  for (const { key, title } of groups) addGroup(into, key, title, placeIn(graph, groupKey(key)));
  for (const node of diagram.nodes.values()) addNode(into, node, placeIn(graph, nodeKey(node.key)));
  for (const [i, edge] of diagram.edges.entries()) addEdge(into, edge, `${i}`, { diagram, graph, memberOf });
}

/** Rows that the edges cross, all together: in each of them the layout gives every edge a place. */
function rowsCrossed(ways: readonly (readonly [from: string, to: string])[]): number {
  const next = new Map<string, string[]>();
  for (const [from, to] of ways) next.set(from, [...(next.get(from) ?? []), to]);
  const places = new Map<string, number>();
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const to of next.get(key) ?? []) visit(to);
    places.set(key, -places.size);
  };
  for (const [from] of ways) visit(from);
  const place = (key: string): number => places.get(key) ?? 0;
  // An edge that closes a circle is laid out as one in the other direction.
  const down = ways.map(([from, to]) => (place(from) < place(to) ? ([from, to] as const) : ([to, from] as const)));
  down.sort(([a], [b]) => place(a) - place(b));
  const rows = new Map<string, number>();
  const row = (key: string): number => rows.get(key) ?? 0;
  for (const [from, to] of down) rows.set(to, Math.max(row(to), row(from) + 1));
  return down.reduce((sum, [from, to]) => sum + row(to) - row(from), 0);
}

const groupKey = (key: string): string => `group ${key}`;
/** For the layout only, which keeps its nodes in plain objects: a node may be called "constructor". */
const nodeKey = (key: string): string => `node ${key}`;

/** Gives for a node itself, and for a group the first node in it or in a group of it. */
function membersOf(diagram: Diagram): (key: string) => string | undefined {
  const firstIn = new Map<string | undefined, string>();
  for (const { key, parent } of diagram.nodes.values()) if (!firstIn.has(parent)) firstIn.set(parent, key);
  const groupsIn = new Map<string | undefined, string[]>();
  for (const { key, parent } of diagram.groups.values()) groupsIn.set(parent, [...(groupsIn.get(parent) ?? []), key]);
  const find = (group: string): string | undefined => {
    const own = firstIn.get(group);
    if (own !== undefined) return own;
    for (const inner of groupsIn.get(group) ?? []) {
      const member = find(inner);
      if (member !== undefined) return member;
    }
    return undefined;
  };
  const found = new Map([...diagram.groups.keys()].map((key) => [key, find(key)]));
  return (key) => (found.has(key) ? found.get(key) : diagram.nodes.has(key) ? key : undefined);
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
  readonly memberOf: (key: string) => string | undefined;
}

function addEdge(into: Gathering, edge: DiagramEdge, name: string, { diagram, graph, memberOf }: LaidOut): void {
  const [from, to] = [memberOf(edge.from), memberOf(edge.to)];
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
