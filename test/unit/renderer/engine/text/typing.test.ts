import { beforeEach, expect, test } from 'vitest';
import { checkBatch } from '../../../../../core/board/admission/validate-op.ts';
import { Board } from '../../../../../core/board/board.ts';
import { textOf } from '../../../../../core/board/bodies/text-order.ts';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { History } from '../../../../../core/board/undo/history.ts';
import { type Field, type FieldState, Typing } from '../../../../../renderer/engine/text/typing.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { Writer } from '../../../../support/texts.ts';
import { LocalBoard, ME, OTHER } from '../local-board.ts';

/** A text field that a test types into, as a browser does it. */
class FakeField implements Field {
  state: FieldState = { text: '', from: 0, to: 0 };
  writes = 0;
  read(): FieldState {
    return this.state;
  }
  write(state: FieldState): void {
    this.writes++;
    this.state = state;
  }
  types(text: string): void {
    const { text: old, from, to } = this.state;
    const caret = from + text.length;
    this.state = { text: old.slice(0, from) + text + old.slice(to), from: caret, to: caret };
  }
  goes(from: number, to = from): void {
    this.state = { ...this.state, from, to };
  }
}

let local: LocalBoard;
let clock: FakeClock;
let field: FakeField;
let note: ElementId;
let other: Writer;
let gone: number;
let history: History;

beforeEach(() => {
  local = new LocalBoard();
  clock = new FakeClock();
  field = new FakeField();
  other = new Writer(OTHER);
  gone = 0;
  history = new History(ME);
  const { id, ops } = other.holder(local.board(), ElementKind.note);
  note = id;
  local.receive(ops);
});

const shown = (): string => textOf(local.board(), note);
const say = (at: number, text: string): void => local.receive(other.types(local.board(), note, at, text));

function begin(): Typing {
  const access = {
    clientId: local.clientId,
    board: () => local.board(),
    newElementId: () => local.newElementId(),
    nextLamport: () => local.nextLamport(),
    newGesture: () => local.newGesture(),
    onChange: (listener: Parameters<LocalBoard['onChange']>[0]) => local.onChange(listener),
    propose(ops: Parameters<LocalBoard['propose']>[0], gesture: number) {
      expect(checkBatch(local.board(), ME, ops)).toBeUndefined();
      history.record(local.board(), ops, gesture);
      local.propose(ops, gesture);
    },
  };
  const typing = new Typing({
    access,
    clock,
    holder: note,
    field,
    history: {
      undo: () => local.propose(history.undo(local.board(), local.nextLamport()), local.newGesture()),
      redo: () => local.propose(history.redo(local.board(), local.nextLamport()), local.newGesture()),
    },
    onGone: () => gone++,
  });
  local.onChange((change) => typing.boardChanged(change));
  return typing;
}

function type(typing: Typing, text: string): void {
  for (const letter of text) {
    field.types(letter);
    typing.input();
  }
}

test('what is typed is on the board letter by letter, as one run', () => {
  const typing = begin();
  type(typing, 'hello');
  expect(shown()).toBe('hello');
  expect([...local.board().elements()].filter(({ kind }) => kind === ElementKind.run)).toHaveLength(1);
  expect(field.writes).toBe(1);
});

test('the field begins with the text, the caret at its end', () => {
  say(0, 'already here');
  begin();
  expect(field.state).toEqual({ text: 'already here', from: 12, to: 12 });
});

test('what others type appears at once, and the caret stays where it was', () => {
  const typing = begin();
  type(typing, 'world');
  field.goes(2);
  say(0, 'hello ');
  expect(field.state).toEqual({ text: 'hello world', from: 8, to: 8 });
  type(typing, '_');
  expect(shown()).toBe('hello wo_rld');
  say(12, '!');
  expect(field.state).toEqual({ text: 'hello wo_rld!', from: 9, to: 9 });
});

test('while an input method composes the field is left alone, and then both texts are whole', () => {
  say(0, 'ab');
  const typing = begin();
  field.goes(1);
  typing.composing(true);
  field.types('に');
  typing.input();
  const { writes } = field;
  say(0, '> ');
  say(4, ' <');
  expect(field.writes).toBe(writes);
  field.types('ほん');
  typing.input();
  expect(shown()).toBe('> ab <');
  typing.composing(false);
  expect(shown()).toBe('> aにほんb <');
  expect(field.state).toEqual({ text: '> aにほんb <', from: 6, to: 6 });
});

test('a selection that is replaced while others type into it loses only what was selected', () => {
  say(0, 'one two three');
  const typing = begin();
  field.goes(4, 7);
  typing.composing(true);
  field.types('2');
  say(5, 'XX');
  typing.composing(false);
  expect(shown()).toBe('one 2XX three');
});

test('a pause ends a step of undo, and undo in the field takes back this typing only', () => {
  local.propose(other.types(local.board(), note, 0, 'before '), local.newGesture());
  const typing = begin();
  type(typing, 'one ');
  clock.advance(1_100);
  type(typing, 'two');
  typing.undo();
  expect(field.state.text).toBe('before one ');
  typing.undo();
  typing.undo();
  expect(field.state.text).toBe('before ');
  typing.redo();
  expect(field.state.text).toBe('before one ');
  type(typing, '2');
  expect(shown()).toBe('before one 2');
  typing.redo();
  expect(shown()).toBe('before one 2');
});

test('erasing is undone as what was erased, also after others have typed', () => {
  say(0, 'one two');
  const typing = begin();
  field.goes(3, 7);
  field.types('');
  typing.input();
  expect(shown()).toBe('one');
  say(3, '!');
  typing.undo();
  expect(shown().replace('!', '')).toBe('one two');
});

test('a page that is pasted is written in parts, whole', () => {
  const typing = begin();
  const page = 'A page of text, 👍🏽. '.repeat(1_000);
  field.types(page);
  typing.input();
  expect(shown()).toBe(page);
});

test('the typing ends when the holder is removed, once', () => {
  const typing = begin();
  type(typing, 'a');
  local.receive([{ kind: 'alive', ids: [note], lamport: local.nextLamport(), alive: false }]);
  expect(gone).toBe(1);
  type(typing, 'b');
  expect(shown()).toBe('a');
  typing.dispose();
  expect(gone).toBe(1);
});

test('another board without the holder ends it too', () => {
  begin();
  local.replace(new Board());
  expect(gone).toBe(1);
});

test('runs are ended with their step: nothing is left open', () => {
  const typing = begin();
  type(typing, 'a');
  typing.dispose();
  expect([...local.board().elements()].filter(({ kind }) => kind === ElementKind.run).every(({ ended }) => ended)).toBe(true);
});
