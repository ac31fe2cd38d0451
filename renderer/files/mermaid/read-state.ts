import { Diagram, directionIn, labelText, linesOf, type NodeForm, Unreadable } from './diagram.ts';

const FORMS: ReadonlyMap<string, NodeForm> = new Map([
  ['choice', 'diamond'],
  ['fork', 'bar'],
  ['join', 'bar'],
  ['start', 'start'],
  ['end', 'end'],
]);
const NAME = String.raw`\[\*\]|[\p{L}\p{N}_.-]+?`;
const EDGE = new RegExp(String.raw`^(${NAME})\s*(?::::\S+\s*)?-->\s*(${NAME})(?:\s*:::\S+)?\s*(?::\s*(.*))?$`, 'u');
const SAID = /^([\p{L}\p{N}_.-]+)\s*:(?!:)\s*(.+)$/u;
/** Statements about looks, and the line between two concurrent parts. */
const IGNORED = /^(?:classDef|class|style|click|hide|scale|accTitle|accDescr|--$)/;

/** Reads a state diagram. Throws for what it cannot read. */
export function readState(text: string): Diagram {
  const diagram = new Diagram();
  let isNote = false;
  for (const { line, text: words } of linesOf(text)) {
    if (isNote) {
      isNote = words !== 'end note';
      continue;
    }
    if (/^note\s+(?:left|right)\s+of\s/.test(words)) {
      isNote = !words.includes(':');
      continue;
    }
    if (!IGNORED.test(words) && !readLine(diagram, words)) throw new Unreadable(line);
  }
  if (isNote || diagram.openGroups.length > 0) throw new Unreadable(text.split('\n').length);
  return diagram;
}

function readLine(diagram: Diagram, words: string): boolean {
  const direction = directionIn(words);
  if (direction) {
    if (diagram.openGroups.length === 0) diagram.direction = direction;
    return true;
  }
  if (words === '}') return diagram.closeGroup();
  const edge = EDGE.exec(words);
  if (edge) {
    const [, from = '', to = '', said = ''] = edge;
    const ends = { from: endOf(diagram, from, 'start'), to: endOf(diagram, to, 'end') };
    diagram.edge({ ...ends, text: labelText(said), headFrom: 0, headTo: 1, dash: 0, width: 2 });
    return true;
  }
  const state = /^state\s+(?:"([^"]*)"\s+as\s+)?([\p{L}\p{N}_.-]+|"[^"]*")\s*(?:<<(\w+)>>|\[\[(\w+)\]\])?\s*(\{)?$/u.exec(words);
  if (state) {
    const [, title, key = '', mark, otherMark, isOpen] = state;
    const name = labelText(key);
    if (isOpen) return diagram.openGroup(name, labelText(title ?? name));
    const form = FORMS.get(mark ?? otherMark ?? '');
    diagram.node(name, { ...(title === undefined ? {} : { text: labelText(title) }), ...(form ? { form, text: '' } : {}) });
    return true;
  }
  const said = SAID.exec(words);
  if (said) {
    const node = diagram.node(said[1] ?? '');
    const more = labelText(said[2] ?? '');
    diagram.node(node.key, { text: node.text === node.key ? more : `${node.text}\n${more}` });
    return true;
  }
  if (!/^[\p{L}\p{N}_.-]+$/u.test(words)) return false;
  diagram.node(words);
  return true;
}

/** `[*]` is the start of its group as a beginning, and its end as an end. */
function endOf(diagram: Diagram, name: string, form: 'start' | 'end'): string {
  if (name !== '[*]') return diagram.groups.has(name) ? name : diagram.node(name).key;
  return diagram.node(`${diagram.openGroups.join('/')} ${form}`, { text: '', form }).key;
}
