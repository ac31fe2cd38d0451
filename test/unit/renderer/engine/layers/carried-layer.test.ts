import { expect, test } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { InkCache } from '../../../../../renderer/engine/ink/ink-cache.ts';
import { CarriedLayer } from '../../../../../renderer/engine/layers/carried-layer.ts';
import type { Lifted } from '../../../../../renderer/engine/layers/lifted-group.ts';
import { SettledLayer } from '../../../../../renderer/engine/layers/tiles/settled-layer.ts';
import { TileCanvases, type TileContext } from '../../../../../renderer/engine/layers/tiles/tile-canvases.ts';
import { TileSheet } from '../../../../../renderer/engine/layers/tiles/tile-sheet.ts';
import { PictureCache } from '../../../../../renderer/engine/pictures/picture-cache.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { placesOf, proposePlaces } from '../../../../../renderer/engine/selection/arranging/selection-actions.ts';
import { viewOf } from '../../../../../renderer/engine/view/camera.ts';
import { LocalBoard } from '../local-board.ts';
import { FakeDocument } from './fake-canvas.ts';

const VIEW = viewOf({ x: 0, y: 0, zoom: 1 }, { width: 512, height: 512 }, 1);
/** 40 and 20 world pixels. */
const SHIFT = { dx: 640, dy: 320 };
const AT_REST = '0 0';
const MOVED = '40 20';

function numbersOf(transform: string | undefined): number[] {
  return (transform?.match(/-?[\d.]+/g) ?? []).map(Number);
}

/** 150 strokes in one tile that is drawn. A drag shows them on the carried layer. */
function open(others: readonly (readonly [number, number])[][] = []) {
  const access = new LocalBoard();
  const ids = Array.from({ length: 150 }, (_, i) => access.stroke([[20 + i, 10], [20 + i, 40]], { width: 16 })); // biome-ignore format: one line
  for (const points of others) access.stroke(points, { width: 16 });
  const board = () => access.board();
  const scene = new Scene(board);
  scene.reset();
  access.onChange(({ ids }) => void (ids !== 'all' && scene.updateEach(ids)));
  const document = new FakeDocument();
  const [below, above] = [document.canvas(), document.canvas()];
  const on = (mount: typeof below) => mount.context.canvas as HTMLElement;
  const context = () => document.canvas().context as unknown as TileContext;
  const canvases = new TileCanvases(on(below).ownerDocument, context);
  const pictures = new PictureCache({ read: async () => undefined, decode: () => Promise.reject(), ready: () => undefined });
  const drag: { lifted: Lifted | undefined; isDown: boolean } = { lifted: undefined, isDown: false };
  const theme = () => 'light' as const;
  const tiled = { canvases, scene, board, ink: new InkCache(), pictures, theme, paper: () => '#fff', typing: () => undefined };
  const isElsewhere = (id: ElementId): boolean => !drag.isDown && (drag.lifted?.places.has(id) ?? false);
  const settled = new SettledLayer({ ...tiled, sheet: new TileSheet(on(below)), isElsewhere });
  const dragged = { lifted: () => drag.lifted, isDown: () => drag.isDown };
  const carried = new CarriedLayer({ ...tiled, ...dragged, element: on(above), settled });
  let now = 0;
  const paint = (): void => {
    settled.isCovered = carried.isLanding;
    settled.paint(VIEW, 'resting', ++now);
    if (drag.isDown && settled.upToDate) drag.lifted = undefined;
    carried.paint(VIEW, 'resting', now);
  };
  paint();
  /** Begins a drag of these. */
  const take = (dragged: readonly ElementId[], shift = SHIFT): boolean => {
    const lifted = { places: placesOf(board(), dragged), ...shift };
    const isTaken = carried.take(lifted);
    Object.assign(drag, { lifted, isDown: false });
    // The settled layer has its turn at another time.
    carried.paint(VIEW, 'resting', ++now);
    return isTaken;
  };
  /** Puts down what is dragged, before the next frame. */
  const putDown = (): void => {
    if (drag.lifted) proposePlaces(access, drag.lifted.places, drag.lifted, access.newGesture());
    drag.isDown = true;
    settled.reset(true);
  };
  /** Where tiles are: the movement of the ground and their own. */
  const shownOn = (mount: typeof below) => (): string[] => {
    const [ground] = mount.children;
    const [left = 0, top = 0] = numbersOf(ground?.style.transform);
    return [...(ground?.children ?? [])].map(({ style }) => {
      const [x = 0, y = 0] = numbersOf(style.transform).slice(-2);
      return `${left + x} ${top + y}`;
    });
  };
  const strokes = (): number => document.made.reduce((all, { calls }) => all + (calls.stroke ?? 0), 0);
  return {
    access,
    ids,
    scene,
    settled,
    carried,
    take,
    putDown,
    paint,
    onSettled: shownOn(below),
    onCarried: shownOn(above),
    strokes,
  };
}

test('a drag of everything in view moves the tiles that show it, and draws nothing', () => {
  const { ids, take, onSettled, onCarried, strokes } = open();
  const drawn = strokes();
  expect([drawn, onSettled(), onCarried()]).toEqual([150, [AT_REST], []]);
  expect(take(ids)).toBe(true);
  expect([strokes(), onSettled(), onCarried()]).toEqual([drawn, [], [MOVED]]);
});

test('what is put down is shown by the carried tiles until the settled layer has drawn all of it', () => {
  const { ids, take, putDown, paint, onSettled, onCarried, strokes } = open();
  take(ids);
  putDown();
  paint();
  // All in one frame: the board is small.
  expect([strokes(), onSettled(), onCarried()]).toEqual([300, [AT_REST], []]);
});

test('no half of a board lies below the carried tiles that show the whole', () => {
  const many = Array.from({ length: 9_000 }, (_, i) => [[6 + (i % 480), 300], [6 + (i % 480), 480]] as const); // biome-ignore format: one line
  const { scene, settled, take, putDown, paint, onSettled, onCarried } = open(many as never);
  for (let frame = 0; !settled.isReady && frame < 100; frame++) paint();
  expect(take([...scene.ids()])).toBe(true);
  putDown();
  paint();
  expect([settled.upToDate, onSettled(), onCarried()]).toEqual([false, [], [MOVED]]);
  for (let frame = 0; !settled.upToDate && frame < 100; frame++) paint();
  expect([onSettled(), onCarried()]).toEqual([[AT_REST], []]);
});

test('the next drag takes the same tiles when the settled layer has drawn nothing yet', () => {
  const many = Array.from({ length: 9_000 }, (_, i) => [[6 + (i % 480), 300], [6 + (i % 480), 480]] as const); // biome-ignore format: one line
  const { scene, settled, take, putDown, paint, onCarried, strokes } = open(many as never);
  for (let frame = 0; !settled.isReady && frame < 100; frame++) paint();
  take([...scene.ids()]);
  putDown();
  paint();
  const drawn = strokes();
  expect(take([...scene.ids()], { dx: 160, dy: 0 })).toBe(true);
  expect([strokes(), onCarried()]).toEqual([drawn, ['50 20']]);
});

test('an element that is taken away from the drag leaves the carried tiles', () => {
  const { ids, scene, carried, take, paint, strokes } = open();
  take(ids);
  const drawn = strokes();
  carried.changed(scene.get(ids[0] as ElementId), undefined);
  paint();
  expect(strokes()).toBeGreaterThan(drawn);
});

test('tiles stay where they are when something else is in view, when they are not drawn, and when few are dragged', () => {
  const { ids, take, settled, onCarried } = open([[[100, 300], [120, 320]]]); // biome-ignore format: one line
  expect([take(ids), onCarried()]).toEqual([false, []]);
  const alone = open();
  expect(alone.take(alone.ids.slice(0, 90))).toBe(false);
  expect(settled.isReady).toBe(true);
  const undrawn = open();
  undrawn.settled.reset(false);
  expect(undrawn.take(undrawn.ids)).toBe(false);
});
