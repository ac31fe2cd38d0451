import type { Disposable } from '../../../core/base/disposable.ts';
import { Emitter } from '../../../core/base/emitter.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { ClientId, ElementId } from '../../../core/board/ids.ts';
import { BOARD_AUTHOR } from '../../../core/board/kinds.ts';
import { gatherMaking, type Making, type MakingStep } from '../../../core/making/making.ts';
import { Replay } from '../../../core/making/replay.ts';
import type { BoardAccess, BoardChange, PresenceAccess, RemoteMember } from '../../../core/room/board-access.ts';
import type { Session } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import type { KnownPeople } from '../watching/people/known-people.ts';
import { REPLAY } from '../words/meeting/replay-words.ts';
import { tipOf } from './tip-of.ts';

export const SPEEDS: readonly number[] = [1, 2, 4, 8, 16, 64, 256, 1024];

/** The replay as the chrome shows it. */
export interface ReplayView {
  readonly phase: 'gathering' | 'paused' | 'playing';
  /** Ticks of 1/60 s at speed 1. */
  readonly at: number;
  readonly ticks: number;
  readonly step: number;
  readonly steps: number;
  readonly speed: number;
  /** The author of the shown step; undefined at the start. `color` is undefined for a person whom this window never met. */
  readonly by: { readonly name: string; readonly color: number | undefined } | undefined;
}

/** Plays the board's making on a board of its own. `undefined` without a replay in this window. */
export interface Replayer extends Source<ReplayView | undefined>, Disposable {
  /** The replayed board, read only. */
  readonly access: BoardAccess;
  /** The author's hand on the replayed board. */
  readonly presence: PresenceAccess;
  start(): void;
  end(): void;
  toggle(): void;
  step(by: 1 | -1): void;
  seek(tick: number): void;
  speedIs(speed: number): void;
}

export interface ReplayerOptions {
  readonly session: Pick<Session, 'board' | 'pastWrites'>;
  readonly clock: Clock;
  readonly people: Pick<KnownPeople, 'find'>;
  /** Says that there is nothing to play. */
  readonly sayNothing: () => void;
}

/** One frame. Milliseconds. */
const FRAME_MS = 33;
/** The time that one turn may take from the page. Milliseconds. */
const TURN_MS = 8;
/** Steps that are played between two looks at the clock. */
const STEPS_AT_ONCE = 64;
const TICKS_PER_MS = 60 / 1000;
/** At the first speed that shows the whole making in this time, it begins. Milliseconds. */
const WHOLE_MS = 40_000;
const NOTHING: Making = { steps: [], ticks: 0, board: undefined };

export function createReplayer({ session, clock, people, sayNothing }: ReplayerOptions): Replayer {
  const view = createValue<ReplayView | undefined>(undefined);
  const changes = new Emitter<BoardChange>();
  const presences = new Emitter<void>();
  let making = NOTHING;
  let replay = new Replay(NOTHING);
  let phase: ReplayView['phase'] = 'paused';
  let speed = 1;
  /** Where the replay shall be. It goes there in turns. */
  let wanted = 0;
  let lastAt = 0;
  let hand: readonly RemoteMember[] = [];
  let timer: Disposable | undefined;

  const authorOf = ({ author }: MakingStep): NonNullable<ReplayView['by']> => {
    const person = people.find(author);
    return { name: person ? (person.isYou ? REPLAY.you : person.name) : REPLAY.unknown, color: person?.color };
  };
  const show = (): void => {
    const by = replay.step && authorOf(replay.step);
    const steps = making.steps.length;
    view.write({ phase, at: wanted, ticks: making.ticks, step: Math.min(steps, replay.done), steps, speed, by });
  };
  const point = (ids: readonly ElementId[]): void => {
    const { step, board } = replay;
    const cursor = step && tipOf(board, ids, step);
    hand = [];
    if (step && cursor) {
      const { name, color = colorOf(step.author) } = authorOf(step);
      hand = [{ clientId: step.author, name, color, cursor, movedAt: clock.mono() }];
    }
    presences.emit();
  };
  /** Goes towards the wanted place for as long as one turn may take. */
  const go = (): void => {
    const until = clock.mono() + TURN_MS;
    if (wanted < replay.at) {
      replay.rewind();
      changes.emit({ ids: 'all', origin: 'server' });
    }
    let touched: readonly ElementId[] = [];
    do {
      const { ids, isGrowing } = replay.forward(wanted, STEPS_AT_ONCE);
      if (ids === 'all' || ids.length === 0) continue;
      touched = ids;
      // A growing stroke is shown as one that another person is drawing.
      changes.emit({ ids, origin: isGrowing ? 'server' : 'file' });
    } while (replay.at < wanted && clock.mono() < until);
    point(touched);
  };
  const turn = (): void => {
    timer?.dispose();
    timer = clock.after(FRAME_MS, turn);
    const now = clock.mono();
    // A step that is not reached yet must not run away from the replay.
    if (phase === 'playing' && replay.at >= wanted)
      wanted = Math.min(making.ticks, wanted + (now - lastAt) * TICKS_PER_MS * speed);
    lastAt = now;
    go();
    const isThere = replay.at >= wanted;
    if (phase === 'playing' && isThere && wanted >= making.ticks) phase = 'paused';
    if (phase === 'paused' && isThere) {
      timer.dispose();
      timer = undefined;
    }
    show();
  };
  const wake = (): void => {
    if (timer !== undefined || view.read() === undefined || phase === 'gathering') return;
    lastAt = clock.mono();
    turn();
  };
  const gather = (steps: ReturnType<typeof gatherMaking>): void => {
    const until = clock.mono() + TURN_MS;
    do {
      const next = steps.next();
      if (!next.done) continue;
      timer = undefined;
      making = next.value;
      if (making.steps.length === 0) {
        end();
        sayNothing();
        return;
      }
      replay = new Replay(making);
      speed = SPEEDS.find((one) => making.ticks <= WHOLE_MS * TICKS_PER_MS * one) ?? (SPEEDS.at(-1) as number);
      phase = 'playing';
      changes.emit({ ids: 'all', origin: 'server' });
      wake();
      return;
    } while (clock.mono() < until);
    timer = clock.after(0, () => gather(steps));
  };
  const end = (): void => {
    timer?.dispose();
    timer = undefined;
    making = NOTHING;
    replay = new Replay(NOTHING);
    hand = [];
    view.write(undefined);
  };
  const seek = (tick: number): void => {
    if (phase === 'gathering') return;
    wanted = Math.min(Math.max(tick, 0), making.ticks);
    wake();
    show();
  };

  return {
    read: view.read,
    watch: view.watch,
    access: readOnly(() => replay.board, changes),
    presence: onlyShown(() => hand, presences),
    start() {
      end();
      phase = 'gathering';
      wanted = 0;
      show();
      gather(gatherMaking(session.board(), session.pastWrites()));
    },
    end,
    toggle() {
      if (phase === 'gathering') return;
      if (phase === 'paused' && wanted >= making.ticks) wanted = 0;
      phase = phase === 'playing' ? 'paused' : 'playing';
      wake();
      show();
    },
    step(by) {
      if (phase === 'playing') phase = 'paused';
      seek(replay.tickAfter(by === 1 ? replay.done : replay.done - 2));
    },
    seek,
    speedIs(next) {
      speed = next;
      show();
    },
    dispose: end,
  };
}

/** A colour for a person whom this window never met: the same one each time. */
function colorOf(clientId: ClientId): number {
  let sum = 0;
  for (const char of clientId) sum += char.charCodeAt(0);
  return sum;
}

/** A board that cannot be changed: what an engine proposes is dropped. */
function readOnly(board: BoardAccess['board'], changes: Emitter<BoardChange>): BoardAccess {
  return {
    clientId: BOARD_AUTHOR,
    board,
    newElementId: () => `${BOARD_AUTHOR}.1` as ElementId,
    nextLamport: () => board().lamport + 1,
    newGesture: () => 1,
    propose() {},
    onChange: (listener) => changes.on(listener),
  };
}

function onlyShown(members: PresenceAccess['members'], changes: Emitter<void>): PresenceAccess {
  return { members, onPresence: (listener) => changes.on(listener), pointAt() {}, showOthers() {}, lookAt() {} };
}
