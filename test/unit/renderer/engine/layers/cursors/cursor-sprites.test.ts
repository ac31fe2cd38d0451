import { expect, test } from 'vitest';
import type { ClientId } from '../../../../../../core/board/ids.ts';
import { CursorSprites } from '../../../../../../renderer/engine/layers/cursors/cursor-sprites.ts';
import { FakeDocument } from '../fake-canvas.ts';

const CAMERA = { x: 0, y: 0, zoom: 1 };
const VIEW = { width: 800, height: 600 };
const cursor = (x: number, part: { alpha?: number; name?: string } = {}) => ({
  clientId: 'ada' as ClientId,
  name: 'Ada',
  color: 1,
  x,
  y: 300,
  laser: false,
  alpha: 1,
  ...part,
});

function sprites() {
  const document = new FakeDocument();
  const mount = { ownerDocument: document, append: () => undefined };
  return { document, shown: new CursorSprites(mount as unknown as HTMLElement) };
}

test('a cursor that moves is not painted again, only its canvas moves', () => {
  const { document, shown } = sprites();
  shown.show([cursor(100)], CAMERA, VIEW, 1);
  const [canvas] = document.made;
  const { fillText } = canvas?.calls ?? {};
  expect(fillText).toBe(1);
  const at = canvas?.style.transform;
  shown.show([cursor(140)], CAMERA, VIEW, 1);
  expect(canvas?.calls.fillText).toBe(1);
  expect([at, canvas?.style.transform]).toEqual(['translate(80px, 280px)', 'translate(120px, 280px)']);
});

test('another name, a fading cursor and one at the edge of the view are painted again', () => {
  const { document, shown } = sprites();
  const looks = [cursor(100), cursor(100, { name: 'Ada L.' }), cursor(100, { alpha: 0.5 }), cursor(5_000)];
  for (const look of looks) shown.show([look], CAMERA, VIEW, 1);
  expect(document.made).toHaveLength(1);
  expect(document.made[0]?.calls.fillText).toBe(looks.length);
});

test('a cursor that has gone leaves no canvas', () => {
  const { document, shown } = sprites();
  shown.show([cursor(100)], CAMERA, VIEW, 1);
  shown.show([cursor(100, { alpha: 0 })], CAMERA, VIEW, 1);
  expect(document.removed).toHaveLength(1);
  shown.show([cursor(100)], CAMERA, VIEW, 1);
  shown.dispose();
  expect(document.removed).toHaveLength(2);
});

test('of a name that changes all the time nothing is remembered but the last width', () => {
  const { document, shown } = sprites();
  shown.show([cursor(100)], CAMERA, VIEW, 1);
  const measured: string[] = [];
  Object.assign(document.made[0]?.context ?? {}, {
    measureText: (name: string) => {
      measured.push(name);
      return { width: 60 };
    },
  });
  for (const name of ['Ada', 'Bob', 'Bob', 'Ada']) shown.show([cursor(100, { name })], CAMERA, VIEW, 1);
  expect(measured).toEqual(['Bob', 'Ada']);
});
