import { expect, test } from 'vitest';
import type { ClientId } from '../../../../../../core/board/ids.ts';
import { LIMITS } from '../../../../../../core/contract/limits.ts';
import type { RemoteMember } from '../../../../../../core/room/board-access.ts';
import { paintCursor, placedCursor, tagPlace } from '../../../../../../renderer/engine/layers/cursors/paint-cursors.ts';
import { clampToView, RemoteCursors } from '../../../../../../renderer/engine/layers/cursors/remote-cursors.ts';

const member = (x: number, movedAt: number, part: Partial<RemoteMember> = {}): RemoteMember => ({
  clientId: 'ada' as ClientId,
  name: 'Ada',
  color: 1,
  cursor: { x, y: 0 },
  movedAt,
  ...part,
});
const only = (cursors: RemoteCursors) => [...cursors.shown()][0];

test('a cursor appears in place, then glides to where its person is, and comes to rest', () => {
  const cursors = new RemoteCursors();
  cursors.update([member(0, 0)]);
  cursors.advance(0, false);
  expect(only(cursors)?.x).toBe(0);
  cursors.update([member(100, 10)]);
  const seen = [0];
  let now = 10;
  for (let moving = true; moving && now < 5_000; ) {
    now += 16;
    moving = cursors.advance(now, false);
    if (moving) seen.push(only(cursors)?.x as number);
  }
  const steps = seen.slice(1).map((x, i) => x - (seen[i] as number));
  expect(Math.min(...steps)).toBeGreaterThan(0);
  expect(Math.max(...steps)).toBeLessThan(60);
  expect(only(cursors)?.x).toBe(100);
  expect(now).toBeLessThan(700);
});

test('with reduced motion a cursor is where its person is', () => {
  const cursors = new RemoteCursors();
  cursors.update([member(0, 0)]);
  cursors.advance(0, true);
  cursors.update([member(100, 10)]);
  expect(cursors.advance(11, true)).toBe(false);
  expect(only(cursors)?.x).toBe(100);
});

test('an idle cursor fades and in the end is gone; between, nothing needs painting', () => {
  const cursors = new RemoteCursors();
  cursors.update([member(0, 0)]);
  cursors.advance(0, false);
  expect(cursors.nextChange(0)).toBe(LIMITS.cursorIdleMs);
  expect(cursors.advance(LIMITS.cursorIdleMs - 1, false)).toBe(false);
  expect(only(cursors)?.alpha).toBe(1);
  expect(cursors.advance(LIMITS.cursorIdleMs + 200, false)).toBe(true);
  expect(only(cursors)?.alpha).toBeLessThan(1);
  expect(cursors.advance(LIMITS.cursorIdleMs + 1_000, false)).toBe(false);
  expect(only(cursors)?.alpha).toBeCloseTo(0.3, 6);
  const wait = cursors.nextChange(LIMITS.cursorIdleMs + 1_000) as number;
  cursors.advance(LIMITS.cursorIdleMs + 1_000 + wait, false);
  expect(only(cursors)?.alpha).toBe(0);
});

test('a cursor leaves with its person or when the pointer leaves the board', () => {
  const cursors = new RemoteCursors();
  cursors.update([member(0, 0), member(5, 0, { clientId: 'bob' as ClientId })]);
  cursors.update([member(0, 0, { cursor: undefined })]);
  expect([...cursors.shown()]).toEqual([]);
});

const VIEW = { width: 800, height: 600 };
const EDGE = { side: 14, top: 66, bottom: 76 };

test('a cursor outside the view is shown at its edge, pointing to where it is', () => {
  const right = clampToView({ x: 5_000, y: 300 }, VIEW, EDGE);
  expect(right).toMatchObject({ x: 786, y: 300 });
  expect(right.toward).toBeCloseTo(0, 6);
  const corner = clampToView({ x: -500, y: -500 }, VIEW, EDGE);
  expect(corner).toMatchObject({ x: 14, y: 66 });
  expect(clampToView({ x: 400, y: 5_000 }, VIEW, EDGE)).toMatchObject({ x: 400, y: 524 });
  expect(corner.toward).toBeCloseTo(Math.atan2(-566, -514), 6);
  expect(clampToView({ x: 400, y: 599 }, VIEW, EDGE).toward).toBeUndefined();
});

test('the tag of a cursor is whole in the view, wherever the cursor is', () => {
  const WIDTH = 120;
  expect(tagPlace({ x: 100, y: 100 }, WIDTH, VIEW)).toEqual({ x: 112, y: 115 });
  for (const x of [0, 400, 700, 799])
    for (const y of [0, 300, 580, 599])
      for (const toward of [undefined, 0]) {
        const tag = tagPlace(toward === undefined ? { x, y } : { x, y, toward }, WIDTH, VIEW);
        expect(tag.x).toBeGreaterThanOrEqual(4);
        expect(tag.y).toBeGreaterThanOrEqual(4);
        expect(tag.x + WIDTH).toBeLessThanOrEqual(796);
        expect(tag.y + 20).toBeLessThanOrEqual(596);
      }
});

test('the name of an idle cursor stays readable while its pointer is faint', () => {
  const alphas: number[] = [];
  const target = {
    globalAlpha: 1,
    fillText: () => void alphas.push(target.globalAlpha),
    ...Object.fromEntries(
      ['beginPath', 'lineTo', 'closePath', 'stroke', 'fill', 'roundRect'].map((name) => [name, () => undefined] as const),
    ),
  };
  const cursors = [1, 0.3].map((alpha) => ({
    clientId: 'AAAAAAAAAAA' as ClientId,
    x: 100,
    y: 100,
    alpha,
    name: 'Ana',
    color: 0,
    laser: false,
  }));
  for (const cursor of cursors) {
    const placed = placedCursor(cursor, { x: 0, y: 0, zoom: 1 }, VIEW, () => 60);
    paintCursor(target as unknown as CanvasRenderingContext2D, cursor, placed);
  }
  expect(alphas).toEqual([1, 0.75]);
});
