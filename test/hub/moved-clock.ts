import type { Clock } from '../../core/base/host.ts';
import { nodeClock } from '../../server/process/node-host.ts';

/** The real time, which a test may move on. */
export class MovedClock implements Clock {
  aheadMs = 0;
  now = (): number => nodeClock.now() + this.aheadMs;
  mono = nodeClock.mono;
  after = nodeClock.after;
}
