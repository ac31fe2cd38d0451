import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { TimerValue } from '../../../core/board/kinds.ts';
import type { Session } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import { boardRegister } from './board-register.ts';

/** The room's timer as this window shows it. */
export type TimerView =
  | { readonly phase: 'none' }
  | { readonly phase: 'running' | 'paused'; readonly leftMs: number }
  /** It ended less than a minute ago. */
  | { readonly phase: 'over' };

/** One timer for all. It is a register of the board, so people who come later see it too. */
export interface RoomTimer extends Source<TimerView>, Disposable {
  start(ms: number): void;
  pause(): void;
  resume(): void;
  /** More time. */
  add(ms: number): void;
  end(): void;
}

/** How long the end of a timer is shown. Milliseconds. */
const OVER_MS = 60_000;
const SECOND_MS = 1_000;
/** A longer timer is a mistake. Milliseconds. */
const LONGEST_MS = 24 * 3_600_000;
const NONE: TimerView = { phase: 'none' };

export function createRoomTimer(session: Pick<Session, 'board' | 'onChange' | 'setMeeting' | 'hubNow'>, clock: Clock): RoomTimer {
  const register = boardRegister(session, 'timer');
  const owned = new DisposableStore();
  const viewNow = (): TimerView => viewOf(register.read() ?? [], session.hubNow());
  const view = createValue<TimerView>(viewNow());
  let tick: Disposable | undefined;
  const look = (): void => {
    tick?.dispose();
    tick = undefined;
    const now = viewNow();
    view.write(now);
    if (now.phase === 'none' || now.phase === 'paused') return;
    // On the whole second, so that all windows change at the same moment.
    const wait = now.phase === 'running' ? now.leftMs % SECOND_MS || SECOND_MS : SECOND_MS;
    tick = clock.after(wait, look);
  };
  const set = (timer: TimerValue): void => session.setMeeting({ timer });
  const runFor = (ms: number): void => set([Math.round(session.hubNow() + Math.min(ms, LONGEST_MS)), 0]);
  owned.add(register.watch(look));
  owned.add(disposable(() => tick?.dispose()));
  look();
  return {
    read: view.read,
    watch: view.watch,
    start: runFor,
    pause() {
      const now = viewNow();
      if (now.phase === 'running') set([0, Math.max(1, Math.round(now.leftMs))]);
    },
    resume() {
      const now = viewNow();
      if (now.phase === 'paused') runFor(now.leftMs);
    },
    add(ms) {
      const now = viewNow();
      if (now.phase === 'running') runFor(now.leftMs + ms);
      else if (now.phase === 'paused') set([0, Math.min(LONGEST_MS, Math.round(now.leftMs + ms))]);
      else runFor(ms);
    },
    end: () => set([]),
    dispose: () => owned.dispose(),
  };
}

function viewOf([endsAt, restMs]: TimerValue, now: number): TimerView {
  if (endsAt === undefined || restMs === undefined) return NONE;
  if (endsAt === 0) return restMs > 0 ? { phase: 'paused', leftMs: Math.min(restMs, LONGEST_MS) } : NONE;
  const leftMs = endsAt - now;
  if (leftMs > 0) return { phase: 'running', leftMs: Math.min(leftMs, LONGEST_MS) };
  return leftMs > -OVER_MS ? { phase: 'over' } : NONE;
}
