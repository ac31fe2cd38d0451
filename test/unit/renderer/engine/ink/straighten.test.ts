import { expect, test } from 'vitest';
import { straighten } from '../../../../../renderer/engine/ink/straighten.ts';
import { runs, seededRandom } from '../../../../support/seeded.ts';
import { type Dice, handDrawn, handwritten } from './handwriting.ts';

const ROUNDS = runs(100, 400);

function dice(seed: number): Dice {
  const { next } = seededRandom(seed);
  return (from, to) => from + next() * (to - from);
}

test('a form that a hand draws once is the form that was meant', () => {
  const found = new Map<string, number>();
  for (const form of ['line', 'arrow', 'rectangle', 'ellipse', 'diamond'] as const) {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      if (straighten(handDrawn(form, dice(seed)))?.form === form) found.set(form, (found.get(form) ?? 0) + 1);
    }
  }
  for (const [form, count] of found) expect(count / ROUNDS, form).toBeGreaterThan(0.93);
  expect(found.size).toBe(5);
});

test('of handwriting hardly anything is taken for a form', () => {
  const taken = new Map<string, number>();
  let words = 0;
  for (let seed = 1; seed <= 10 * ROUNDS; seed++) {
    const straight = straighten(handwritten(dice(seed)));
    words++;
    if (straight) taken.set(straight.form, (taken.get(straight.form) ?? 0) + 1);
  }
  const wrong = [...taken.values()].reduce((sum, count) => sum + count, 0);
  expect(wrong / words, JSON.stringify([...taken])).toBeLessThan(0.01);
});

test('sizes and places do not count, and a line that is nearly level is level', () => {
  const wave = Array.from({ length: 60 }, (_, i) => [i * 5, 3 * Math.sin(i / 4) + i / 4]).flat();
  for (const scale of [0.01, 1, 500]) {
    const straight = straighten(wave.map((value, i) => value * scale + (i % 2 === 0 ? 900 : -40)));
    expect(straight).toMatchObject({ form: 'line', x1: 900 });
    if (straight?.form === 'line') expect(straight.y1).toBe(straight.y2);
  }
});

test('a turned rectangle keeps its turn, and a nearly upright one is upright', () => {
  const square = (turn: number) => {
    const corners = [
      [-100, -60],
      [100, -60],
      [100, 60],
      [-100, 60],
      [-100, -60],
    ] as const;
    return corners.flatMap(([x, y]) => [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)]);
  };
  expect(straighten(square(0.07))).toMatchObject({ form: 'rectangle', angle: 0 });
  const turned = straighten(square(Math.PI / 6));
  expect(turned).toMatchObject({
    form: 'rectangle',
    angle: expect.closeTo(Math.PI / 6),
    w: expect.closeTo(200, 0),
    h: expect.closeTo(120, 0),
  });
});

test('a dot, a scribble and an open curve are none', () => {
  expect(straighten([5, 5])).toBeUndefined();
  expect(straighten([5, 5, 5, 5])).toBeUndefined();
  expect(straighten(Array.from({ length: 80 }, (_, i) => [i % 2 === 0 ? 0 : 100, i * 2]).flat())).toBeUndefined();
  expect(
    straighten(Array.from({ length: 40 }, (_, i) => [100 * Math.cos(i / 12), 100 * Math.sin(i / 12)]).flat()),
  ).toBeUndefined();
});
