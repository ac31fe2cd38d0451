import { ElementKind } from '../../../core/board/kinds.ts';
import type { Gathering } from '../gathering.ts';
import { roughSize } from '../rough-size.ts';
import { DIAGRAM_LIMITS, labelText, linesOf, TooLarge, Unreadable } from './diagram.ts';

type Row =
  | { readonly is: 'message'; readonly from: string; readonly to: string; readonly text: string; readonly arrow: string }
  | { readonly is: 'note'; readonly over: readonly string[]; readonly side: 'left' | 'right' | 'over'; readonly text: string }
  | { readonly is: 'open' | 'else'; readonly word: string; readonly text: string }
  | { readonly is: 'close' };

interface Sequence {
  /** Titles by name, from left to right. */
  readonly people: Map<string, string>;
  readonly rows: Row[];
}

const NAME = String.raw`[^\s:,+-](?:[^:,+]*?[^\s:,+<-])?`;
const MESSAGE = new RegExp(String.raw`^(${NAME})\s*(<<-{1,2}>>|-{1,2}(?:>>|>|x|\)))\s*[+-]?\s*(${NAME})\s*:\s*(.*)$`);
const NOTE = /^note\s+(left of|right of|over)\s+([^:]+):\s*(.*)$/i;
const PERSON = /^(?:create\s+)?(?:participant|actor)\s+(.+?)(?:@\{[^}]*\})?(?:\s+as\s+(.+))?$/;
const BLOCK = /^(loop|alt|opt|par|critical|break|rect)\b\s*(.*)$/;
const PART = /^(else|and|option)\b\s*(.*)$/;
const IGNORED = /^(?:autonumber|activate|deactivate|destroy|links?|title|accTitle|accDescr)\b/;

/** Pixels. */
const LETTERS = 16;
const HEAD = { h: 44, least: 100, padding: 16 } as const;
const ROW = 52;
const NOTE_WIDE = 140;
const BESIDE = 40;
const GREY = 6;
const NOTE_PAPER = 4;

/** Reads a sequence diagram and adds its elements. Throws for what it cannot read. */
export function readSequence(text: string, into: Gathering): void {
  const sequence: Sequence = { people: new Map(), rows: [] };
  const open: string[] = [];
  for (const { line, text: words } of linesOf(text)) {
    if (!readLine(sequence, words, open)) throw new Unreadable(line);
    if (sequence.rows.length > DIAGRAM_LIMITS.edges || sequence.people.size > DIAGRAM_LIMITS.nodes) throw new TooLarge();
    if (open.length > DIAGRAM_LIMITS.deep) throw new TooLarge();
  }
  if (open.length > 0) throw new Unreadable(text.split('\n').length);
  addSequence(sequence, into);
}

function readLine({ people, rows }: Sequence, words: string, open: string[]): boolean {
  const know = (raw: string): string => {
    const name = raw.trim();
    if (!people.has(name)) people.set(name, labelText(name));
    return name;
  };
  if (IGNORED.test(words)) return true;
  if (words === 'end') {
    const word = open.pop();
    if (word !== undefined && word !== 'box') rows.push({ is: 'close' });
    return word !== undefined;
  }
  if (/^box\b/.test(words)) return open.push('box') > 0;
  const person = PERSON.exec(words);
  if (person) {
    const [, name = '', title] = person;
    people.set(name.trim(), labelText(title ?? name));
    return true;
  }
  const note = NOTE.exec(words);
  if (note) {
    const [, side = '', names = '', said = ''] = note;
    const where = side.toLowerCase().startsWith('left') ? 'left' : side.toLowerCase() === 'over' ? 'over' : 'right';
    rows.push({ is: 'note', over: names.split(',').map(know), side: where, text: labelText(said) });
    return true;
  }
  const block = BLOCK.exec(words);
  if (block) {
    const [, word = '', said = ''] = block;
    open.push(word);
    rows.push({ is: 'open', word, text: word === 'rect' ? '' : labelText(said) });
    return true;
  }
  const part = PART.exec(words);
  if (part && open.length > 0) {
    rows.push({ is: 'else', word: part[1] ?? '', text: labelText(part[2] ?? '') });
    return true;
  }
  const message = MESSAGE.exec(words);
  if (!message) return false;
  const [, from = '', arrow = '', to = '', said = ''] = message;
  rows.push({ is: 'message', from: know(from), to: know(to), text: labelText(said), arrow });
  return true;
}

function addSequence({ people, rows }: Sequence, into: Gathering): void {
  const columns = columnsOf(people, rows);
  const [left, right] = [Math.min(...columns.values()) - 90, Math.max(...columns.values()) + 90];
  const at = (name: string): number => columns.get(name) ?? 0;
  const bottom = HEAD.h + (rows.length + 1) * ROW;
  addBlocks(rows, into, { left, right });
  for (const [name, title] of people) {
    const ends = [
      { x: at(name), y: HEAD.h },
      { x: at(name), y: bottom },
    ] as const;
    into.line(`life ${name}`, ElementKind.line, ends, { color: GREY, width: 1, dash: 1 });
    const w = headWidth(title);
    const box = { x: at(name) - w / 2, y: 0, w, h: HEAD.h };
    into.box(`person ${name}`, ElementKind.rectangle, box, { color: 0, fill: GREY, size: LETTERS, align: 1, text: title });
  }
  rows.forEach((row, i) => {
    const y = HEAD.h + (i + 1) * ROW;
    if (row.is === 'message') addMessage(into, `${i}`, row, { from: at(row.from), to: at(row.to), y });
    if (row.is === 'note') addNote(into, `${i}`, row, row.over.map(at), y);
  });
}

/** The middle of each person's column. Two neighbours are as far apart as their messages need. */
function columnsOf(people: Sequence['people'], rows: readonly Row[]): ReadonlyMap<string, number> {
  const names = [...people.keys()];
  const order = new Map(names.map((name, i) => [name, i]));
  const gaps = names.map(
    (name, i) => (headWidth(people.get(name) ?? '') + headWidth(people.get(names[i + 1] ?? '') ?? '')) / 2 + 40,
  );
  for (const row of rows) {
    if (row.is !== 'message' || row.from === row.to) continue;
    const [from, to] = [order.get(row.from) ?? 0, order.get(row.to) ?? 0];
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const each = (roughSize(row.text, LETTERS).w + 50) / (last - first);
    for (let i = first; i < last; i++) gaps[i] = Math.max(gaps[i] ?? 0, each);
  }
  let x = 0;
  return new Map(
    names.map((name, i) => {
      const place = x;
      x += gaps[i] ?? 0;
      return [name, place] as const;
    }),
  );
}

function headWidth(title: string): number {
  return Math.max(HEAD.least, roughSize(title, LETTERS).w + 2 * HEAD.padding);
}

/** A box around the rows of each loop and choice, with its word. */
function addBlocks(rows: readonly Row[], into: Gathering, { left, right }: { left: number; right: number }): void {
  const open: { readonly row: number; readonly title: string }[] = [];
  const write = (key: string, text: string, x: number, y: number): void => {
    if (text === '') return;
    into.box(key, ElementKind.text, { x, y, ...roughSize(text, LETTERS) }, { color: GREY, size: LETTERS, text, fits: true });
  };
  rows.forEach((row, i) => {
    const y = HEAD.h + (i + 0.55) * ROW;
    const inset = 12 * open.length;
    if (row.is === 'open') open.push({ row: i, title: row.word === 'rect' ? '' : `${row.word} ${row.text}`.trim() });
    if (row.is === 'else') {
      const edge = 12 * Math.max(0, open.length - 1);
      const ends = [
        { x: left + edge, y },
        { x: right - edge, y },
      ] as const;
      into.line(`part ${i}`, ElementKind.line, ends, { color: GREY, width: 1, dash: 1 });
      write(`part title ${i}`, `${row.word} ${row.text}`.trim(), left + edge + 8, y + 4);
    }
    if (row.is !== 'close') return;
    const begun = open.pop();
    if (!begun) return;
    const edge = inset - 12;
    const top = HEAD.h + (begun.row + 0.55) * ROW;
    const box = { x: left + edge, y: top, w: right - left - 2 * edge, h: y - top };
    into.box(`block ${i}`, ElementKind.rectangle, box, { color: GREY, width: 1 });
    write(`block title ${i}`, begun.title, left + edge + 8, top + 4);
  });
}

interface MessagePlace {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

function addMessage(into: Gathering, key: string, { text, arrow }: Row & { is: 'message' }, { from, to, y }: MessagePlace): void {
  const isSelf = from === to;
  const headTo = arrow.endsWith('x') ? 4 : arrow.endsWith('>>') ? 2 : arrow.endsWith(')') ? 1 : 0;
  const headFrom = arrow.startsWith('<<') ? 2 : 0;
  const ends = [
    { x: from, y: isSelf ? y - 10 : y },
    { x: to, y: isSelf ? y + 14 : y },
  ] as const;
  const look = { color: 0, width: 2, dash: arrow.includes('--') ? 1 : 0, headFrom, headTo };
  into.line(`message ${key}`, ElementKind.arrow, ends, { ...look, ...(isSelf ? { route: 1, bend: -1_500 } : {}) });
  if (text === '') return;
  const { w, h } = roughSize(text, LETTERS);
  const x = isSelf ? from + BESIDE + 8 : (from + to) / 2 - w / 2;
  into.box(
    `words ${key}`,
    ElementKind.text,
    { x, y: y - h - (isSelf ? -10 : 3), w, h },
    { color: 0, size: LETTERS, text, fits: true },
  );
}

function addNote(into: Gathering, key: string, { side, text }: Row & { is: 'note' }, xs: readonly number[], y: number): void {
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  const w = side === 'over' ? Math.max(NOTE_WIDE, most - least + 80) : NOTE_WIDE;
  const x = side === 'left' ? least - w - 12 : side === 'right' ? most + 12 : (least + most) / 2 - w / 2;
  into.box(
    `note ${key}`,
    ElementKind.rectangle,
    { x, y: y - 22, w, h: 42 },
    { color: 0, fill: NOTE_PAPER, width: 1, size: LETTERS, align: 1, text },
  );
}
