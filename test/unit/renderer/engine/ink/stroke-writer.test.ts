import { expect, test } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { StrokeWriter } from '../../../../../renderer/engine/ink/stroke-writer.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { acceptAll } from '../hub-check.ts';
import { LocalBoard } from '../local-board.ts';

function penDown(options: { pressured?: boolean; holdMs?: number; x?: number; y?: number; pressure?: number } = {}) {
  const clock = new FakeClock();
  const local = new LocalBoard();
  const shown: ElementId[] = [];
  const done: ElementId[] = [];
  const writer = new StrokeWriter(
    {
      access: local,
      clock,
      kind: ElementKind.pen,
      color: 1,
      width: 56,
      pressured: options.pressured ?? false,
      holdMs: options.holdMs ?? 0,
      onInk: (ink) => shown.push(ink.traits.id),
      onInkDone: (id) => done.push(id),
    },
    options.x ?? 10,
    options.y ?? 20,
    options.pressure ?? 0.5,
  );
  local.onChange((change) => writer.boardChanged(change));
  return { clock, local, writer, shown, done };
}

test('the stroke is proposed with its first point the moment the pen touches', () => {
  const { local } = penDown();
  expect(local.kinds()).toEqual(['add append']);
  expect(local.alive()).toHaveLength(1);
  expect(local.alive()[0]).toMatchObject({ x: 160, y: 320, color: 1, width: 56, pointCount: 1, ended: false });
});

test('a tap is a whole stroke of one point', () => {
  const { local, writer, done } = penDown();
  writer.end();
  const [element] = local.alive();
  expect(element).toMatchObject({ pointCount: 1, ended: true });
  expect(done).toEqual([element?.id]);
});

test('at 120 samples a second about four go into one batch, none is lost, and all is one gesture', () => {
  const { clock, local, writer } = penDown();
  for (let i = 1; i <= 120; i++) {
    clock.advance(1000 / 120);
    writer.add(10 + i, 20 + i * 2, 0.5);
  }
  writer.end();
  const batches = local.proposed.length;
  expect(batches).toBeGreaterThanOrEqual(25);
  expect(batches).toBeLessThanOrEqual(33);
  expect(new Set(local.proposed.map(({ gesture }) => gesture)).size).toBe(1);
  const [element] = local.alive();
  expect(element).toMatchObject({ pointCount: 121, ended: true });
  expect(local.points(element?.id as ElementId)).toEqual(
    Array.from({ length: 121 }, (_, i) => [(10 + i) * 16, (20 + i * 2) * 16]),
  );
});

test('two strokes 40 ms apart are both whole', () => {
  const first = penDown();
  first.writer.add(15, 25, 0.5);
  first.clock.advance(5);
  first.writer.end();
  first.clock.advance(40);
  const second = penDown();
  second.writer.add(40, 50, 0.5);
  second.writer.end();
  expect(first.local.alive()[0]).toMatchObject({ pointCount: 2, ended: true });
  expect(second.local.alive()[0]).toMatchObject({ pointCount: 2, ended: true });
});

test('a pen at rest sends nothing', () => {
  const { clock, local, writer } = penDown();
  writer.add(30, 30, 0.5);
  clock.advance(200);
  const sent = local.proposed.length;
  for (let i = 0; i < 50; i++) writer.add(30.001, 30, 0.5);
  clock.advance(1_000);
  expect(local.proposed).toHaveLength(sent);
  expect(clock.timers).toBe(0);
});

test('a pen that presses harder in place makes its dot stronger', () => {
  const { local, writer } = penDown({ pressured: true, pressure: 0.1 });
  writer.add(10, 20, 0.11);
  writer.add(10, 20, 0.6);
  writer.end();
  expect(local.alive()[0]?.pointCount).toBe(2);
});

test('a stroke longer than an element may be goes on in another that begins at its last point', () => {
  const { clock, local, writer, shown, done } = penDown();
  const points = LIMITS.pointsPerStroke + 500;
  for (let i = 1; i < points; i++) {
    writer.add(10 + (i % 700), 20 + Math.floor(i / 700), 0.5);
    if (i % 40 === 0) clock.advance(33);
  }
  writer.end();
  const elements = local.alive();
  expect(elements.map(({ pointCount, ended }) => [pointCount, ended])).toEqual([
    [LIMITS.pointsPerStroke, true],
    [501, true],
  ]);
  const [first, second] = elements.map(({ id }) => local.points(id));
  expect(second?.[0]).toEqual(first?.at(-1));
  expect(new Set(local.proposed.map(({ gesture }) => gesture)).size).toBe(1);
  expect(shown).toEqual(elements.map(({ id }) => id));
  expect(done).toEqual(shown);
});

test('whatever the pen does, every batch is one that a hub accepts', () => {
  const { clock, local, writer } = penDown({ pressured: true });
  const wild = [1e12, -1e12, 0, 3, 1e9, Number.MIN_VALUE, -77.7];
  for (let i = 0; i < 3_000; i++) writer.add(wild[i % 7] as number, wild[(i * 3) % 7] as number, (i % 11) / 5 - 0.5);
  clock.advance(33);
  for (let i = 0; i < 3_000; i++) writer.add(i * 1.5, -i, 0.2);
  writer.end();
  expect(acceptAll(local.proposed).fingerprint()).toBe(local.board().fingerprint());
});

test('a held stroke is nobody else’s business until the hold is over', () => {
  const { clock, local, writer } = penDown({ holdMs: 80 });
  clock.advance(40);
  writer.add(30, 40, 0.5);
  expect(local.proposed).toHaveLength(0);
  clock.advance(40);
  expect(local.kinds()).toEqual(['add append']);
  expect(local.alive()[0]?.pointCount).toBe(2);
});

test('a held stroke that is given up was never there', () => {
  const { clock, local, writer, done } = penDown({ holdMs: 80 });
  writer.add(30, 40, 0.5);
  writer.abandon();
  clock.advance(1_000);
  expect(local.proposed).toHaveLength(0);
  expect(done).toHaveLength(1);
});

test('a stroke that others have seen and that is given up is ended and removed in the same gesture', () => {
  const { local, writer } = penDown();
  writer.add(30, 40, 0.5);
  writer.abandon();
  expect(local.kinds()).toEqual(['add append', 'append end', 'alive']);
  expect(local.alive()).toHaveLength(0);
  expect(new Set(local.proposed.map(({ gesture }) => gesture)).size).toBe(1);
});

test('the gesture ends calmly when the hub refuses the stroke or the board is another', () => {
  for (const take of [
    (local: LocalBoard) => local.replace(),
    (local: LocalBoard) => {
      const ids = local.alive().map(({ id }) => id);
      local.receive([{ kind: 'alive', ids, lamport: local.nextLamport(), alive: false }], 'refused', local.clientId);
    },
  ]) {
    const { clock, local, writer, done } = penDown();
    take(local);
    expect(writer.isOver).toBe(true);
    expect(done).toHaveLength(1);
    const sent = local.proposed.length;
    writer.add(50, 50, 0.5);
    clock.advance(500);
    writer.end();
    expect(local.proposed).toHaveLength(sent);
  }
});

test('a stroke that somebody erases while it is drawn is ended, so that nobody waits for its points', () => {
  const { local, writer } = penDown();
  const id = local.alive()[0]?.id as ElementId;
  local.receive([{ kind: 'alive', ids: [id], lamport: local.nextLamport(), alive: false }]);
  expect(writer.isOver).toBe(true);
  expect(local.element(id).ended).toBe(true);
});

test('somebody else’s changes do not disturb the stroke', () => {
  const { local, writer } = penDown();
  local.stroke([[5, 5]]);
  expect(writer.isOver).toBe(false);
});
