import { expect, test } from 'vitest';
import { nextStretch } from '../../../../../server/hub/pace/next-stretch.ts';
import { seededRandom } from '../../../../support/seeded.ts';

test('[FRM-5] a hub that is neither busy nor quiet keeps its pace', () => {
  expect(nextStretch(1, [0.8, 0.84, 0.8])).toBe(1);
  expect(nextStretch(2, [0.7, 0.72, 0.74])).toBe(2);
  expect(nextStretch(2, [0.66, 0.66, 0.66]), 'the step would be too small').toBe(2);
});

test('[FRM-5] a step up needs two looks, or a whole core', () => {
  expect(nextStretch(1, [0.9])).toBe(1);
  expect(nextStretch(1, [0.7, 0.93])).toBe(1);
  expect(nextStretch(1, [0.9, 0.9])).toBeCloseTo(1.25);
  expect(nextStretch(1, [0.2, 0.3, 1])).toBe(1.5);
  expect(nextStretch(5, [1])).toBe(6);
});

test('[FRM-5] a step down needs three looks without a busy one, and goes as far as the load allows', () => {
  expect(nextStretch(4, [0.1, 0.1])).toBe(4);
  expect(nextStretch(4, [0.86, 0.1, 0.1])).toBe(4);
  expect(nextStretch(4, [0.1, 0.1, 0.1])).toBeCloseTo(4 / 1.5);
  expect(nextStretch(4, [0.5, 0.5, 0.5])).toBeCloseTo(3.33, 1);
  expect(nextStretch(1.05, [0.6, 0.6, 0.6])).toBe(1);
  expect(nextStretch(1, [0, 0, 0])).toBe(1);
});

test('[FRM-5] whatever part of the work follows the pauses, no step causes its opposite', () => {
  const random = seededRandom(9);
  for (let run = 0; run < 500; run++) {
    const [frames, pointers, rest] = [random.next(), random.next(), random.next() * 0.3];
    let stretch = 1 + random.next() * 5;
    const turns: number[] = [];
    let looks: number[] = [];
    for (let look = 0; look < 60; look++) {
      looks = [...looks, Math.min(1, frames / stretch + pointers / stretch ** 2 + rest)].slice(-3);
      const next = nextStretch(stretch, looks);
      if (next === stretch) continue;
      turns.push(Math.sign(next - stretch));
      stretch = next;
      looks = [];
    }
    const changes = turns.filter((turn, i) => i > 0 && turn !== turns[i - 1]).length;
    expect(changes, `${frames} ${pointers} ${rest}`).toBeLessThanOrEqual(1);
    expect(frames / stretch + pointers / stretch ** 2 + rest).toBeLessThan(0.85);
  }
});
