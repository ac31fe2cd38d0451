import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Op } from '../../../core/board/op.ts';
import type { Pace } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { isSameView, roundView, type SeenView } from '../../../core/room/seen-view.ts';
import { encodeShown, isSameShown, NOTHING_SHOWN, type Shown } from '../../../core/room/shown.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import type { RoomSaving } from '../joining/room-saving.ts';
import type { HubLink } from '../link/hub-link.ts';
import type { Drafts } from './drafts.ts';
import type { Outbox } from './outbox.ts';

/** At most one message in this time, milliseconds, unless the hub asks for fewer: the rate at which a hand's movement looks smooth, and a message costs the hub 4 µs. */
export const CLIENT_TICK_MS = 33;
/** A finished stroke leaves at once, unless a message left less than this ago: bounds what tapping costs. */
const URGENT_GAP_MS = 8;
/**
 * Bytes of batches in one message, unless a single batch is larger. It comes back as one message too, which is heard when all of it is
 * here: at 6 KB/s that takes 2.7 s. One every tick is still twice what the hub allows.
 */
const PUSH_BYTES = 16 * 1024;
/** Bytes sent and not answered. More would only wait in the network, behind which nothing else gets through. */
const WINDOW_BYTES = 256 * 1024;
/** A window, bytes, through which one batch goes while none is on its way. */
const ONE_BATCH = 1;
/** Own pace below what the hub allows (`LIMITS.bytesPerSecond`, `bytesBurst`), so that an honest client is never refused for its rate. */
const BYTES_PER_MS = (LIMITS.bytesPerSecond * 0.8) / 1_000;
const BURST_BYTES = LIMITS.bytesBurst / 2;
/** The same for elements (`LIMITS.elementsPerSecond`, `elementsBurst`). */
const ELEMENTS_PER_MS = (LIMITS.elementsPerSecond * 0.8) / 1_000;
const BURST_ELEMENTS = LIMITS.elementsBurst * 0.8;
/** [PRS-5] Least time between two views, milliseconds: who follows moves smoothly from one to the next. */
export const VIEW_MS = 200;
/** Largest cursor coordinate, world pixels. */
const CURSOR_MAX = LIMITS.coordinate / 16;
/** Weight of the newest round trip in the smoothed one. */
const SMOOTHING = 0.2;

type Cursor = { readonly x: number; readonly y: number };

export interface OutboundOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly link: Pick<HubLink, 'push' | 'takesBatches'>;
  /** While the pen is down peers take the tip of the stroke for the cursor. */
  readonly drafts: Pick<Drafts, 'isDrawing'>;
  readonly saving: Pick<RoomSaving, 'accepted'>;
}

/**
 * What leaves this client: the first change after a pause at once, then at most one message a tick, with everything that came up
 * in between and the latest cursor.
 */
export class Outbound implements Disposable {
  readonly #options: OutboundOptions;
  #timer: { readonly due: number; readonly end: Disposable } | undefined;
  #pushedAt = Number.NEGATIVE_INFINITY;
  /** `clock.mono()` of the join. The hub counts the life of this client's presence from it. */
  #openedAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Batches wait until then; the cursor does not. */
  #heldUntil = Number.NEGATIVE_INFINITY;
  #cursor: Cursor | undefined;
  #cursorIsNews = false;
  /** [PRS-5] */
  #shown = NOTHING_SHOWN;
  #shownIsNews = false;
  #takesShown = false;
  /** The newest view. `#shown` has the one that was sent last. */
  #view: SeenView | undefined;
  #viewAt = Number.NEGATIVE_INFINITY;
  #batchMs = CLIENT_TICK_MS;
  #cursorMs = CLIENT_TICK_MS;
  #budget = BURST_BYTES;
  #elements = BURST_ELEMENTS;
  #budgetAt = 0;
  /** `clock.mono()` of the hub's last "not now": one batch at a time leaves until one that left later is accepted. */
  #probingSince: number | undefined;
  #roundTripMs: number | undefined;

  constructor(options: OutboundOptions) {
    this.#options = options;
  }

  /** Own pointer, world pixels; undefined when it left the board. */
  pointAt(cursor: Cursor | undefined): void {
    const rounded = cursor && roundCursor(cursor);
    if (cursor && !rounded) return;
    if (rounded?.x === this.#cursor?.x && rounded?.y === this.#cursor?.y) return;
    this.#cursor = rounded;
    this.#cursorIsNews = true;
    this.kick();
  }

  /** What the others shall see besides the pointer. */
  show(part: Omit<Shown, 'view'>): void {
    const shown = { ...this.#shown, ...part };
    if (isSameShown(shown, this.#shown)) return;
    this.#shown = shown;
    this.#shownIsNews = true;
    if (this.#takesShown) this.kick();
  }

  /** What this window shows, in units. */
  lookAt(view: SeenView): void {
    const rounded = roundView(view);
    if (!rounded || isSameView(rounded, this.#view)) return;
    this.#view = rounded;
    if (this.#takesShown) this.kick();
  }

  /** Whether the hub takes what is shown: an older one counts it as a fault. */
  takesShown(takes: boolean): void {
    this.#takesShown = takes;
    this.#shownIsNews = takes && !isSameShown(this.#shown, NOTHING_SHOWN);
  }

  /**
   * How often the hub tells the room's news. Batches need not leave more than twice as often to be as fresh as they can be; cursors that the
   * hub holds back are sent no more often than they are shown. Counts from the next message on.
   */
  paceIs({ frameMs, cursorMs }: Pace): void {
    this.#batchMs = Math.max(CLIENT_TICK_MS, frameMs / 2);
    this.#cursorMs = Math.max(CLIENT_TICK_MS, cursorMs ?? 0);
  }

  /** There may be something to send. `isUrgent`: a stroke was finished, it need not wait for the tick. */
  kick(isUrgent = false): void {
    if (!this.#options.link.takesBatches) return;
    const now = this.#options.clock.mono();
    const tickMs = this.#options.outbox.hasWaiting ? this.#batchMs : this.#cursorMs;
    const due = Math.max(this.#pushedAt + (isUrgent ? URGENT_GAP_MS : tickMs), this.#pausedUntil);
    if (due <= now) this.#flush(now);
    else this.#arm(due, now);
  }

  /** A new connection: nobody knows the cursor, and the hub counts bytes from zero. */
  opened(): void {
    this.#cursorIsNews = this.#cursor !== undefined;
    this.#budget = BURST_BYTES;
    this.#elements = BURST_ELEMENTS;
    this.#probingSince = undefined;
    this.#openedAt = this.#budgetAt = this.#options.clock.mono();
    this.#pausedUntil = Number.NEGATIVE_INFINITY;
    this.#heldUntil = Number.NEGATIVE_INFINITY;
  }

  /** The hub asked for a rest. */
  pause(waitMs: number): void {
    this.#probingSince = this.#options.clock.mono();
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#probingSince + waitMs);
    this.kick();
  }

  /** The hub takes no batches for now: they wait, the cursor goes on. */
  hold(waitMs: number): void {
    this.#probingSince = this.#options.clock.mono();
    this.#heldUntil = this.#probingSince + waitMs;
    this.kick();
  }

  /** It takes them again. */
  release(): void {
    this.#probingSince = undefined;
    this.#heldUntil = Number.NEGATIVE_INFINITY;
    this.kick();
  }

  /** The hub answered, so more may be sent. `roundTripMs`: since the newest batch that it accepted was sent, if that is known. */
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

  /** Time from sending a batch to seeing it in a frame, milliseconds, smoothed. */
  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  /** Tells the hub that this client is still here, when nothing else has told it for half the life of presence. */
  renewIfDue(now: number): void {
    const toldAt = Math.max(this.#pushedAt, this.#openedAt);
    if (!this.#options.link.takesBatches || now - toldAt < LIMITS.presenceLifeMs / 2) return;
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
    // Every refusal costs [ADM-7]: a full outbox must not be refused batch by batch, again and again.
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
    const sendsCursor = sendsShown || (this.#cursorIsNews && !drafts.isDrawing(now));
    const cursor = sendsCursor ? this.#cursorArgs(sendsShown) : undefined;
    if (sendsCursor) this.#cursorIsNews = false;
    if (sendsShown) this.#shownIsNews = false;
    const [first, ...rest] = batches;
    if (first) link.push(pushArgs(first.n, first.wire, cursor, rest));
    else if (cursor) link.push([0, null, cursor]);
    if (first || cursor) this.#pushedAt = now;
    // Beyond the window nothing is due: the next echo tells.
    if (outbox.hasWaiting && room > 0) this.#arm(Math.max(now + this.#batchMs, this.#heldUntil), now);
  }

  /** A view that changes all the time is sent at most every `VIEW_MS`. */
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
    if (!withShown) return place;
    return [...(this.#cursor ? place : [null, null]), encodeShown(this.#shown)];
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

/** What the hub may count as new elements [ADM-8]. */
function elementsIn(ops: readonly Op[]): number {
  let elements = 0;
  for (const { kind } of ops) if (kind === 'add' || kind === 'restore') elements++;
  return elements;
}

function roundCursor({ x, y }: Cursor): Cursor | undefined {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined;
  const clamp = (value: number): number => Math.round(Math.max(-CURSOR_MAX, Math.min(CURSOR_MAX, value)));
  return { x: clamp(x), y: clamp(y) };
}
