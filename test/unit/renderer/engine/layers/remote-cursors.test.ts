import { expect, test } from 'vitest';
import type { ClientId } from '../../../../../core/board/ids.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import type { RemoteMember } from '../../../../../core/room/board-access.ts';
import { clampToView, RemoteCursors } from '../../../../../renderer/engine/layers/remote-cursors.ts';

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

test('a cursor outside the view is shown at its edge, pointing to where it is', () => {
  const right = clampToView({ x: 5_000, y: 300 }, 800, 600, 14);
  expect(right).toMatchObject({ x: 786, y: 300 });
  expect(right.toward).toBeCloseTo(0, 6);
  const corner = clampToView({ x: -500, y: -500 }, 800, 600, 14);
  expect(corner.toward).toBeCloseTo(-Math.PI * 0.75, 2);
  expect(clampToView({ x: 400, y: 599 }, 800, 600, 14).toward).toBeUndefined();
});
