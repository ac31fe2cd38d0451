/** Most of what a diagram may have. More is refused as a whole. */
export const DIAGRAM_LIMITS = {
  chars: 50_000,
  nodes: 500,
  edges: 1_000,
  groups: 200,
  /** Rows that all edges together lead through: the layout takes seconds for these. */
  rowsCrossed: 3_000,
  deep: 8,
  lineChars: 2_000,
  labelChars: 1_000,
} as const;

export type NodeForm = 'box' | 'round' | 'diamond' | 'start' | 'end' | 'bar';

export interface DiagramNode {
  readonly key: string;
  text: string;
  form: NodeForm;
  /** The group that contains it. */
  parent: string | undefined;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly headFrom: number;
  readonly headTo: number;
  readonly dash: number;
  /** Pixels. */
  readonly width: number;
}

export interface DiagramGroup {
  readonly key: string;
  title: string;
  readonly parent: string | undefined;
}

export type Direction = 'TB' | 'BT' | 'LR' | 'RL';

/** Why a text is no diagram: the line that could not be read, from 1, or too much of everything. */
export class Unreadable extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line} cannot be read`);
    this.line = line;
  }
}

export class TooLarge extends Error {}

/** A diagram of nodes and edges while it is read. */
export class Diagram {
  readonly nodes = new Map<string, DiagramNode>();
  readonly edges: DiagramEdge[] = [];
  readonly groups = new Map<string, DiagramGroup>();
  direction: Direction = 'TB';
  readonly #open: string[] = [];

  /** The node of this key, new if need be. What is said of it later replaces what was said before. */
  node(key: string, said: { readonly text?: string; readonly form?: NodeForm } = {}): DiagramNode {
    let node = this.nodes.get(key);
    if (!node) {
      if (this.nodes.size >= DIAGRAM_LIMITS.nodes) throw new TooLarge();
      node = { key, text: key, form: 'box', parent: this.#open.at(-1) };
      this.nodes.set(key, node);
    }
    if (said.text !== undefined) node.text = said.text.slice(0, DIAGRAM_LIMITS.labelChars);
    if (said.form !== undefined) node.form = said.form;
    return node;
  }

  edge(edge: DiagramEdge): void {
    if (this.edges.length >= DIAGRAM_LIMITS.edges) throw new TooLarge();
    this.edges.push({ ...edge, text: edge.text.slice(0, DIAGRAM_LIMITS.labelChars) });
  }

  /** What follows is inside this group, until it is closed. False: it is inside it already. */
  openGroup(key: string, title: string): boolean {
    if (this.#open.includes(key)) return false;
    if (this.groups.size >= DIAGRAM_LIMITS.groups || this.#open.length >= DIAGRAM_LIMITS.deep) throw new TooLarge();
    this.groups.set(key, { key, title, parent: this.#open.at(-1) });
    // It may have been named before it was opened.
    if (this.nodes.get(key)?.parent === this.#open.at(-1)) this.nodes.delete(key);
    this.#open.push(key);
    return true;
  }

  /** False when none is open. */
  closeGroup(): boolean {
    return this.#open.pop() !== undefined;
  }

  get openGroups(): readonly string[] {
    return this.#open;
  }
}

export function directionOf(word: string): Direction {
  return word === 'LR' || word === 'RL' || word === 'BT' ? word : 'TB';
}

/** The direction that a statement sets. Undefined for other statements. */
export function directionIn(statement: string): Direction | undefined {
  const word = /^direction\s+(TB|TD|BT|LR|RL)$/.exec(statement)?.[1];
  return word === undefined ? undefined : directionOf(word);
}

/** A label without its quotes, marks and tags. */
export function labelText(raw: string): string {
  return raw
    .trim()
    .replace(/^"([\s\S]*)"$/, '$1')
    .replace(/^`([\s\S]*)`$/, '$1')
    .replace(/<br\s*\/?>|\\n/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/#quot;|&quot;/g, '"')
    .replace(/#(\d{1,6});/g, (whole, code) => (Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : whole))
    .replace(/#(?:lt|gt|amp);|&(?:lt|gt|amp);/g, (mark) => (mark.includes('lt') ? '<' : mark.includes('gt') ? '>' : '&'))
    .trim();
}

/** The lines of a diagram after its first one, without comments; each with its number from 1. Throws for an endless line. */
export function linesOf(text: string): readonly { readonly line: number; readonly text: string }[] {
  const lines = text.split('\n').map((raw, i) => ({ line: i + 1, text: raw.replace(/%%.*$/, '').trim() }));
  const endless = lines.find(({ text: words }) => words.length > DIAGRAM_LIMITS.lineChars);
  if (endless) throw new Unreadable(endless.line);
  let isFrontMatter = lines[0]?.text === '---';
  let hasHead = false;
  return lines.filter(({ text: words }, i) => {
    if (isFrontMatter) {
      if (i > 0 && words === '---') isFrontMatter = false;
      return false;
    }
    if (words === '') return false;
    const isBody = hasHead;
    hasHead = true;
    return isBody;
  });
}
