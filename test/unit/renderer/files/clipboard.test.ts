import { expect, test } from 'vitest';
import type { ElementId } from '../../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../../core/board/kinds.ts';
import { mayHoldElements } from '../../../../renderer/files/clipboard/clipboard-marks.ts';
import { readClipboard } from '../../../../renderer/files/clipboard/read-clipboard.ts';
import { writeClipboard } from '../../../../renderer/files/clipboard/write-clipboard.ts';
import { fromBoard } from '../../../../renderer/files/from-board.ts';
import type { NewElement } from '../../../../renderer/files/new-element.ts';
import { toOps } from '../../../../renderer/files/to-ops.ts';
import { LocalBoard } from '../engine/local-board.ts';
import { readFixture } from './fixture.ts';

const allOf = (board: LocalBoard): readonly NewElement[] =>
  fromBoard(
    board.board(),
    board.alive().map(({ id }) => id),
  );

/** Without the names, which are new on each board. */
function nameless(elements: readonly NewElement[]): unknown {
  const keys = new Map<string, string>();
  const name = (key: string): string => keys.get(key) ?? (keys.set(key, `#${keys.size}`).get(key) as string);
  for (const { key } of elements) name(key);
  return JSON.parse(
    JSON.stringify(elements, (field, value: unknown) => {
      if (field === 'key' && typeof value === 'string') return name(value);
      if (field === 'groups' && Array.isArray(value)) return value.map((group) => name(`group ${String(group)}`));
      return value;
    }),
  );
}

test('copied elements are the same on another board: ink with cuts, shapes, bound arrows, text, groups', async () => {
  const one = new LocalBoard();
  const { elements } = await readFixture('garden.excalidraw');
  const { ops, ids } = toOps(elements, one);
  one.propose(ops, 1);
  const vine = ids[elements.findIndex(({ key }) => key === 'vine')] as ElementId;
  const cut = one.newElementId();
  one.propose(
    [
      {
        kind: 'add',
        id: cut,
        lamport: 9,
        birth: { kind: ElementKind.cut, body: Body.spans, facts: { target: vine } },
        values: {},
      },
      { kind: 'cut', id: cut, spans: [4, 20] },
    ],
    2,
  );
  const html = writeClipboard(allOf(one));
  const pasted = readClipboard({ html, text: '' });
  const two = new LocalBoard();
  two.propose(toOps(pasted?.elements ?? [], two).ops, 1);
  expect(allOf(two)).toHaveLength(11);
  expect(nameless(allOf(two))).toEqual(nameless(allOf(one)));
  expect(allOf(two).some(({ cuts }) => cuts?.join() === '4,20')).toBe(true);
});

test('a copy shows nothing and holds no sign that HTML knows, whatever is in it', () => {
  const element = {
    key: '"><script>',
    kind: ElementKind.text,
    x: 0,
    y: 0,
    values: { color: 0, size: 320 },
    text: '"><img onerror=x>',
  };
  const html = writeClipboard([element]);
  expect(html).toMatch(/^<div data-inkroom="[A-Za-z0-9_-]+"><\/div>$/);
  expect(readClipboard({ html, text: '' })?.elements[0]?.text).toBe('"><img onerror=x>');
});

test('what a board would not take is left out of a pasted copy', () => {
  const good = { key: 'a', kind: ElementKind.rectangle, x: 0, y: 0, values: { w: 10, h: 10, color: 0, width: 32 } };
  const html = writeClipboard([
    good,
    { ...good, kind: ElementKind.cut },
    { ...good, kind: 999 },
    { ...good, values: { color: 0, width: 32 } },
    { ...good, kind: ElementKind.pen },
    { ...good, x: 1e12, values: { ...good.values, opacity: 4_000, angle: 9 } },
  ]);
  const reading = readClipboard({ html, text: '' });
  expect(reading?.elements).toEqual([good, { ...good, x: 16_000_000, values: { ...good.values, angle: 9 } }]);
  expect(reading?.losses.get('unreadable')).toBe(4);
});

test('other texts are no elements', () => {
  for (const text of ['', 'hello', '{"a":1}', '<b>bold</b>', 'https://example.org/']) {
    expect(readClipboard({ html: `<p>${text}</p>`, text })).toBeUndefined();
    expect(mayHoldElements({ html: `<p>${text}</p>`, text })).toBe(false);
  }
  expect(mayHoldElements({ html: writeClipboard([]), text: '' })).toBe(true);
  expect(mayHoldElements({ html: '', text: '{"type":"excalidraw/clipboard"' })).toBe(true);
  expect(mayHoldElements({ html: '', text: '<svg xmlns=' })).toBe(true);
});
