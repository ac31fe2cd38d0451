import { expect, test } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind, type Values } from '../../../../../core/board/kinds.ts';
import { kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { NOTE_PADDING, note } from '../../../../../renderer/engine/kinds/note.ts';
import { contrast, notePaper, textOnPaper } from '../../../../../renderer/engine/kinds/note-paper.ts';
import { text } from '../../../../../renderer/engine/kinds/text.ts';
import { INKS } from '../../../../../renderer/engine/palette.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { bindingAt } from '../../../../../renderer/engine/selection/bind-target.ts';
import { topmostAt } from '../../../../../renderer/engine/selection/hit-test.ts';
import { Writer } from '../../../../support/texts.ts';
import { LocalBoard, OTHER } from '../local-board.ts';

/** Outside of a browser every letter is 0.55 of the size wide: 11 px at the size of 20; a line is 26 px high. */
const LETTER = 11;
const LINE = 26;

function desk() {
  const local = new LocalBoard();
  const writer = new Writer(OTHER);
  const make = (kind: ElementKind, written: string, values: Values = {}): ElementId => {
    const { id, ops } = writer.holder(local.board(), kind, values);
    local.receive(ops);
    if (written !== '') local.receive(writer.types(local.board(), id, 0, written));
    return id;
  };
  const boxOf = (id: ElementId) => {
    const element = local.element(id);
    return (element.kind === ElementKind.note ? note : text).box(local.board(), element);
  };
  return { local, writer, make, boxOf };
}

test('a text is as wide as what is written, and shows nothing while nothing is', () => {
  const { make, boxOf } = desk();
  expect(boxOf(make(ElementKind.text, ''))).toBeUndefined();
  const box = boxOf(make(ElementKind.text, 'hello\nyou', { x: 1_600, y: 800 }));
  expect(box?.minX).toBeCloseTo(100 - 3);
  expect(box?.maxX).toBeCloseTo(100 + 5 * LETTER + 3);
  expect(box?.maxY).toBeCloseTo(50 + 2 * LINE + 3);
});

test('a text with a width wraps to it', () => {
  const { make, boxOf } = desk();
  const box = boxOf(make(ElementKind.text, 'hello you', { w: 60 * 16 }));
  expect(box?.maxX).toBeCloseTo(60 + 3);
  expect(box?.maxY).toBeCloseTo(2 * LINE + 3);
});

test('a note grows with its text and shrinks again, but not below its own height', () => {
  const { local, writer, make, boxOf } = desk();
  const id = make(ElementKind.note, 'a', { w: 1_600, h: 1_600 });
  expect(boxOf(id)?.maxY).toBeCloseTo(101);
  local.receive(writer.types(local.board(), id, 1, '\n2\n3\n4\n5'));
  expect(boxOf(id)?.maxY).toBeCloseTo(5 * LINE + 2 * NOTE_PADDING + 1);
  local.receive(writer.erases(local.board(), id, 1, 9));
  expect(boxOf(id)?.maxY).toBeCloseTo(101);
});

test('text in a note wraps within its edges', () => {
  const { make, boxOf } = desk();
  const id = make(ElementKind.note, 'aaaa aaaa aaaa aaaa aaaa aaaa', { w: 100 * 16, h: 16 });
  // 72 px hold six letters: each word has a line.
  expect(boxOf(id)?.maxY).toBeCloseTo(6 * LINE + 2 * NOTE_PADDING + 1);
});

test('turned texts are found where they are seen', () => {
  const { local, make } = desk();
  const scene = new Scene(() => local.board());
  // 110 × 26 px about (55, 13), upright: 26 × 110 px.
  const id = make(ElementKind.text, 'helloworld', { angle: 9_000 });
  scene.reset();
  expect(topmostAt(scene, local.board(), 55, 60, 1)).toBe(id);
  expect(topmostAt(scene, local.board(), 100, 13, 1)).toBeUndefined();
  const element = local.element(id);
  expect(text.meets(local.board(), element, { minX: 50, minY: 55, maxX: 200, maxY: 80 })).toBe(true);
  expect(text.meets(local.board(), element, { minX: 80, minY: 0, maxX: 200, maxY: 30 })).toBe(false);
});

test('a box within a note meets it, and one around it too', () => {
  const { local, make } = desk();
  const element = local.element(make(ElementKind.note, ''));
  expect(note.meets(local.board(), element, { minX: 10, minY: 10, maxX: 20, maxY: 20 })).toBe(true);
  expect(note.meets(local.board(), element, { minX: -10, minY: -10, maxX: 900, maxY: 900 })).toBe(true);
  expect(note.meets(local.board(), element, { minX: 300, minY: 0, maxX: 400, maxY: 20 })).toBe(false);
});

test('the look changes with what is written and how, and not with an echo', () => {
  const { local, writer, make } = desk();
  const id = make(ElementKind.text, 'hello');
  const look = () => text.look(local.board(), local.element(id));
  const looks = [look()];
  local.receive(writer.types(local.board(), id, 5, '!'));
  looks.push(look());
  local.receive(writer.erases(local.board(), id, 0, 1));
  looks.push(look());
  for (const values of [
    { color: 2 },
    { font: 1 },
    { size: 448 },
    { align: 2 },
    { angle: 100 },
    { opacity: 50 },
  ] satisfies Values[]) {
    local.receive([{ kind: 'set', id, lamport: local.nextLamport(), values }]);
    looks.push(look());
  }
  expect(new Set(looks).size).toBe(looks.length);
  local.receive([{ kind: 'set', id, lamport: local.nextLamport(), values: { opacity: 50 } }]);
  expect(look()).toBe(looks.at(-1));
});

test('text on every paper can be read in both themes', () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const [color, { name }] of INKS.entries()) {
      const paper = notePaper(color, theme);
      expect(contrast(paper, textOnPaper(paper)), `${name}, ${theme}`).toBeGreaterThanOrEqual(7);
    }
  }
});

test('arrows end at a text and at a note as large as they are shown', () => {
  const { local, make } = desk();
  const scene = new Scene(() => local.board());
  const words = make(ElementKind.text, 'helloworld');
  const grown = make(ElementKind.note, 'a\nb\nc\nd\ne\nf', { x: 16_000, w: 1_600, h: 160 });
  scene.reset();
  expect(bindingAt({ scene, board: local.board() }, 55, 13, 4)).toEqual([words, 500, 500]);
  expect(bindingAt({ scene, board: local.board() }, 110, 26, 4)).toEqual([words, 1000, 1000]);
  const high = 6 * LINE + 2 * NOTE_PADDING;
  expect(bindingAt({ scene, board: local.board() }, 1_050, high / 2, 4)).toEqual([grown, 500, 500]);
});

test('a label is a part of how its shape looks, is found with it, and may be larger', () => {
  const { local, writer } = desk();
  const { id, ops } = writer.holder(local.board(), ElementKind.rectangle, { w: 1_600, h: 320, width: 32 });
  local.receive(ops);
  const shape = kindOf(ElementKind.rectangle);
  const [bare, box] = [shape?.look(local.board(), local.element(id)), shape?.box(local.board(), local.element(id))];
  const middle = { x1: 50, y1: 10, x2: 50, y2: 10 };
  expect(shape?.hit(local.board(), local.element(id), middle, 1)).toBe(false);
  local.receive(writer.types(local.board(), id, 0, 'a\nb\nc'));
  expect(shape?.look(local.board(), local.element(id))).not.toBe(bare);
  expect(shape?.hit(local.board(), local.element(id), middle, 1)).toBe(true);
  const grown = shape?.box(local.board(), local.element(id));
  expect(grown?.minY).toBeLessThan(box?.minY ?? 0);
  // About the middle of the shape, whatever is written.
  expect(((grown?.minY ?? 0) + (grown?.maxY ?? 0)) / 2).toBeCloseTo(10);
});
