import { expect, test } from 'vitest';
import { watchLoopDelay } from '../../../../server/process/loop-delay.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** A clock whose timers all come late, as they do where the event loop is held up. */
class HeldUpClock extends FakeClock {
  lateMs = 0;
  override mono(): number {
    return super.mono() + this.lateMs;
  }
}

test('the longest time that the loop was held up is told once, and then it begins anew', () => {
  const clock = new HeldUpClock();
  const delay = watchLoopDelay(clock);
  clock.advance(100);
  expect(delay.takeMaxMs()).toBe(0);
  clock.lateMs = 250;
  clock.advance(20);
  clock.lateMs += 40;
  clock.advance(100);
  expect(delay.takeMaxMs()).toBe(250);
  clock.advance(100);
  expect(delay.takeMaxMs()).toBe(0);
  delay.dispose();
  expect(clock.timers).toBe(0);
});
