import { expect, test } from 'vitest';
import { encodePoints, newTail } from '../../../../../core/board/bodies/points-codec.ts';
import { type ElementId, elementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { LiveInk } from '../../../../../renderer/engine/ink/live-ink.ts';
import { LiveSet } from '../../../../../renderer/engine/ink/live-set.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { placesOf, proposePlaces } from '../../../../../renderer/engine/selection/arranging/selection-actions.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { addInk } from '../../../../support/ink.ts';
import { LocalBoard, ME, OTHER } from '../local-board.ts';

/** A live set beside a settled layer that is a set of ids: what the two show together is checked. */
function open() {
  const clock = new FakeClock();
  const local = new LocalBoard();
  const scene = new Scene(() => local.board());
  const settled = new Set<ElementId>();
  const gone: ElementId[] = [];
  const redrawn: boolean[] = [];
  /** For each drag: whether its elements were on the settled layer when it was said to begin. */
  const liftedWhen: boolean[] = [];
  const tiles = { isTaken: false, left: [] as ElementId[], wasPutDown: 0 };
  const live = new LiveSet({
    clock,
    scene,
    board: () => local.board(),
    clientId: ME,
    reducedMotion: false,
    settled: (before, after) => {
      if (before) settled.delete(before.id);
      if (after) settled.add(after.id);
    },
    gone: (ink) => void gone.push(ink.traits.id),
    willLift: ({ places }) => {
      liftedWhen.push([...places.keys()].every((id) => settled.has(id)));
      return tiles.isTaken;
    },
    carried: (before) => void (before && tiles.left.push(before.id)),
    allSettled: () => void tiles.wasPutDown++,
    liftedChanged: () => void redrawn.push(true),
    wake: () => {},
  });
  local.onChange(({ ids, origin }) => {
    if (ids === 'all') return;
    for (const id of scene.withHolders(ids)) {
      const { before, after } = scene.update(id);
      live.changed(id, origin, before, after);
    }
  });
  const shownLive = () => [...live.inks()].map((ink) => ink.traits.id);
  return { clock, local, scene, settled, gone, redrawn, liftedWhen, tiles, live, shownLive };
}

function begin(local: LocalBoard, author = OTHER, k = 77): ElementId {
  const id = elementId(author, k);
  const values = { kind: ElementKind.pen, order: 'a5', x: 0, y: 0, color: 0, width: 32, pressured: false };
  local.receive(
    [
      addInk({ id, lamport: local.nextLamport(), values }),
      {
        kind: 'append',
        id,
        offset: 0,
        chunk: encodePoints(newTail(), { xy: Int32Array.of(0, 0, 80, 80), pressure: undefined }),
      },
    ],
    'server',
    author,
  );
  return id;
}

test('a stroke that somebody else is drawing is live, then settled, and shown without a gap between', () => {
  const { clock, local, settled, live, shownLive } = open();
  const id = begin(local);
  expect([settled.has(id), live.has(id)]).toEqual([false, true]);
  local.receive([{ kind: 'end', id, count: 2 }]);
  clock.advance(300);
  live.advance();
  expect([settled.has(id), live.has(id)]).toEqual([true, false]);
  // The settled layer may need a few frames: until then the ink stays.
  expect(shownLive()).toEqual([id]);
  expect(live.isLanding).toBe(true);
  live.landed();
  expect(shownLive()).toEqual([]);
});

test('a finished stroke goes to the settled layer at once', () => {
  const { local, settled, shownLive } = open();
  const id = local.stroke([
    [0, 0],
    [10, 10],
  ]);
  expect(settled.has(id)).toBe(true);
  expect(shownLive()).toEqual([]);
});

test('an unfinished stroke of one’s own that no pen holds is settled, not waited for', () => {
  const { local, settled } = open();
  expect(settled.has(begin(local, ME))).toBe(true);
});

test('a draft is shown by its pen alone, and lands when the pen goes up', () => {
  const { local, settled, live, shownLive } = open();
  const id = elementId(ME, 5);
  live.draft(new LiveInk({ id, kind: ElementKind.pen, x: 0, y: 0, color: 0, width: 32, pressured: false }));
  begin(local, ME, 5);
  expect(settled.size).toBe(0);
  live.undraft(id);
  expect(settled.has(id)).toBe(true);
  expect(shownLive()).toEqual([id]);
});

test('a draft that never came to the board is gone with its pen', () => {
  const { settled, gone, live, shownLive } = open();
  const id = elementId(ME, 5);
  live.draft(new LiveInk({ id, kind: ElementKind.pen, x: 0, y: 0, color: 0, width: 32, pressured: false }));
  live.undraft(id);
  expect([settled.size, shownLive(), gone]).toEqual([0, [], [id]]);
});

test('a stroke erased while it lands is not shown any more', () => {
  const { clock, local, settled, live, shownLive } = open();
  const id = begin(local);
  local.receive([{ kind: 'end', id, count: 2 }]);
  clock.advance(300);
  live.advance();
  local.receive([{ kind: 'alive', ids: [id], lamport: local.nextLamport(), alive: false }]);
  expect(shownLive()).toEqual([]);
  expect(settled.size).toBe(0);
});

test('lifted elements leave the settled layer and come back where the board has them', () => {
  const { local, settled, live } = open();
  const [a, b] = [local.stroke([[0, 0]]), local.stroke([[50, 50]])];
  const places = placesOf(local.board(), [a]);
  live.lift({ places, dx: 0, dy: 0 });
  expect([...settled]).toEqual([b]);
  local.receive([{ kind: 'set', id: a, lamport: local.nextLamport(), values: { x: 500 } }], 'user', ME);
  expect(settled.has(a)).toBe(false);
  live.lift(undefined);
  expect(settled.has(a)).toBe(true);
  expect(live.lifted?.places).toBe(places);
  live.landed();
  expect(live.lifted).toBeUndefined();
});

test('an element that drops out of a drag is settled again, the others stay lifted', () => {
  const { local, settled, live } = open();
  const [a, b] = [local.stroke([[0, 0]]), local.stroke([[50, 50]])];
  live.lift({ places: placesOf(local.board(), [a, b]), dx: 0, dy: 0 });
  expect(settled.size).toBe(0);
  live.lift({ places: placesOf(local.board(), [b]), dx: 8, dy: 0 });
  expect([...settled]).toEqual([a]);
});

test('arrows to lifted elements are shown with them, and land with them', () => {
  const { local, settled, live } = open();
  const box = { x: 0, y: 0, w: 1600, h: 1600 };
  const [a, b] = [local.put(ElementKind.rectangle, box), local.put(ElementKind.rectangle, { ...box, x: 8000 })];
  const arrow = local.put(ElementKind.arrow, { x: 0, y: 0, from: [a, 500, 500], to: [b, 500, 500] });
  live.lift({ places: placesOf(local.board(), [a]), dx: 0, dy: 0 });
  expect([...settled]).toEqual([b]);
  expect([...live.following]).toEqual([arrow]);
  // Its own move on the way to the others does not put the arrow back.
  local.receive([{ kind: 'set', id: a, lamport: local.nextLamport(), values: { x: 500 } }], 'user', ME);
  expect(settled.has(arrow)).toBe(false);
  live.lift(undefined);
  expect([...settled].sort()).toEqual([a, b, arrow].sort());
  expect([...live.following]).toEqual([arrow]);
  live.landed();
  expect([...live.following]).toEqual([]);
});

test('an arrow that is dragged with its target is lifted, and follows nobody', () => {
  const { local, settled, live } = open();
  const a = local.put(ElementKind.rectangle, { x: 0, y: 0, w: 1600, h: 1600 });
  const arrow = local.put(ElementKind.arrow, { x: 0, y: 0, from: [a, 500, 500], to: [9000, 0] });
  live.lift({ places: placesOf(local.board(), [a, arrow]), dx: 0, dy: 0 });
  expect([settled.size, [...live.following]]).toEqual([0, []]);
  live.lift({ places: placesOf(local.board(), [a]), dx: 8, dy: 0 });
  expect([[...settled], [...live.following]]).toEqual([[], [arrow]]);
  live.lift({ places: placesOf(local.board(), []), dx: 8, dy: 0 });
  expect([...settled].sort()).toEqual([a, arrow].sort());
});

test('an echo that changes nothing is told to nobody', () => {
  const { local, scene, settled, live } = open();
  const id = local.stroke([[0, 0]]);
  settled.clear();
  local.board().apply(OTHER, [{ kind: 'end', id, count: 1 }]);
  const { before, after } = scene.update(id);
  live.changed(id, 'server', before, after);
  expect(settled.size).toBe(0);
});

test('another board ends what others were drawing', () => {
  const { local, live, shownLive } = open();
  begin(local);
  live.boardReplaced();
  expect(shownLive()).toEqual([]);
});

test('a drag is announced while the settled layer has its elements, and its picture stays good when they are put where it shows them', () => {
  const { local, live, redrawn, liftedWhen } = open();
  const id = local.stroke([[0, 0], [10, 10]]); // biome-ignore format: one line
  const places = placesOf(local.board(), [id]);
  const shift = { dx: 160, dy: -32 };
  live.lift({ places, ...shift });
  live.lift({ places, ...shift });
  expect(liftedWhen).toEqual([true]);
  proposePlaces(local, places, shift, local.newGesture());
  expect(redrawn).toEqual([]);
  local.receive([{ kind: 'set', id, lamport: local.nextLamport(), values: { x: 7 } }]);
  expect(redrawn).toEqual([true]);
});

test('elements that are carried with their tiles are not taken from the settled layer one by one', () => {
  const { local, settled, tiles, live } = open();
  const [a, b] = [local.stroke([[0, 0], [10, 10]]), local.stroke([[50, 0], [60, 10]])]; // biome-ignore format: one line
  tiles.isTaken = true;
  settled.clear();
  const places = placesOf(local.board(), [a, b]);
  live.lift({ places, dx: 16, dy: 0 });
  expect([live.isCarried, live.has(a), tiles.wasPutDown]).toEqual([true, true, 0]);
  // Another person takes one of them.
  live.lift({ places: placesOf(local.board(), [b]), dx: 32, dy: 0 });
  expect([tiles.left, [...settled]]).toEqual([[a], [a]]);
  live.lift(undefined);
  expect([live.isCarried, live.isSettingDown, tiles.wasPutDown]).toEqual([true, true, 1]);
  live.landed();
  expect([live.isCarried, live.isLanding]).toEqual([false, false]);
});
