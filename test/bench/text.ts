import { createRequire } from 'node:module';
import { Board } from '../../core/board/board.ts';
import { eraseText, type TextEditor, typeText } from '../../core/board/bodies/text-edits.ts';
import { textOf } from '../../core/board/bodies/text-order.ts';
import { type ClientId, elementId } from '../../core/board/ids.ts';
import { Body, ElementKind } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { packStates, unpackStates } from '../../core/room/catch-up.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { median } from '../support/median.ts';
import { seededRandom } from '../support/seeded.ts';
import { ensureBenchPackages } from './bench-packages.ts';
import { conclude, printTable, readArguments, show } from './report.ts';

/**
 * `npm run bench:text`: a board of notes that two people typed, as Inkroom's runs and cuts and as Yjs: one document for each note (bytes that
 * a hub would carry without reading them), or one for the board. Bytes of a join, and the time until every text can be read, in one process.
 */
const options = readArguments(process.argv.slice(2), ['notes', 'rounds']);
const notes = Number(options.values.get('notes') ?? 2_000);
const rounds = Number(options.values.get('rounds') ?? 5);
ensureBenchPackages();

interface YText {
  readonly length: number;
  insert(at: number, text: string): void;
  delete(at: number, length: number): void;
  toString(): string;
}
interface YDoc {
  clientID: number;
  getText(name: string): YText;
}
const Y = createRequire(new URL('./package.json', import.meta.url))('yjs') as {
  Doc: new () => YDoc;
  encodeStateAsUpdate(doc: YDoc): Uint8Array;
  applyUpdate(doc: YDoc, update: Uint8Array): void;
};

const PEOPLE = ['AAAAAAAAAAA', 'BBBBBBBBBBB'] as ClientId[];
const WORDS = 'the plan for spring needs one more week because nobody asked whether this fits on a wall'.split(' ');

/** One thing that a person does to a note: types a character, or erases some, at a share of its length. */
type Edit =
  | { readonly who: number; readonly at: number; readonly text: string }
  | { readonly who: number; readonly at: number; readonly erase: number };

/** A sentence of one, a few words of the other in it, a correction. */
function editsOf(note: number): readonly Edit[] {
  const { next } = seededRandom(note + 1);
  const word = (): string => `${WORDS[Math.floor(next() * WORDS.length)]} `;
  const edits: Edit[] = [];
  let length = 0;
  const type = (who: number, at: number, text: string): void => {
    for (const [i, char] of [...text].entries()) edits.push({ who, at: at + i, text: char });
    length += text.length;
  };
  for (let i = 0; i < 10; i++) type(0, length, word());
  if (next() < 0.5) type(1, Math.floor(next() * length), word() + word());
  if (next() < 0.5) {
    const erase = 1 + Math.floor(next() * 5);
    edits.push({ who: 0, at: length - erase, erase });
    length -= erase;
    type(0, length, word());
  }
  return edits;
}

const board = new Board();
const documents: YDoc[] = [];
const whole = PEOPLE.map((_, who) => Object.assign(new Y.Doc(), { clientID: who + 1 }));
const made = [0, 0];
const holder = (note: number) => elementId(PEOPLE[0] as ClientId, note + 1);
made[0] = notes;
for (let note = 0; note < notes; note++) {
  const id = holder(note);
  const values = { order: 'a0', x: 16 * note, y: 0, w: 3_200, h: 3_200, color: 4 };
  board.apply(PEOPLE[0] as ClientId, [
    { kind: 'add', id, lamport: note + 1, birth: { kind: ElementKind.note, body: Body.none, facts: {} }, values },
  ]);
  const editors = PEOPLE.map(
    (author, who): TextEditor => ({
      author,
      newElementId: () => elementId(author, ++(made[who] as number)),
      lamport: note + 2,
      cuts: new Map(),
      runs: new Set(),
    }),
  );
  const docs = PEOPLE.map((_, who) => Object.assign(new Y.Doc(), { clientID: who + 1 }));
  const sync = (from: YDoc, to: YDoc): void => Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
  let last = 0;
  for (const edit of editsOf(note)) {
    const { who, at } = edit;
    const editor = editors[who] as TextEditor;
    const ops: readonly Op[] =
      'text' in edit ? typeText(board, id, at, edit.text, editor) : eraseText(board, id, at, at + edit.erase, editor);
    board.apply(editor.author, ops);
    if (who !== last) {
      sync(docs[last] as YDoc, docs[who] as YDoc);
      sync(whole[last] as YDoc, whole[who] as YDoc);
    }
    last = who;
    for (const text of [(docs[who] as YDoc).getText('text'), (whole[who] as YDoc).getText(`n${note}`)]) {
      if ('text' in edit) text.insert(at, edit.text);
      else text.delete(at, edit.erase);
    }
  }
  sync(docs[last] as YDoc, docs[1 - last] as YDoc);
  documents.push(docs[0] as YDoc);
  if (documents[note]?.getText('text').toString() !== textOf(board, id)) throw new Error(`note ${note} differs from Yjs`);
}
Y.applyUpdate(whole[0] as YDoc, Y.encodeStateAsUpdate(whole[1] as YDoc));

/** The same board without its texts: what holds notes whatever carries the text. */
const bare = new Board();
bare.merge([...board.states()].filter(({ birth }) => birth?.kind === ElementKind.note));
const bareBytes = packStates(bare.statesPast());

const ours = packStates(board.statesPast());
const each = packValue(documents.map((doc) => Y.encodeStateAsUpdate(doc)));
const one = Y.encodeStateAsUpdate(whole[0] as YDoc);

function readBare(): void {
  const states = unpackStates(bareBytes);
  if (states.ok) new Board().merge(states.value);
}

const readers: Record<string, { readonly bytes: number; readonly read: () => number }> = {
  'Inkroom: runs and cuts': {
    bytes: ours.length,
    read: () => {
      const states = unpackStates(ours);
      if (!states.ok) throw new Error(states.error.code);
      const fresh = new Board();
      fresh.merge(states.value);
      let units = 0;
      for (let note = 0; note < notes; note++) units += textOf(fresh, holder(note)).length;
      return units;
    },
  },
  'Yjs, a document each': {
    bytes: bareBytes.length + each.length,
    read: () => {
      readBare();
      let units = 0;
      for (const update of unpackValue(each) as Uint8Array[]) {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, update);
        units += doc.getText('text').toString().length;
      }
      return units;
    },
  },
  'Yjs, one document': {
    bytes: bareBytes.length + one.length,
    read: () => {
      readBare();
      const doc = new Y.Doc();
      Y.applyUpdate(doc, one);
      let units = 0;
      for (let note = 0; note < notes; note++) units += doc.getText(`n${note}`).toString().length;
      return units;
    },
  },
};

const times = new Map<string, number[]>();
const units = new Set<number>();
for (let round = 0; round <= rounds; round++) {
  for (const [name, { read }] of Object.entries(readers)) {
    const begun = performance.now();
    units.add(read());
    // The first round warms up.
    if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - begun]);
  }
}
if (units.size !== 1) throw new Error('the readers read different texts');
const rows = Object.entries(readers).map(([name, { bytes }]) => ({ name, bytes, ms: median(times.get(name) ?? []) }));
console.log(`${notes} notes, ${[...units][0]} characters\n`);
printTable(
  ['', 'bytes', 'bytes a note', 'read, ms'],
  rows.map(({ name, bytes, ms }) => [name, show(bytes), show(bytes / notes), show(ms)]),
);
const [inkroom, ...yjs] = rows as [(typeof rows)[number], ...typeof rows];
process.exitCode = conclude(
  'text',
  [
    {
      name: 'bytes beside the smaller of Yjs',
      figure: inkroom.bytes / Math.min(...yjs.map(({ bytes }) => bytes)),
      unit: 'x',
      goal: { atMost: 1.25 },
    },
    {
      name: 'time beside Yjs with a document for each note',
      figure: inkroom.ms / (yjs[0]?.ms ?? 0),
      unit: 'x',
      goal: { atMost: 0.75 },
    },
  ],
  rows,
  options.json,
);
