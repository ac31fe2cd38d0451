import { allSteps } from '../../../core/base/all-steps.ts';
import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { errorName } from '../../../core/base/reason-of.ts';
import { type BoardCard, type BoardPlace, LARGEST_KEPT_BOARD } from '../../../core/contract/board-card.ts';
import type { Engine } from '../../engine/engine.ts';
import type { LastBoardBytes } from '../../session/keeping/last-board.ts';
import type { LocalCopies } from '../../session/keeping/local-copies.ts';
import type { Session } from '../../session/session.ts';

export interface LastBoardOptions {
  readonly place: BoardPlace;
  readonly isHostedHere: () => boolean;
  readonly session: Pick<Session, 'packLastBoard' | 'status' | 'onChange' | 'onStatus'>;
  readonly engine: Pick<Engine, 'snapshot' | 'thumbnail'>;
  readonly localCopies: LocalCopies;
  readonly clock: Clock;
  readonly log: Log;
  /** Runs something when the page has nothing better to do. */
  readonly whenIdle: (run: () => void) => void;
}

/** Keeps a copy of the board on this device, rarely: it must not be felt while a person draws. */
export interface LastBoardKeeping extends Disposable {
  /** The page may be gone the next moment: what is not written yet is, now. */
  keep(): void;
  /** The person wants the copy no more. It is written again when something is drawn. */
  forget(): void;
}

/** A board that has rested for so long is written, milliseconds. */
const REST_MS = 3_000;
/** One on which people always draw is written this often, milliseconds. */
const BUSY_MS = 60_000;
/** The page gets to breathe after so long, milliseconds. */
const SLICE_MS = 4;
/** After a write that took long the next one waits so many times as long: this part of the time at most is spent on it. */
const SHARE = 200;
/** The picture of a board that changes is made this often, milliseconds. */
const PICTURE_MS = 30_000;

const EVENT = 'board.not_kept';

export function keepLastBoard(options: LastBoardOptions): LastBoardKeeping {
  const { session, engine, localCopies, clock, log } = options;
  const owned = new DisposableStore();
  /** `clock.mono()` of the first and the last change that are not written; undefined: all is. */
  let unwritten: { readonly since: number; readonly until: number } | undefined;
  let notBefore = Number.NEGATIVE_INFINITY;
  let picture: Uint8Array | undefined;
  let pictureAt = Number.NEGATIVE_INFINITY;
  let timer: Disposable | undefined;
  let isWriting = false;
  /** What the newest packing took of the page's time, milliseconds. */
  let spentMs = 0;
  let hasWritten = false;
  /** The card of the newest write, or of the newest try. */
  let written: BoardCard | undefined;

  /** Until the next write is due; undefined: there is nothing to write. */
  const waitMsNow = (): number | undefined =>
    unwritten && Math.max(Math.min(unwritten.until + REST_MS, unwritten.since + BUSY_MS), notBefore) - clock.mono();

  const arm = (): void => {
    if (timer) return;
    const waitMs = waitMsNow();
    if (waitMs === undefined) return;
    timer = clock.after(Math.max(0, waitMs), () => {
      timer = undefined;
      const restMs = waitMsNow();
      if (restMs === undefined) return;
      const isDue = restMs <= 0;
      // The pen is down, or something came meanwhile: the copy can wait.
      if (!isDue || engine.snapshot().drawing || isWriting) {
        if (isDue) notBefore = clock.mono() + REST_MS;
        arm();
        return;
      }
      options.whenIdle(() => void write('withPicture'));
    });
  };

  const card = (at: number, elements: number): BoardCard | undefined => {
    const { persistence } = session.status();
    if (persistence === undefined) return undefined;
    const { server, room } = options.place;
    return { server, room, at, elements, mode: persistence.mode, isHostedHere: options.isHostedHere(), picture };
  };

  /** Undefined: the person began to draw, and it can wait. */
  async function packedCalmly(packing: Generator<undefined, LastBoardBytes>): Promise<LastBoardBytes | undefined> {
    isWriting = true;
    try {
      let since = clock.mono();
      for (;;) {
        const step = packing.next();
        const tookMs = clock.mono() - since;
        if (step.done !== true && tookMs < SLICE_MS) continue;
        spentMs += tookMs;
        if (step.done === true) return step.value;
        await new Promise<void>((resolve) => void clock.after(0, resolve));
        since = clock.mono();
        if (engine.snapshot().drawing) return undefined;
      }
    } finally {
      isWriting = false;
    }
  }

  function timedNow(packing: Generator<undefined, LastBoardBytes>): LastBoardBytes {
    const started = clock.mono();
    const last = allSteps(packing);
    spentMs = clock.mono() - started;
    return last;
  }

  async function write(how: 'withPicture' | 'now'): Promise<void> {
    const packing = unwritten && session.packLastBoard();
    if (!packing) return;
    spentMs = 0;
    unwritten = undefined;
    const last = how === 'now' ? timedNow(packing) : await packedCalmly(packing);
    notBefore = clock.mono() + spentMs * SHARE;
    const made = last && card(last.upTo, last.elements);
    if (!last) changed();
    if (!last || !made || last.bytes.length > LARGEST_KEPT_BOARD) return;
    // An empty board in the place of one that was lost would be no copy of anything.
    if (last.elements === 0 && !hasWritten) return;
    // Before the outcome is known: a store that rejects it is not asked again for each change of the status.
    written = last.elements === 0 ? undefined : made;
    isWriting = true;
    try {
      if (last.elements === 0) await localCopies.forget(options.place);
      else await localCopies.write(made, last.bytes);
      hasWritten = true;
      if (how === 'withPicture' && last.elements > 0 && clock.mono() - pictureAt >= PICTURE_MS) {
        pictureAt = clock.mono();
        picture = (await engine.thumbnail()) ?? picture;
        const pictured = card(last.upTo, last.elements);
        if (pictured) await localCopies.write(pictured, last.bytes);
      }
    } catch (error) {
      log.warn(EVENT, { reason: errorName(error) });
    } finally {
      isWriting = false;
      arm();
    }
  }

  const changed = (): void => {
    const now = clock.mono();
    unwritten = { since: unwritten?.since ?? now, until: now };
    arm();
  };
  owned.add(session.onChange(changed));
  // Who chooses to keep the board changes nothing on it, and may quit at once: the list of boards must say where it is kept.
  owned.add(
    session.onStatus(({ persistence }) => {
      if (written === undefined || persistence === undefined || persistence.mode === written.mode) return;
      const now = clock.mono();
      unwritten = { since: now - BUSY_MS, until: now };
      timer?.dispose();
      timer = undefined;
      arm();
    }),
  );
  return {
    keep: () => void write('now'),
    forget() {
      unwritten = undefined;
      hasWritten = false;
      written = undefined;
      localCopies.forget(options.place).catch(() => log.warn(EVENT, { reason: 'forget' }));
    },
    dispose() {
      timer?.dispose();
      owned.dispose();
      void write('now');
    },
  };
}
