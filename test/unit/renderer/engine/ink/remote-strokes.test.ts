import { expect, test } from 'vitest';
import { encodePoints, newTail, type PointTail } from '../../../../../core/board/bodies/points-codec.ts';
import { type ElementId, elementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import type { LiveInk } from '../../../../../renderer/engine/ink/live-ink.ts';
import { RemoteStrokes } from '../../../../../renderer/engine/ink/remote-strokes.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { addInk } from '../../../../support/ink.ts';
import { LocalBoard, OTHER } from '../local-board.ts';

function watch(options: { reducedMotion?: boolean } = {}) {
  const clock = new FakeClock();
  const local = new LocalBoard();
  const settled: ElementId[] = [];
  const gone: LiveInk[] = [];
  const remote = new RemoteStrokes({
    clock,
    reducedMotion: () => options.reducedMotion ?? false,
    onSettled: (ink) => void settled.push(ink.traits.id),
    onGone: (ink) => void gone.push(ink),
    onWake: () => {},
  });
  const id = elementId(OTHER, 1);
  let tail: PointTail = newTail();
  local.receive([
    addInk({ id, lamport: 1, values: { kind: ElementKind.pen, order: 'a1', x: 0, y: 0, color: 0, width: 32, pressured: false } }),
  ]);
  /** `count` more points, 10 px to the right each, as one lump from the network. */
  const lump = (count: number): void => {
    const from = tail.count;
    const xy = Int32Array.from({ length: count * 2 }, (_, i) => (i % 2 === 0 ? (from + i / 2) * 160 : 0));
    local.receive([{ kind: 'append', id, offset: from, chunk: encodePoints(tail, { xy, pressure: undefined }) }]);
    remote.update(local.element(id));
  };
  const finish = (): void => {
    local.receive([{ kind: 'end', id, count: tail.count }]);
    remote.update(local.element(id));
  };
  /** How far the ink reaches now, world pixels. */
  const reached = (): number => {
    const [ink] = [...remote.inks()];
    // The ink's own reach: three quarters of the width and one pixel.
    return (ink?.box?.maxX ?? Number.NaN) - 2.5;
  };
  return { clock, local, remote, id, lump, finish, reached, settled, gone, restart: () => (tail = newTail()) };
}

test('lumps are shown evenly: never backwards, never a leap, all of it in time', () => {
  const { clock, remote, lump, reached } = watch();
  lump(1);
  const seen: number[] = [];
  for (let tick = 0; tick < 6; tick++) {
    lump(4);
    for (let frame = 0; frame < 4; frame++) {
      clock.advance(10);
      remote.advance();
      seen.push(reached());
    }
  }
  const steps = seen.slice(1).map((at, i) => at - (seen[i] as number));
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
  // Four points of 10 px in four frames: no frame shows more than about two of them.
  expect(Math.max(...steps)).toBeLessThanOrEqual(21);
  for (let i = 0; i < 20; i++) {
    clock.advance(10);
    remote.advance();
  }
  expect(reached()).toBeCloseTo(240, 6);
});

test('the pen’s place between two points is shown too', () => {
  const { clock, remote, lump, reached } = watch();
  lump(2);
  clock.advance(30);
  remote.advance();
  expect(reached()).toBeGreaterThan(0);
  expect(reached()).toBeLessThan(10);
});

test('with reduced motion everything is shown at once', () => {
  const { remote, lump, reached } = watch({ reducedMotion: true });
  lump(30);
  expect(remote.advance()).toBe(false);
  expect(reached()).toBeCloseTo(290, 6);
});

test('a finished stroke settles when all of it has been shown, not before', () => {
  const { clock, remote, lump, finish, settled, id } = watch();
  lump(10);
  finish();
  clock.advance(5);
  expect(remote.advance()).toBe(true);
  expect(settled).toEqual([]);
  clock.advance(200);
  expect(remote.advance()).toBe(false);
  expect(settled).toEqual([id]);
  expect(remote.has(id)).toBe(false);
});

test('a stroke whose author went silent settles, and is live again when it goes on', () => {
  const { clock, remote, lump, settled, id } = watch();
  lump(5);
  clock.advance(100);
  remote.advance();
  clock.advance(4_000);
  expect(settled).toEqual([id]);
  expect(remote.has(id)).toBe(false);
  lump(5);
  expect(remote.has(id)).toBe(true);
  expect(clock.timers).toBe(1);
});

test('a stroke removed while it is drawn is gone at once and never settles', () => {
  const { clock, remote, lump, settled, gone, id } = watch();
  lump(5);
  remote.remove(id);
  clock.advance(5_000);
  remote.advance();
  expect(gone).toHaveLength(1);
  expect(settled).toEqual([]);
  expect([...remote.inks()]).toEqual([]);
});

test('a stroke that is moved while it is drawn is drawn anew at its place, as far as it had been shown', () => {
  const { clock, local, remote, lump, reached, gone, id } = watch();
  lump(5);
  clock.advance(200);
  remote.advance();
  local.receive([{ kind: 'set', id, lamport: 9, values: { x: 16_000 } }]);
  remote.update(local.element(id));
  expect(gone).toHaveLength(1);
  expect(reached()).toBeCloseTo(1_040, 6);
});

test('a stroke whose other birth has won is drawn anew from its own bytes, however many those are', () => {
  const { clock, remote, lump, reached, gone, id } = watch();
  lump(2);
  clock.advance(200);
  remote.advance();
  const other = new LocalBoard();
  const xy = Int32Array.from([0, 0, 800, 0, 1_600, 0, 2_400, 0]);
  const chunk = encodePoints(newTail(), { xy, pressure: Uint8Array.from([128, 128, 128, 128]) });
  other.receive([
    addInk({ id, lamport: 1, values: { kind: ElementKind.pen, order: 'a1', x: 0, y: 0, color: 0, width: 32, pressured: true } }),
    { kind: 'append', id, offset: 0, chunk },
  ]);
  remote.update(other.element(id));
  clock.advance(200);
  remote.advance();
  expect(gone).toHaveLength(1);
  expect([...remote.inks()].map(({ traits }) => traits.pressured)).toEqual([true]);
  expect(reached()).toBeCloseTo(150, 6);
});
