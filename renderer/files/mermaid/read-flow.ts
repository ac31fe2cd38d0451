import { Diagram, directionIn, directionOf, labelText, linesOf, type NodeForm, Unreadable } from './diagram.ts';

/** Brackets around a node's text, the longest first. */
const FORMS: readonly (readonly [open: string, closers: readonly string[], form: NodeForm])[] = [
  ['(((', [')))'], 'round'],
  ['((', ['))'], 'round'],
  ['([', ['])'], 'round'],
  ['[[', [']]'], 'box'],
  ['[(', [')]'], 'round'],
  ['[/', ['/]', '\\]'], 'box'],
  ['[\\', ['\\]', '/]'], 'box'],
  ['{{', ['}}'], 'diamond'],
  ['{', ['}'], 'diamond'],
  ['(', [')'], 'round'],
  ['[', [']'], 'box'],
  ['>', [']'], 'box'],
];

const ID = /^[\p{L}\p{N}_]+(?:[-.:]+(?=[\p{L}\p{N}_])(?<!--)[\p{L}\p{N}_]+)*/u;
const WHOLE_LINK = /^(?:(<)|[xo](?=[-=]))?(?:(~{3,})|-{2,}([->xo])|={2,}([=>xo])|-\.+-([>xo])?)/;
const OPEN_LINK = /^(<)?(--|==|-\.)\s*(?![->=.\s])("[^"]*"|.+?)\s*(?:-{2,}([->xo])|={2,}([=>xo])|\.+-([>xo])?)/;
const EDGE_NAME = /^[\w-]+@(?=[<xo]?[-=~])/;
/** Statements about looks and clicks. They change no element. */
const LOOKS = /^(?:classDef|class|style|linkStyle|click|accTitle|accDescr|title)\b/;
const HEADS: Readonly<Record<string, number>> = { '>': 1, x: 4, o: 3 };

/** Reads a flowchart. Throws for what it cannot read. */
export function readFlow(text: string): Diagram {
  const diagram = new Diagram();
  const head = /^\s*(?:flowchart|graph)(?:-elk)?\s+(TB|TD|BT|LR|RL)/m.exec(text)?.[1];
  diagram.direction = directionOf(head ?? 'TB');
  for (const { line, text: words } of linesOf(text)) {
    for (const statement of statementsOf(words)) {
      if (!readStatement(diagram, statement, line)) throw new Unreadable(line);
    }
  }
  if (diagram.openGroups.length > 0) throw new Unreadable(text.split('\n').length);
  return diagram;
}

/** Splits at semicolons outside of quotes and brackets. */
function statementsOf(words: string): readonly string[] {
  const parts: string[] = [];
  let [depth, from, isQuoted] = [0, 0, false];
  for (let i = 0; i < words.length; i++) {
    const sign = words[i] as string;
    if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if ('[({'.includes(sign)) depth++;
    else if ('])}'.includes(sign)) depth--;
    else if (sign === ';' && depth <= 0) {
      parts.push(words.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, words.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

function readStatement(diagram: Diagram, words: string, line: number): boolean {
  if (LOOKS.test(words) || directionIn(words)) return true;
  if (words === 'end') return diagram.closeGroup();
  const group = /^subgraph(?:\s+(.*))?$/.exec(words);
  if (group) {
    const [, key = '', title = ''] = /^([^\s["]+)?\s*(?:\[(.*)\]|"(.*)"|(.*))?$/.exec(group[1] ?? '') ?? [];
    const rest = (group[1] ?? '').trim();
    const isNamed = title !== '';
    return diagram.openGroup(isNamed ? key : rest || `group ${line}`, labelText(isNamed ? title : rest));
  }
  return readChain(diagram, words);
}

/** `a & b --> c -- text --> d`. */
function readChain(diagram: Diagram, words: string): boolean {
  let rest = words;
  let before: readonly string[] | undefined;
  let link: Link | undefined;
  for (;;) {
    const named = readNodes(diagram, rest);
    if (!named) return false;
    rest = named.rest;
    if (before && link) {
      const { isHidden, ...edge } = link;
      for (const from of before) for (const to of named.keys) if (!isHidden) diagram.edge({ ...edge, from, to });
    }
    if (rest === '') return true;
    const linked = readLink(rest);
    if (!linked) return false;
    ({ link, rest } = linked);
    before = named.keys;
  }
}

function readNodes(diagram: Diagram, words: string): { readonly keys: readonly string[]; readonly rest: string } | undefined {
  const keys: string[] = [];
  let rest = words;
  for (;;) {
    const id = ID.exec(rest)?.[0];
    if (id === undefined) return undefined;
    rest = rest.slice(id.length);
    const body = readBody(rest);
    if (body === 'broken') return undefined;
    if (diagram.groups.has(id)) keys.push(id);
    else keys.push(diagram.node(id, body ?? {}).key);
    rest = (body?.rest ?? rest).replace(/^:::[\w-]+/, '').trimStart();
    if (!rest.startsWith('&')) return { keys, rest };
    rest = rest.slice(1).trimStart();
  }
}

/** The form and text behind a node's name. Undefined for a name alone. */
function readBody(rest: string): { text: string; form: NodeForm; rest: string } | undefined | 'broken' {
  const named = /^@\{([^}]*)\}/.exec(rest);
  if (named) {
    const label = /label:\s*("[^"]*"|[^,]+)/.exec(named[1] ?? '')?.[1];
    const shape = /shape:\s*([\w-]+)/.exec(named[1] ?? '')?.[1] ?? '';
    const form: NodeForm = /^(?:diam|decision|question)/.test(shape)
      ? 'diamond'
      : /circ|round|stadium/.test(shape)
        ? 'round'
        : 'box';
    return label === undefined ? undefined : { text: labelText(label), form, rest: rest.slice(named[0].length) };
  }
  for (const [open, closers, form] of FORMS) {
    if (!rest.startsWith(open)) continue;
    const quoted = /^\s*"[^"]*"\s*/.exec(rest.slice(open.length))?.[0];
    for (const close of closers) {
      const end = rest.indexOf(close, open.length + (quoted?.length ?? 0));
      if (end < 0) continue;
      return { text: labelText(rest.slice(open.length, end)), form, rest: rest.slice(end + close.length) };
    }
    return 'broken';
  }
  return undefined;
}

interface Link {
  readonly text: string;
  readonly headFrom: number;
  readonly headTo: number;
  readonly dash: number;
  readonly width: number;
  readonly isHidden: boolean;
}

function readLink(words: string): { readonly link: Link; readonly rest: string } | undefined {
  const start = words.replace(EDGE_NAME, '');
  const whole = WHOLE_LINK.exec(start);
  const open = whole ? null : OPEN_LINK.exec(start);
  const mark = (whole ?? open)?.[0];
  if (mark === undefined) return undefined;
  const end = (whole?.slice(3) ?? open?.slice(4))?.find((head) => head !== undefined) ?? '';
  let rest = start.slice(mark.length).trimStart();
  let text = open?.[3] ?? '';
  const label = /^\|("[^"]*"|[^|]*)\|\s*/.exec(rest);
  if (label) {
    text = label[1] ?? '';
    rest = rest.slice(label[0].length);
  }
  const first = mark[0] ?? '';
  return {
    link: {
      text: labelText(text),
      headFrom: HEADS[first === '<' ? '>' : first] ?? 0,
      headTo: HEADS[end] ?? 0,
      dash: mark.includes('-.') ? 1 : 0,
      width: mark.includes('==') ? 4 : 2,
      isHidden: whole?.[2] !== undefined,
    },
    rest,
  };
}
