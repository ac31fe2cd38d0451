import { expect, test } from 'vitest';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { proposeCopies } from '../../../../../renderer/engine/selection/arranging/copies.ts';
import { placesOf, proposePlaces } from '../../../../../renderer/engine/selection/arranging/selection-actions.ts';
import { proposeRemoval } from '../../../../../renderer/engine/selection/propose-removal.ts';
import { acceptAll } from '../hub-check.ts';
import { LocalBoard } from '../local-board.ts';

function boardOf(count: number, points: number) {
  const local = new LocalBoard();
  const way = Array.from({ length: points }, (_, i) => [i * 3 + (i % 5), (i * 7) % 90] as const);
  const ids = Array.from({ length: count }, () => local.stroke(way));
  return { local, ids };
}
/** A hub that has what the others drew and accepts only what admission allows. */
const hubOf = (local: LocalBoard) => {
  const hub = new LocalBoard();
  hub.board().merge(local.board().states());
  return hub.board();
};

test('clearing a large board is several batches within the limits and one step of undo', () => {
  const { local, ids } = boardOf(2_500, 2);
  const hub = hubOf(local);
  proposeRemoval(local, ids, local.newGesture());
  expect(local.alive()).toHaveLength(0);
  expect(local.proposed.length).toBeGreaterThan(1);
  expect(new Set(local.proposed.map(({ gesture }) => gesture)).size).toBe(1);
  acceptAll(local.proposed, hub);
  expect(hub.fingerprint()).toBe(local.board().fingerprint());
});

test('copies of many and of long strokes go out in batches that a hub accepts, and equal their originals', () => {
  const { local, ids } = boardOf(600, 300);
  const long = local.stroke(
    Array.from({ length: LIMITS.pointsPerStroke }, (_, i) => [(i * 37) % 5_000, (i * 91) % 5_000] as const),
  );
  const hub = hubOf(local);
  const copies = proposeCopies(local, [...ids, long], { dx: 160, dy: 320 }, local.newGesture());
  expect(copies).toHaveLength(601);
  acceptAll(local.proposed, hub);
  expect(hub.fingerprint()).toBe(local.board().fingerprint());
  const moved = local.points(long).map(([x, y]) => [x + 160, y + 320]);
  expect(local.points(copies.at(-1) as never)).toEqual(moved);
  expect(local.element(copies[0] as never)).toMatchObject({ ended: true, pointCount: 300 });
});

test('copies lie above everything and in the order of their originals', () => {
  const { local, ids } = boardOf(3, 2);
  const copies = proposeCopies(local, [...ids].reverse(), { dx: 0, dy: 0 }, local.newGesture());
  const orders = copies.map((id) => local.element(id).order);
  expect([...orders].sort()).toEqual(orders);
  expect((orders[0] as string) > local.element(ids[2] as never).order).toBe(true);
});

test('what is moved beyond the end of the board stays at its edge', () => {
  const { local, ids } = boardOf(1, 2);
  proposePlaces(local, placesOf(local.board(), ids), { dx: LIMITS.coordinate * 2, dy: -1 }, local.newGesture());
  expect(local.element(ids[0] as never)).toMatchObject({ x: LIMITS.coordinate, y: -1 });
});
