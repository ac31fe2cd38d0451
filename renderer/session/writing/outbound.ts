import { roundWithin } from '../../../core/base/area.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Op } from '../../../core/board/op.ts';
import type { Pace } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { Reaction } from '../../../core/room/reaction.ts';
import { isSameView, roundView, type SeenView } from '../../../core/room/seen-view.ts';
import { encodeShown, isSameShown, NOTHING_SHOWN, type Shown } from '../../../core/room/shown.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import type { RoomSaving } from '../joining/room-saving.ts';
import type { HubLink } from '../link/hub-link.ts';
import type { Drafts } from './drafts.ts';
import type { Outbox } from './outbox.ts';

/**
 * The least time between two messages, unless the hub asks for fewer. At this rate movement looks smooth, and a message costs the hub
 * 4 µs. Milliseconds.
 */
export const CLIENT_TICK_MS = 33;
/** A finished stroke is sent at once, unless a message was sent within this time. This limits the cost of many short taps. Milliseconds. */
const URGENT_GAP_MS = 8;
/**
 * Bytes of batches in one message, unless a single batch is larger. The echo is also one message, which arrives only when all of it
 * is here: at 6 KB/s that takes 2.7 s. One such message per tick is still twice what the hub allows.
 */
const PUSH_BYTES = 16 * 1024;
/** The most bytes sent without an answer. More would wait in the network and block all other messages. */
const WINDOW_BYTES = 256 * 1024;
/** A window that lets one batch through while none is in flight. Bytes. */
const ONE_BATCH = 1;
/** Own limits below those of the hub (`LIMITS.bytesPerSecond`, `bytesBurst`), so that an honest client is never refused for its rate. */
const BYTES_PER_MS = (LIMITS.bytesPerSecond * 0.8) / 1_000;
const BURST_BYTES = LIMITS.bytesBurst / 2;
/** The same for elements (`LIMITS.elementsPerSecond`, `elementsBurst`). */
const ELEMENTS_PER_MS = (LIMITS.elementsPerSecond * 0.8) / 1_000;
const BURST_ELEMENTS = LIMITS.elementsBurst * 0.8;
/** [PRS-5] The least time between two views, so that a follower can move smoothly from one to the next. Milliseconds. */
const VIEW_MS = 200;
/** Largest cursor coordinate, world pixels. */
const CURSOR_MAX = LIMITS.coordinate / 16;
/** Weight of the newest round trip in the smoothed one. */
const SMOOTHING = 0.2;

type Cursor = { readonly x: number; readonly y: number };

export interface OutboundOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly link: Pick<HubLink, 'push' | 'takesBatches'>;
  /** While the pen is down, peers use the tip of the stroke as the cursor. */
  readonly drafts: Pick<Drafts, 'isDrawing'>;
  readonly saving: Pick<RoomSaving, 'accepted'>;
}

/**
 * The outgoing messages. The first change after a pause is sent at once. After that there is at most one message per tick, with all
 * changes since the last one and the latest cursor.
 */
export class Outbound implements Disposable {
  readonly #options: OutboundOptions;
  #timer: { readonly due: number; readonly end: Disposable } | undefined;
  #pushedAt = Number.NEGATIVE_INFINITY;
  /** `clock.mono()` of the join. The hub counts the life of this client's presence from that time. */
  #openedAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Batches wait until this time; the cursor does not. */
  #heldUntil = Number.NEGATIVE_INFINITY;
  #cursor: Cursor | undefined;
  #cursorIsNews = false;
  /** [PRS-5] */
  #shown = NOTHING_SHOWN;
  #showsItself = true;
  #shownIsNews = false;
  #takesShown = false;
  /** [PRS-6] To be sent once. */
  #reaction: Reaction | undefined;
  #takesReactions = false;
  /** The newest view. `#shown` has the last sent one. */
  #view: SeenView | undefined;
  #viewAt = Number.NEGATIVE_INFINITY;
  #batchMs = CLIENT_TICK_MS;
  #cursorMs = CLIENT_TICK_MS;
  #budget = BURST_BYTES;
  #elements = BURST_ELEMENTS;
  #budgetAt = 0;
  /** `clock.mono()` of the hub's last "not now". Since then one batch at a time is sent, until a batch that was sent later is accepted. */
  #probingSince: number | undefined;
  #roundTripMs: number | undefined;

  constructor(options: OutboundOptions) {
    this.#options = options;
  }

  /** The own pointer, world pixels. Undefined off the board. */
  pointAt(cursor: Cursor | undefined): void {
    const rounded = cursor && roundCursor(cursor);
    if (cursor && !rounded) return;
    if (rounded?.x === this.#cursor?.x && rounded?.y === this.#cursor?.y) return;
    this.#cursor = rounded;
    this.#cursorIsNews = true;
    this.kick();
  }

  /** Sets what the others see in addition to the pointer. */
  show(part: Omit<Shown, 'view'>): void {
    const shown = { ...this.#shown, ...part };
    if (isSameShown(shown, this.#shown)) return;
    this.#shown = shown;
    this.#shownIsNews = true;
    if (this.#takesShown) this.kick();
  }

  /** [PRS-6] False: the hub takes none. */
  react(reaction: Reaction): boolean {
    if (!this.#takesReactions) return false;
    this.#reaction = reaction;
    this.kick();
    return true;
  }

  takesReactions(takes: boolean): void {
    this.#takesReactions = takes;
    this.#reaction = undefined;
  }

  /** The view of this window, in units. */
  lookAt(view: SeenView): void {
    const rounded = roundView(view);
    if (!rounded || isSameView(rounded, this.#view)) return;
    this.#view = rounded;
    if (this.#takesShown) this.kick();
  }

  /** [AUD-3] False: the hub passes no cursor of this client on and needs none to know that it is here. Call `kick` afterwards. */
  showsItself(shows: boolean): void {
    this.#showsItself = shows;
    this.#cursorIsNews = this.#cursor !== undefined;
  }

  /** Whether the hub accepts `shown`: an older hub counts it as a fault. */
  takesShown(takes: boolean): void {
    this.#takesShown = takes;
    this.#shownIsNews = takes && !isSameShown(this.#shown, NOTHING_SHOWN);
  }

  /**
   * The hub's frame interval. Sending batches more than twice per frame makes them no fresher. Cursors are sent no more often than
   * the hub passes them on. Applies from the next message on.
   */
  paceIs({ frameMs, cursorMs }: Pace): void {
    this.#batchMs = Math.max(CLIENT_TICK_MS, frameMs / 2);
    this.#cursorMs = Math.max(CLIENT_TICK_MS, cursorMs ?? 0);
  }

  /** There may be something to send. `isUrgent`: a stroke was finished and need not wait for the tick. */
  kick(isUrgent = false): void {
    if (!this.#options.link.takesBatches) return;
    const now = this.#options.clock.mono();
    const tickMs = this.#options.outbox.hasWaiting ? this.#batchMs : this.#cursorMs;
    const due = Math.max(this.#pushedAt + (isUrgent ? URGENT_GAP_MS : tickMs), this.#pausedUntil);
    if (due <= now) this.#flush(now);
    else this.#arm(due, now);
  }

  /** A new connection: the hub does not know the cursor, and counts bytes from zero. */
  opened(): void {
    this.#cursorIsNews = this.#cursor !== undefined;
    this.#budget = BURST_BYTES;
    this.#elements = BURST_ELEMENTS;
    this.#probingSince = undefined;
    this.#openedAt = this.#budgetAt = this.#options.clock.mono();
    this.#pausedUntil = Number.NEGATIVE_INFINITY;
    this.#heldUntil = Number.NEGATIVE_INFINITY;
  }

  /** The hub asked for a pause. */
  pause(waitMs: number): void {
    this.#probingSince = this.#options.clock.mono();
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#probingSince + waitMs);
    this.kick();
  }

  /** The hub takes no batches for now. They wait; the cursor is still sent. */
  hold(waitMs: number): void {
    this.#probingSince = this.#options.clock.mono();
    this.#heldUntil = this.#probingSince + waitMs;
    this.kick();
  }

  /** The hub takes batches again. */
  release(): void {
    this.#probingSince = undefined;
    this.#heldUntil = Number.NEGATIVE_INFINITY;
    this.kick();
  }

  /** The hub answered, so more may be sent. `roundTripMs`: since the newest accepted batch was sent, if known. */
  answered(roundTripMs: number | undefined): void {
    if (roundTripMs !== undefined) {
      const before = this.#roundTripMs ?? roundTripMs;
      this.#roundTripMs = before + (roundTripMs - before) * SMOOTHING;
      const sentAt = this.#options.clock.mono() - roundTripMs;
      if (this.#options.saving.accepted(sentAt)) this.release();
      if (this.#probingSince !== undefined && sentAt > this.#probingSince) this.#probingSince = undefined;
    }
    if (this.#options.outbox.hasWaiting) this.kick();
  }

  /** The smoothed time from sending a batch to receiving it in a frame. Milliseconds. */
  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  /** Tells the hub that this client is still here, if no other message has done so for half the life of presence. */
  renewIfDue(now: number): void {
    const toldAt = Math.max(this.#pushedAt, this.#openedAt);
    if (!this.#showsItself || !this.#options.link.takesBatches || now - toldAt < LIMITS.presenceLifeMs / 2) return;
    this.#cursorIsNews = true;
    this.#flush(now);
  }

  #arm(due: number, now: number): void {
    if (this.#timer && this.#timer.due <= due) return;
    this.#timer?.end.dispose();
    const end = this.#options.clock.after(due - now, () => {
      this.#timer = undefined;
      this.#flush(this.#options.clock.mono());
    });
    this.#timer = { due, end };
  }

  #flush(now: number): void {
    this.#timer?.end.dispose();
    this.#timer = undefined;
    const { outbox, link, drafts } = this.#options;
    if (!link.takesBatches) return;
    if (now < this.#pausedUntil) {
      this.#arm(this.#pausedUntil, now);
      return;
    }
    this.#budget = Math.min(BURST_BYTES, this.#budget + (now - this.#budgetAt) * BYTES_PER_MS);
    this.#elements = Math.min(BURST_ELEMENTS, this.#elements + (now - this.#budgetAt) * ELEMENTS_PER_MS);
    this.#budgetAt = now;
    // Every refusal has a cost [ADM-7]: a full outbox must not be refused batch by batch.
    const window = this.#probingSince !== undefined ? ONE_BATCH : WINDOW_BYTES;
    const room = Math.min(PUSH_BYTES, window - outbox.inFlightBytes);
    const isHeld = now < this.#heldUntil;
    const maySend = room > 0 && this.#budget > 0 && this.#elements > 0 && !isHeld;
    const batches = maySend ? outbox.take(room, now) : [];
    for (const { bytes, ops } of batches) {
      this.#budget -= bytes;
      this.#elements -= elementsIn(ops);
      if (ops.some(({ kind }) => kind === 'append')) this.#cursorIsNews = false;
    }
    if (this.#takesShown) this.#takeView(now);
    const sendsShown = this.#takesShown && this.#shownIsNews;
    const sendsCursor =
      sendsShown || this.#reaction !== undefined || (this.#cursorIsNews && this.#showsItself && !drafts.isDrawing(now));
    const cursor = sendsCursor ? this.#cursorArgs(sendsShown) : undefined;
    if (sendsCursor) this.#cursorIsNews = false;
    if (sendsShown) this.#shownIsNews = false;
    this.#reaction = undefined;
    const [first, ...rest] = batches;
    if (first) link.push(pushArgs(first.n, first.wire, cursor, rest));
    else if (cursor) link.push([0, null, cursor]);
    if (first || cursor) this.#pushedAt = now;
    // With a full window no timer is needed: the next echo calls again.
    if (outbox.hasWaiting && room > 0) this.#arm(Math.max(now + this.#batchMs, this.#heldUntil), now);
  }

  /** A view that changes continuously is sent at most every `VIEW_MS`. */
  #takeView(now: number): void {
    if (!this.#view || isSameView(this.#view, this.#shown.view)) return;
    const due = this.#viewAt + VIEW_MS;
    if (due > now) {
      this.#arm(due, now);
      return;
    }
    this.#viewAt = now;
    this.#shown = { ...this.#shown, view: this.#view };
    this.#shownIsNews = true;
  }

  #cursorArgs(withShown: boolean): readonly WireValue[] {
    const place = this.#cursor ? [this.#cursor.x, this.#cursor.y] : [];
    const reaction = this.#reaction;
    if (!withShown && reaction === undefined) return place;
    const shown = withShown ? encodeShown(this.#shown) : null;
    return [...(this.#cursor ? place : [null, null]), shown, ...(reaction === undefined ? [] : [reaction])];
  }

  dispose(): void {
    this.#timer?.end.dispose();
    this.#timer = undefined;
  }
}

/** [ADM] `[n, ops]`, `[n, ops, cursor]`, or `[n, ops, cursor or nil, ops, ops …]` for consecutive n. */
function pushArgs(
  n: number,
  ops: WireValue,
  cursor: readonly WireValue[] | undefined,
  rest: readonly { readonly wire: WireValue }[],
): readonly WireValue[] {
  if (rest.length > 0) return [n, ops, cursor ?? null, ...rest.map(({ wire }) => wire)];
  return cursor ? [n, ops, cursor] : [n, ops];
}

/** The ops that the hub may count as new elements [ADM-8]. */
function elementsIn(ops: readonly Op[]): number {
  let elements = 0;
  for (const { kind } of ops) if (kind === 'add' || kind === 'restore') elements++;
  return elements;
}

function roundCursor({ x, y }: Cursor): Cursor | undefined {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined;
  return { x: roundWithin(x, CURSOR_MAX), y: roundWithin(y, CURSOR_MAX) };
}
