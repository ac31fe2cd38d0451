import { expect, test } from 'vitest';
import { SILENT_MS } from '../../../../../renderer/engine/input/finger-rules.ts';
import { type PointerFacts, USUAL_HABITS } from '../../../../../renderer/engine/input/pointer-facts.ts';
import { PointerGestures } from '../../../../../renderer/engine/input/pointer-gestures.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

test('a finger that says nothing for ten seconds lets the board go; one that speaks does not', () => {
  const clock = new FakeClock();
  const told: string[] = [];
  const gestures = new PointerGestures(
    (effect) => {
      if (effect.do === 'press') told.push(`press ${effect.role}`);
      else if (effect.do === 'cancel') told.push(`cancel ${effect.reason}`);
      else if (effect.do !== 'markView') told.push(effect.do);
    },
    () => USUAL_HABITS,
    clock,
  );
  const pointer: PointerFacts = { id: 3, type: 'touch', button: 0, buttons: 1, primary: true, x: 0, y: 0, at: 0 };
  gestures.tell({ kind: 'down', pointer });
  clock.advance(SILENT_MS - 1_000);
  gestures.tell({ kind: 'move', pointer: { ...pointer, x: 40 } });
  clock.advance(SILENT_MS - 1_000);
  expect(told).toEqual(['press tool', 'drag']);
  clock.advance(1_000);
  expect(told).toEqual(['press tool', 'drag', 'cancel interrupted']);
  expect(gestures.wants(3)).toBe(true);
  clock.advance(10 * SILENT_MS);
  expect(told).toHaveLength(3);
  gestures.dispose();
});
