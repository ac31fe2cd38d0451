import type { Pace } from '../../../core/contract/hub-contract.ts';

/** The longest pauses that load causes, milliseconds. */
const LONGEST: Pace = { frameMs: 150, cursorMs: 150 };
/** The same in a small room. Its frames go to few people, so longer pauses would make their ink late and save the hub little. */
const SMALL_LONGEST: Pace = { frameMs: 33, cursorMs: 100 };
/** Receivers of a small room. */
const SMALL_ROOM = 32;
/** Clients send no more often than this, so a pace below it tells them nothing. Milliseconds. */
const CLIENT_TICK_MS = 33;

const SMALL_BILLED: Pace = { frameMs: 50, cursorMs: 50 };
const MIDDLE_BILLED: Pace = { frameMs: 66, cursorMs: 100 };
const LARGE_BILLED: Pace = { frameMs: 100, cursorMs: 200 };
const SMALL: Pace = { frameMs: 16 };
const LARGE: Pace = { frameMs: 33 };

/**
 * The pace of a room by its number of receivers.
 * A frame costs one socket write per receiver, which is most of a room's cost, so larger rooms get fewer, larger frames. On the
 * hub's own sockets the frame interval stays within one tick of the clients (33 ms), so no one sees less (`npm run
 * bench:fanout`).
 * Behind a service each message is billed, in both directions. There, pointer moves are shown 20 to 5 times a second, and drawing
 * 20 to 10 times (`npm run bench:scale`).
 */
function paceFor(receivers: number, carrier: 'own' | 'billed'): Pace {
  if (carrier === 'billed') {
    if (receivers <= 4) return SMALL_BILLED;
    return receivers <= 16 ? MIDDLE_BILLED : LARGE_BILLED;
  }
  return receivers <= SMALL_ROOM ? SMALL : LARGE;
}

/**
 * [FRM-5] The pace of a busy hub: longer pauses, of which clients hear as soon as they are longer than their own. Pointers give way
 * first, because receivers draw their way between two places, and ink must not wait.
 */
function stretched(pace: Pace, stretch: number): Pace {
  const longest = pace === SMALL ? SMALL_LONGEST : LONGEST;
  const frameMs = longer(pace.frameMs, stretch, longest.frameMs);
  const cursorMs = longer(pace.cursorMs ?? pace.frameMs, stretch ** 2, longest.cursorMs ?? longest.frameMs);
  return pace.cursorMs === undefined && cursorMs <= CLIENT_TICK_MS ? { frameMs } : { frameMs, cursorMs };
}

const longer = (ms: number, times: number, mostMs: number): number => Math.max(ms, Math.min(mostMs, Math.round(ms * times)));

/** The pace of one room, by its size and the hub's load. */
export class RoomPace {
  readonly #carrier: 'own' | 'billed';
  #base: Pace = SMALL;
  #stretch = 1;
  #pace: Pace = SMALL;

  constructor(carrier: 'own' | 'billed') {
    this.#carrier = carrier;
  }

  /** Hot path: every message asks, and the answer rarely changes. */
  of(receivers: number, stretch: number): Pace {
    const base = paceFor(receivers, this.#carrier);
    if (base !== this.#base || stretch !== this.#stretch) {
      this.#base = base;
      this.#stretch = stretch;
      this.#pace = stretch === 1 ? base : stretched(base, stretch);
    }
    return this.#pace;
  }
}
