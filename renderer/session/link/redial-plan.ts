import { pauseMs, spreadMs } from '../../../core/base/backoff.ts';
import type { Clock, Random } from '../../../core/base/host.ts';
import type { Link } from '../session-machine.ts';
import { redialMs, returnWaitMs } from './backoff.ts';
import { OBSTACLE_WAIT_MS } from './obstacle-in.ts';

/** Longest attempt to reach the hub, milliseconds. */
const REACH_MS = 10_000;
/**
 * For this long after a loss the client hurries to return, milliseconds. The hub keeps its place for 15 s after it notices the
 * loss (`LIMITS.awayMs`), which may be before the client notices it.
 */
const RETURN_MS = 12_000;
/**
 * The first attempt to return is given up after this time, each further one after twice the time, up to `REACH_MS`. Milliseconds.
 */
const RETURN_REACH_MS = 3_000;
/**
 * When several connections in a row are lost within this time, milliseconds, the hub itself may be the cause. The client then
 * slows down.
 */
const SHORT_LIFE_MS = 1_000;
/** Upper limit of an announced return window, milliseconds. */
const RETURN_MAX_MS = 10_000;

/** [HS-13] Waits of a client that was turned away because many come at once, milliseconds. A service lets in some tens in a second. */
const THROTTLED_WAITS = { firstMs: 1_000, longestMs: 10_000 };

/** When the next attempt to reach the hub is made, and how long it may take. Attempts are counted from 0. */
export class RedialPlan {
  readonly #clock: Clock;
  readonly #random: Random;
  /** `clock.mono()` when a live connection was lost. Undefined once one is live again. */
  #lostAt: number | undefined;
  /** Quick attempts since the loss. The backoff begins after them. */
  #hurried = 0;
  /** Connections in a row that were lost soon after they became live. Each lengthens the wait, like a failed attempt. */
  #shortLives = 0;
  /** The hub is ending and has announced a return window. */
  #returnInMs: number | undefined;
  /** Attempts in a row that were turned away because many came at once; 0 when the last one was not. */
  #throttled = 0;
  /** `clock.mono()` before which a service or hub that named an obstacle is not asked again. */
  #obstacleUntil = Number.NEGATIVE_INFINITY;

  constructor({ clock, random }: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = clock;
    this.#random = random;
  }

  /** True while an obstacle is too new for an attempt. */
  get isBlocked(): boolean {
    return this.#clock.mono() < this.#obstacleUntil;
  }

  /** The hub will end the connection soon. The client returns at a random moment within `returnInMs`. */
  expectReturn(returnInMs: number): void {
    this.#returnInMs = Math.min(RETURN_MAX_MS, Math.max(0, returnInMs));
  }

  /** A service or hub named an obstacle. */
  obstacleMet(): void {
    this.#obstacleUntil = this.#clock.mono() + OBSTACLE_WAIT_MS;
  }

  /** The last attempt was turned away because many came at once, or (0) not for that. */
  throttled(inARow: number): void {
    this.#throttled = inARow;
  }

  linkMoved(before: Link, link: Link): void {
    if (link.at === 'live') {
      this.#lostAt = undefined;
      this.#hurried = 0;
    } else if (before.at === 'live' && link.at === 'waiting') {
      this.#lostAt = this.#clock.mono();
      this.#shortLives = this.#lostAt - before.since < SHORT_LIFE_MS ? this.#shortLives + 1 : 0;
    }
  }

  /** The wait before this attempt, milliseconds. It uses up an announced return window. */
  takeWaitMs(attempt: number): number {
    const returnInMs = this.#returnInMs;
    this.#returnInMs = undefined;
    return returnInMs === undefined ? this.#usualWaitMs(attempt) : this.#random.next() * returnInMs;
  }

  #usualWaitMs(attempt: number): number {
    const obstacleMs = this.#obstacleUntil - this.#clock.mono();
    // All clients of the room meet the same obstacle, so they return at different moments.
    if (obstacleMs > 0) return obstacleMs * (1 + this.#random.next() / 2);
    if (this.#throttled > 0) return spreadMs(pauseMs(THROTTLED_WAITS, this.#throttled - 1), this.#random.next());
    if (!this.#isReturning) return redialMs(Math.max(0, attempt - this.#hurried), this.#random);
    this.#hurried = attempt + 1;
    return returnWaitMs(attempt + Math.max(0, this.#shortLives - 1), this.#random);
  }

  /** The time after which this attempt is given up, milliseconds. */
  reachMs(attempt: number): number {
    return this.#isReturning ? pauseMs({ firstMs: RETURN_REACH_MS, longestMs: REACH_MS }, attempt) : REACH_MS;
  }

  get #isReturning(): boolean {
    return this.#lostAt !== undefined && this.#clock.mono() - this.#lostAt < RETURN_MS;
  }
}
