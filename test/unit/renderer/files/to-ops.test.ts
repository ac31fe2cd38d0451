import { expect, test } from 'vitest';
import { checkBatch } from '../../../../core/board/admission/validate-op.ts';
import { textOf } from '../../../../core/board/bodies/text-order.ts';
import { decodeOps, encodeOps } from '../../../../core/board/codec/op-codec.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { packedSize } from '../../../../core/wire/packed-size.ts';
import { fromBoard } from '../../../../renderer/files/from-board.ts';
import { Gathering } from '../../../../renderer/files/gathering.ts';
import type { NewElement } from '../../../../renderer/files/new-element.ts';
import { toOps } from '../../../../renderer/files/to-ops.ts';
import { fitsOneMessage } from '../../../../renderer/session/writing/split-ops.ts';
import { LocalBoard, ME } from '../engine/local-board.ts';
import { readFixture } from './fixture.ts';

/** Puts them on an empty board as a hub would take them: shape by shape, and as a whole. */
function put(elements: readonly NewElement[], middle?: { x: number; y: number }): LocalBoard & { ids: readonly string[] } {
  const access = new LocalBoard();
  const { ops, ids } = toOps(elements, access, middle);
  for (const op of ops) {
    const wire = encodeOps(ME, [op]);
    expect(packedSize(wire)).toBeLessThan(LIMITS.messageBytes);
    expect(fitsOneMessage(op)).toBe(true);
    const read = decodeOps(ME, wire);
    expect(read.ok ? 'read' : read.error).toBe('read');
  }
  expect(checkBatch(access.board(), ME, ops)).toBeUndefined();
  if (ops.length > 0) access.propose(ops, access.newGesture());
  return Object.assign(access, { ids });
}

test('a file is one change that a hub takes, in the order of the file', async () => {
  const { elements } = await readFixture('garden.excalidraw');
  const access = put(elements);
  const ids = Array.from(access.board().elements(), ({ id }) => id);
  const kinds = fromBoard(access.board(), ids).map(({ kind }) => kind);
  // A picture that is not stored yet is left out.
  expect(kinds).toEqual(elements.filter(({ picture }) => !picture).map(({ kind }) => kind));
  expect(access.proposed).toHaveLength(1);
});

test('arrows are bound to the new elements, groups have new names, and text stands in its holder', async () => {
  const { elements } = await readFixture('garden.excalidraw');
  const access = put(elements);
  const idOf = (key: string) => access.ids[elements.findIndex((element) => element.key === key)] as never;
  expect(access.element(idOf('path')).get('from')).toEqual([idOf('garden'), 1000, 500]);
  expect(access.element(idOf('path')).get('to')).toEqual([idOf('pond'), 250, 500]);
  expect(access.element(idOf('detour')).get('to')).toEqual([960, 1280]);
  expect(textOf(access.board(), idOf('garden'))).toBe('Garden');
  const [outer, inner] = access.element(idOf('garden')).get('group');
  expect(access.element(idOf('pond')).get('group')).toEqual([outer, inner]);
  expect(access.element(idOf('gate')).get('group')).toEqual([outer]);
  expect(outer).not.toBe(inner);
});

test('pasted elements have their middle where the pointer is, and a group of one is none', () => {
  const into = new Gathering();
  into.box('a', ElementKind.rectangle, { x: 1000, y: 1000, w: 100, h: 50 }, { groups: ['alone'] });
  const access = put(into.reading().elements, { x: 0, y: 160 });
  const [box] = access.alive();
  expect([box?.x, box?.y]).toEqual([-800, -240]);
  expect(box?.get('group')).toEqual([]);
});

test('long strokes and long texts are cut to what one may be', () => {
  const into = new Gathering();
  const points = Array.from({ length: 25_000 }, (_, i) => ({ x: i % 997, y: (i * 31) % 883 }));
  into.stroke('long', ElementKind.pen, points, { pressures: points.map((_, i) => (i % 100) / 100) });
  const words = `${'ab😀'.repeat(7_000)}!`;
  into.box('words', ElementKind.text, { x: 0, y: 0, w: 10, h: 10 }, { text: words });
  const access = put(into.reading().elements);
  const strokes = access.alive().filter(({ kind }) => kind === ElementKind.pen);
  expect(strokes.map(({ pointCount }) => pointCount)).toEqual([10_000, 10_000, 5_002]);
  expect(access.points(strokes[0]?.id as never).at(-1)).toEqual(access.points(strokes[1]?.id as never)[0]);
  const text = access.alive().find(({ kind }) => kind === ElementKind.text);
  expect(textOf(access.board(), text?.id as never)).toBe(words);
});

test('numbers that no board can hold are brought within it', () => {
  const into = new Gathering();
  const far = { x: Number.MAX_VALUE, y: -1e300, w: Number.POSITIVE_INFINITY, h: Number.NaN };
  into.box('far', ElementKind.rectangle, far, { width: 1e9, opacity: -4, angle: -0.0001, size: 1e9 });
  into.stroke(
    'near',
    ElementKind.pen,
    [
      { x: -1e12, y: 1e12 },
      { x: 1e12, y: -1e12 },
    ],
    { width: 0 },
  );
  into.line(
    'l',
    ElementKind.arrow,
    [
      { x: -1e12, y: 0 },
      { x: 1e12, y: -0.001 },
    ],
    {},
  );
  const access = put(into.reading().elements, { x: LIMITS.coordinate, y: -LIMITS.coordinate });
  expect(access.alive()).toHaveLength(3);
});
