import { expect, test } from 'vitest';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import type { Camera } from '../../../../../renderer/engine/view/camera.ts';
import { ContentWalk, isAstray, type ViewOf } from '../../../../../renderer/engine/view/content-view.ts';
import { LocalBoard } from '../local-board.ts';

const SIZE = { width: 1_280, height: 800 };

/** A board with a short stroke at each of these places, world pixels. */
function boardWith(...places: readonly (readonly [x: number, y: number])[]) {
  const local = new LocalBoard();
  for (const [x, y] of places)
    local.stroke([
      [x, y],
      [x + 20, y + 10],
    ]);
  const scene = new Scene(() => local.board());
  scene.reset();
  const of = (camera: Camera): ViewOf => ({ content: scene, camera, size: SIZE, padding: 64 });
  /** The places that a camera shows. */
  const shows = (camera: Camera) =>
    places.filter(([x, y]) => {
      const [right, bottom] = [camera.x + SIZE.width / camera.zoom, camera.y + SIZE.height / camera.zoom];
      return x >= camera.x && x <= right && y >= camera.y && y <= bottom;
    });
  return { walk: new ContentWalk(scene), of, shows };
}
const AT_ORIGIN: Camera = { x: 0, y: 0, zoom: 1 };

test('content that fits a view is shown whole, and there is no next part', () => {
  const { walk, of, shows } = boardWith([5_000, 0], [9_000, 3_000]);
  expect(isAstray(of(AT_ORIGIN))).toBe(true);
  const all = walk.next(of(AT_ORIGIN));
  expect(shows(all)).toHaveLength(2);
  expect([isAstray(of(all)), walk.isUnderWay(of(all))]).toEqual([false, false]);
  expect(walk.nextUnlessSeen(of(all))).toBe(all);
});

test('of content too large for any view the nearest part is shown, then the next one, and after the last another one again', () => {
  const [near, middle, far] = [
    [-60_000, 0],
    [150_000, 0],
    [150_000, 190_000],
  ] as const;
  const { walk, of, shows } = boardWith(near, middle, far);
  const first = walk.next(of(AT_ORIGIN));
  expect(shows(first)).toEqual([near]);
  expect(walk.isUnderWay(of(first))).toBe(true);
  const second = walk.next(of(first));
  expect(shows(second)).toEqual([middle]);
  const third = walk.next(of(second));
  expect(shows(third)).toEqual([far]);
  expect(shows(walk.next(of(third)))).toEqual([middle]);
});

test('a newcomer to such a board sees its nearest part, not an empty middle', () => {
  const { walk, of, shows } = boardWith([-100_000, 0], [110_000, 0]);
  expect(shows(walk.nextUnlessSeen(of(AT_ORIGIN)))).toEqual([[-100_000, 0]]);
});

test('who moves the view in between begins anew from there', () => {
  const { walk, of, shows } = boardWith([-60_000, 0], [150_000, 0]);
  const first = walk.next(of(AT_ORIGIN));
  const moved = { ...first, x: first.x - 5_000 };
  expect(walk.isUnderWay(of(moved))).toBe(false);
  expect(shows(walk.next(of(moved)))).toEqual([[-60_000, 0]]);
});
