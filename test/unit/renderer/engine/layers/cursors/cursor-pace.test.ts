import { expect, test } from 'vitest';
import { CursorPace } from '../../../../../../renderer/engine/layers/cursors/cursor-pace.ts';
import { FakeClock } from '../../../../../support/fake-clock.ts';

function open() {
  const clock = new FakeClock();
  let shown = 0;
  const pace = new CursorPace(clock, () => {
    shown++;
  });
  return { clock, pace, count: () => shown };
}

test('moves that come while a cursor moves wait for its next turn', () => {
  const { clock, pace, count } = open();
  pace.changed();
  expect(count()).toBe(1);
  expect(pace.isMoving).toBe(false);
  pace.shown(true, undefined);
  expect(pace.isMoving).toBe(true);
  for (let i = 0; i < 5; i++) pace.changed();
  expect(count()).toBe(1);
  clock.advance(39);
  expect(count()).toBe(1);
  clock.advance(1);
  expect(count()).toBe(2);
});

test('a cursor at rest is shown again when it changes or fades', () => {
  const { clock, pace, count } = open();
  pace.shown(false, 5_000);
  clock.advance(4_000);
  expect(count()).toBe(0);
  clock.advance(1_000);
  expect(count()).toBe(1);
  pace.shown(false, undefined);
  clock.advance(60_000);
  expect(count()).toBe(1);
  pace.changed();
  expect(count()).toBe(2);
});
