import { DIAGRAM_LIMITS, Diagram, directionIn, labelText, linesOf, Unreadable } from './diagram.ts';

const NAME = '[\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}_](?:~[^~\\s]+~)?|`[^`]+`';
const RELATION = new RegExp(
  String.raw`^(${NAME})\s*(?:"([^"]*)"\s*)?(<\||[*o<]|\(\))?(--|\.\.)(\|>|[*o>]|\(\))?\s*(?:"([^"]*)"\s*)?(${NAME})\s*(?::\s*(.*))?$`,
  'u',
);
const CLASS = new RegExp(String.raw`^class\s+(${NAME})\s*(?:\["([^"]*)"\])?\s*(?::::\S+)?\s*(\{)?\s*(\})?$`, 'u');
const MEMBER = new RegExp(String.raw`^(${NAME})\s*:\s*(.+)$`, 'u');
const NOTE = /^<<(.+)>>\s+(\S+)$/;
/** Triangle for inheritance, dots for parts, an open arrow for the rest. */
const HEADS: Readonly<Record<string, number>> = { '<|': 2, '|>': 2, '*': 3, o: 3, '<': 1, '>': 1, '()': 3 };
const IGNORED = /^(?:classDef|cssClass|style|click|link|callback|note|accTitle|accDescr)\b/;

/** Reads a class diagram. Throws for what it cannot read. */
export function readClass(text: string): Diagram {
  const diagram = new Diagram();
  const members = new Map<string, string[]>();
  const say = (key: string, member: string): void => {
    const said = members.get(key) ?? [];
    if (said.length < DIAGRAM_LIMITS.nodes)
      said.push(
        labelText(
          member
            .replace(/^<<(.+)>>$/, '«$1»')
            .replace(/~([^~]*)~/g, '<$1>')
            .replace(/[<>]/g, quoted),
        ),
      );
    members.set(key, said);
  };
  let open: string | undefined;
  for (const { line, text: words } of linesOf(text)) {
    if (open !== undefined) {
      if (words === '}') open = undefined;
      else say(open, words);
      continue;
    }
    const known = CLASS.exec(words);
    if (known) {
      const key = keyOf(known[1] ?? '');
      diagram.node(key, { text: known[2] === undefined ? key : labelText(known[2]) });
      if (known[3] !== undefined && known[4] === undefined) open = key;
    } else if (!readLine(diagram, words, say)) throw new Unreadable(line);
  }
  if (open !== undefined || diagram.openGroups.length > 0) throw new Unreadable(text.split('\n').length);
  for (const [key, said] of members) {
    const node = diagram.node(key);
    const notes = said.filter((member) => member.startsWith('«'));
    const rest = said.filter((member) => !member.startsWith('«'));
    diagram.node(key, { text: [...notes, node.text, ...(rest.length > 0 ? ['', ...rest] : [])].join('\n') });
  }
  return diagram;
}

function readLine(diagram: Diagram, words: string, say: (key: string, member: string) => void): boolean {
  if (IGNORED.test(words)) return true;
  const direction = directionIn(words);
  if (direction) {
    diagram.direction = direction;
    return true;
  }
  const space = /^namespace\s+(\S+)\s*\{$/.exec(words);
  if (space) {
    return diagram.openGroup(`namespace ${space[1]}`, space[1] ?? '');
  }
  if (words === '}') return diagram.closeGroup();
  const note = NOTE.exec(words);
  if (note) {
    say(diagram.node(keyOf(note[2] ?? '')).key, `<<${note[1]}>>`);
    return true;
  }
  const relation = RELATION.exec(words);
  if (relation) {
    const [, from = '', manyFrom = '', headFrom = '', line, headTo = '', manyTo = '', to = '', said = ''] = relation;
    diagram.edge({
      from: diagram.node(keyOf(from)).key,
      to: diagram.node(keyOf(to)).key,
      text: [manyFrom, labelText(said), manyTo].filter((part) => part !== '').join(' '),
      headFrom: HEADS[headFrom] ?? 0,
      headTo: HEADS[headTo] ?? 0,
      dash: line === '..' ? 1 : 0,
      width: 2,
    });
    return true;
  }
  const member = MEMBER.exec(words);
  if (!member) return false;
  say(diagram.node(keyOf(member[1] ?? '')).key, member[2] ?? '');
  return true;
}

/** `List~int~` is a list of int. */
function keyOf(name: string): string {
  return name.replace(/`/g, '').replace(/~(.+)~/, '‹$1›');
}

/** Angle brackets of a member are no tags. */
function quoted(mark: string): string {
  return mark === '<' ? '‹' : '›';
}
