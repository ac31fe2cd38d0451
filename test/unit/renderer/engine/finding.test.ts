import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOps } from '../../../../core/board/bodies/text-edits.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { cameraToRead, findTexts, framesOf, inReadingOrder } from '../../../../renderer/engine/finding.ts';
import { Scene } from '../../../../renderer/engine/scene.ts';
import { viewport } from '../../../../renderer/engine/view/camera.ts';
import { LocalBoard, OTHER } from './local-board.ts';

function open() {
  const local = new LocalBoard();
  const scene = new Scene(() => local.board());
  const write = (kind: ElementKind, x: number, y: number, text: string): ElementId => {
    const id = local.put(kind, { x: x * 16, y: y * 16, w: 1_600, h: 1_600, size: 320 });
    const ops = textOps({ newElementId: () => local.newElementId(), lamport: local.nextLamport() }, id, text);
    local.receive(ops, 'user', local.clientId);
    return id;
  };
  const find = (query: string) => {
    scene.reset();
    return findTexts(local.board(), scene, query);
  };
  return { local, scene, write, find };
}

test('texts, notes, labels and titles of frames are found in reading order, whatever the case and the accents', () => {
  const { local, write, find } = open();
  const low = write(ElementKind.text, 0, 900, 'buy APPLES');
  const right = write(ElementKind.note, 400, 10, 'Äpple\npie');
  const left = write(ElementKind.rectangle, 0, 0, 'one apple');
  write(ElementKind.text, 0, 300, 'pears');
  const frame = local.put(ElementKind.frame, { x: 0, y: 32_000, w: 8_000, h: 8_000, title: 'Apple tree' });
  expect(find('apple')).toEqual([left, right, low, frame]);
  expect(find('  ÄPPLE PIE ')).toEqual([right]);
  expect(find('plum')).toEqual([]);
  expect(find(' ')).toEqual([]);
  local.receive([{ kind: 'alive', ids: [left], lamport: local.nextLamport(), alive: false }], 'server', OTHER);
  expect(find('apple')).toEqual([right, low, frame]);
});

test('frames are slides from left to right, row by row', () => {
  const { local, scene } = open();
  const put = (x: number, y: number, title: string) =>
    local.put(ElementKind.frame, { x: x * 16, y: y * 16, w: 480 * 16, h: 320 * 16, title });
  put(600, 30, 'b');
  put(0, 500, 'c');
  put(0, 0, 'a');
  scene.reset();
  const frames = framesOf(local.board(), scene);
  expect(frames.map(({ title }) => title)).toEqual(['a', 'b', 'c']);
  expect(frames[1]?.box).toEqual({ minX: 600, minY: 30, maxX: 1_080, maxY: 350 });
});

const box = fc
  .record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }), w: fc.nat(300), h: fc.nat(300) })
  .map(({ x, y, w, h }) => ({ minX: x, minY: y, maxX: x + w, maxY: y + h }));

test('the order of reading has everything once and does not depend on the order of before', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 12 }), (boxes) => {
      const named = boxes.map((one, i) => ({ ...one, id: `${i}` as ElementId }));
      const ordered = inReadingOrder(named);
      expect([...ordered].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([...named].sort((a, b) => (a.id < b.id ? -1 : 1)));
      expect(inReadingOrder([...named].reverse())).toEqual(ordered);
    }),
  );
});

test('the view moves to what was found only where it cannot be seen or read', () => {
  const size = { width: 1_280, height: 800 };
  const seen = { minX: 300, minY: 300, maxX: 400, maxY: 330 };
  const camera = { x: 0, y: 0, zoom: 1 };
  expect(cameraToRead(seen, camera, size)).toBe(camera);
  fc.assert(
    fc.property(box, fc.constantFrom(0.05, 0.5, 1, 8), (found, zoom) => {
      const view = viewport(cameraToRead(found, { x: -50, y: 20, zoom }, size), size);
      expect(view.minX).toBeLessThanOrEqual(found.minX);
      expect(view.maxX).toBeGreaterThanOrEqual(found.maxX);
      expect(view.minY).toBeLessThanOrEqual(found.minY);
      expect(view.maxY).toBeGreaterThanOrEqual(found.maxY);
    }),
  );
});

test('a row may have very many elements', () => {
  const boxes = Array.from({ length: 150_000 }, (_, i) => ({
    id: `${i}` as ElementId,
    minX: 150_000 - i,
    minY: 0,
    maxX: 150_001 - i,
    maxY: 1,
  }));
  expect(inReadingOrder(boxes)[0]?.minX).toBe(1);
});
