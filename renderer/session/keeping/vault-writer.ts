import { pauseMs } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../../core/base/host.ts';
import type { Chunk } from '../../../core/board/bodies/chain.ts';
import { byteOfPoint } from '../../../core/board/bodies/points-codec.ts';
import type { ElementState } from '../../../core/board/element.ts';
import { type ClientSecret, clientIdOf, type ElementId } from '../../../core/board/ids.ts';
import { Body } from '../../../core/board/kinds.ts';
import { HEAD_PART, STEPS_PART } from '../../../core/contract/desktop/vault-part-names.ts';
import { SessionLogEvent } from '../log-events.ts';
import type { Tell } from '../session-event.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import type { Outbox } from '../writing/outbox.ts';
import type { OwnSteps } from '../writing/own-steps.ts';
import type { OutboxEntry } from '../writing/queued-batches.ts';
import type { AwayLog } from './away-log.ts';
import type { HeldCopy, LostCopyTracker } from './lost-copy.ts';
import type { Vault } from './vault.ts';
import {
  asidePart,
  batchPart,
  encodeBatch,
  encodeHead,
  encodeLost,
  encodeSteps,
  encodeStroke,
  type KeptWork,
  LOST_PART,
  strokePart,
} from './vault-parts.ts';

/** A batch that is answered within this time is never written. Milliseconds. */
const QUICK_MS = 150;
/** A write waits this long for more of the same kind. Together with the time of the write it stays below 250 ms. Milliseconds. */
const GATHER_MS = 100;
/** Undo steps are written this long after the first that is not written, because only a reload needs them. Milliseconds. */
const STEPS_MS = 5_000;
/** The pause before a failed write is tried again. */
const RETRY_PAUSES = { firstMs: 1_000, longestMs: 30_000 };
/** Numbers are reserved in lots before use. So a crash cannot make a number be used twice, and few writes are needed. */
const ORDINAL_LOT = 256;
const LAMPORT_LOT = 4_096;
/** If no lot can be reserved, ordinals continue this far away. A later session, which does not know about them, will not use that range. */
const FAR = 2 ** 24;

export interface VaultWriterOptions {
  readonly vault: Vault;
  readonly secret: ClientSecret;
  /** The work from the vault, already given to the outbox. */
  readonly kept: KeptWork | undefined;
  /** The content of a vault in format 1: the next write replaces it. */
  readonly inherited?: KeptWork;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly steps: Pick<OwnSteps, 'revision' | 'isWaiting' | 'kept'>;
  readonly sync: Pick<RoomSync, 'replica' | 'epoch'>;
  readonly lost: Pick<LostCopyTracker, 'copy'>;
  readonly away: Pick<AwayLog, 'since'>;
  readonly tell: Tell;
}

/** The highest reserved ordinal and lamport. */
interface Lot {
  readonly ordinal: number;
  readonly lamport: number;
}

/** The outbox's part of the vault, as of the last successful write. */
interface Written {
  readonly batches: ReadonlyMap<number, Pick<OutboxEntry, 'n' | 'wire'>>;
  /** The number of points of each stroke that are stored next to its batches. */
  readonly strokes: ReadonlyMap<ElementId, number>;
  readonly lost: HeldCopy | undefined;
}

type Phase =
  | { readonly at: 'resting' }
  | { readonly at: 'writing'; readonly next: 'rest' | 'writeLast' | 'release' }
  | { readonly at: 'closed' };

/** Writes to the vault what must survive the page, as late as possible. While the hub answers quickly, it writes nothing but the undo steps. */
export class VaultWriter {
  readonly #options: VaultWriterOptions;
  #written: Written;
  #writtenRevision: number;
  /** The revision of the undo steps in the vault, and `clock.mono()` when newer ones must be there. */
  #writtenSteps: number;
  #stepsDue = Number.POSITIVE_INFINITY;
  /** Unreadable parts that must still be set aside. */
  #damaged: readonly string[];
  #ordinal: number;
  /**
   * `#safe`: the lot that the vault records as used; undefined while the vault knows nothing of this identity. `#lot`: the lot to
   * record.
   */
  #safe: Lot | undefined;
  #lot: Lot;
  #wentFar = false;
  /** The head in the vault is out of date. */
  #headIsOld = true;
  #phase: Phase = { at: 'resting' };
  #failures = 0;
  #retryAt = Number.NEGATIVE_INFINITY;
  #timer: { readonly due: number; readonly end: Disposable } | undefined;

  constructor(options: VaultWriterOptions) {
    const { kept, inherited, outbox } = options;
    this.#options = options;
    this.#written = {
      batches: inherited
        ? new Map(inherited.batches.map(({ place, n }) => [place, { n, wire: null }]))
        : new Map(outbox.entries().map(({ place, n, wire }) => [place, { n, wire }])),
      strokes: new Map((inherited ?? kept)?.strokes.map((state) => [state.id, state.count])),
      lost: kept?.lost,
    };
    this.#writtenRevision = outbox.revision;
    this.#writtenSteps = options.steps.revision;
    this.#damaged = kept?.damaged ?? [];
    this.#ordinal = kept?.ordinal ?? 0;
    this.#safe = kept && { ordinal: kept.ordinal, lamport: kept.lamport };
    this.#lot = { ordinal: this.#ordinal + ORDINAL_LOT, lamport: (kept?.lamport ?? 0) + LAMPORT_LOT };
  }

  /** Reserves the numbers of this identity before the first change. */
  begin(): void {
    this.#write('rest');
  }

  get kept(): Vault['keeps'] {
    return this.#failures > 0 ? 'memory' : this.#options.vault.keeps;
  }

  /** The ordinal of a new element. An earlier session with this client id has never used it. */
  nextOrdinal(): number {
    this.#ordinal++;
    if (this.#safe && this.#ordinal > this.#safe.ordinal && !this.#wentFar) {
      this.#wentFar = true;
      this.#ordinal += FAR + Math.floor(this.#options.random.next() * FAR) * ORDINAL_LOT;
    }
    if (this.#ordinal + ORDINAL_LOT / 2 > this.#lot.ordinal) this.#setAside({ ordinal: this.#ordinal + ORDINAL_LOT });
    return this.#ordinal;
  }

  /** A write with this lamport is being made. */
  usesLamport(lamport: number): void {
    if (lamport + LAMPORT_LOT / 2 > this.#lot.lamport) this.#setAside({ lamport: lamport + LAMPORT_LOT });
  }

  #setAside(part: Partial<Lot>): void {
    this.#lot = { ...this.#lot, ...part };
    this.#headIsOld = true;
    if (this.#options.clock.mono() >= this.#retryAt) this.flush();
  }

  /** The hub became reachable or unreachable. */
  linkChanged(): void {
    this.#headIsOld = true;
    this.kick();
  }

  /** Something to write may have changed. */
  kick(): void {
    if (this.#phase.at !== 'resting' || !this.#hasNews()) return;
    const { clock, outbox } = this.#options;
    const now = clock.mono();
    const { oldestQueuedAt } = outbox;
    const mayPass = !this.#isUrgent() && this.#written.batches.size === 0 && oldestQueuedAt !== undefined;
    if (this.#hasNewSteps()) this.#stepsDue = Math.min(this.#stepsDue, now + STEPS_MS);
    const workDue = this.#hasNewWork() ? (mayPass ? oldestQueuedAt + QUICK_MS : now + GATHER_MS) : Number.POSITIVE_INFINITY;
    const due = Math.max(Math.min(workDue, this.#stepsDue), this.#retryAt, now);
    if (this.#timer && this.#timer.due <= due) return;
    this.#timer?.end.dispose();
    const end = clock.after(due - now, () => {
      this.#timer = undefined;
      this.#due();
    });
    this.#timer = { due, end };
  }

  #hasNews(): boolean {
    return this.#hasNewWork() || this.#hasNewSteps();
  }

  #hasNewSteps(): boolean {
    const { steps, sync } = this.#options;
    return steps.revision !== this.#writtenSteps && sync.epoch !== undefined && !steps.isWaiting;
  }

  #hasNewWork(): boolean {
    const { outbox } = this.#options;
    if (this.#isUrgent()) return true;
    return outbox.revision !== this.#writtenRevision && (outbox.size > 0 || this.#written.batches.size > 0);
  }

  /** True for parts other than batches. Only batches may be settled before they must be written. */
  #isUrgent(): boolean {
    return this.#headIsOld || this.#damaged.length > 0 || this.#options.lost.copy !== this.#written.lost;
  }

  #due(): void {
    const { outbox, clock } = this.#options;
    const { oldestQueuedAt } = outbox;
    // The same expression as in `kick`: a different rounding could make a batch due and too young permanently.
    const isYoung = oldestQueuedAt === undefined || clock.mono() < oldestQueuedAt + QUICK_MS;
    if (clock.mono() >= this.#stepsDue) this.#write('rest');
    else if (isYoung && this.#written.batches.size === 0 && !this.#isUrgent()) this.kick();
    else this.#write('rest');
  }

  /** Writes unwritten work now, because the page may end at any moment. */
  flush(): void {
    if (this.#phase.at === 'resting' && this.#hasNews()) this.#write('rest');
  }

  /** The same, with the undo steps as of now: their age counts from here. */
  keep(): void {
    if (this.#options.sync.epoch !== undefined) this.#writtenSteps = -1;
    this.flush();
  }

  #write(next: 'rest' | 'release'): void {
    this.#timer?.end.dispose();
    this.#timer = undefined;
    const { vault, outbox } = this.#options;
    const changes = new Map<string, Uint8Array | undefined>();
    const written = this.#collect(changes);
    const { revision } = outbox;
    const stepsRevision = this.#collectSteps(changes);
    const lot = this.#lot;
    this.#headIsOld = false;
    this.#phase = { at: 'writing', next };
    vault.write(changes, (failure) => {
      if (failure === undefined) {
        this.#written = written;
        this.#writtenRevision = revision;
        this.#writtenSteps = stepsRevision;
        this.#safe = lot;
        this.#damaged = [];
      }
      this.#ended(failure);
    });
  }

  #ended(failure: string | undefined): void {
    if (this.#phase.at !== 'writing') return;
    const { log, clock, tell, vault } = this.#options;
    const before = this.kept;
    if (failure === undefined) {
      this.#failures = 0;
      this.#retryAt = Number.NEGATIVE_INFINITY;
    } else {
      this.#failures++;
      this.#headIsOld = true;
      this.#retryAt = clock.mono() + pauseMs(RETRY_PAUSES, this.#failures - 1);
      log.warn(SessionLogEvent.vaultNotWritten, { reason: failure, failures: this.#failures });
    }
    const { next } = this.#phase;
    this.#phase = { at: 'resting' };
    if (next === 'rest') {
      if (this.kept !== before) tell({ kind: 'statusChanged' });
      this.kick();
    } else if (next === 'writeLast' && failure === undefined && this.#hasNews()) {
      this.#write('release');
    } else {
      this.#phase = { at: 'closed' };
      vault.release();
    }
  }

  /** Writes the rest and releases the identity. Safe to call twice. */
  close(): void {
    this.#timer?.end.dispose();
    this.#timer = undefined;
    if (this.#phase.at === 'writing') this.#phase = { at: 'writing', next: 'writeLast' };
    else if (this.#phase.at === 'resting' && this.#hasNews()) this.#write('release');
    else if (this.#phase.at === 'resting') {
      this.#phase = { at: 'closed' };
      this.#options.vault.release();
    }
  }

  /** Adds the differences from the vault's content to `changes`, and returns the new content. */
  #collect(changes: Map<string, Uint8Array | undefined>): Written {
    const { clock, outbox, sync, away, lost, vault, secret } = this.#options;
    const at = clock.now();
    const toWallClock = at - clock.mono();
    const entries = outbox.entries();
    const batches = new Map<number, Pick<OutboxEntry, 'n' | 'wire'>>();
    for (const { place, n, wire, firstQueuedAt } of entries) {
      batches.set(place, { n, wire });
      const known = this.#written.batches.get(place);
      if (known?.n !== n || known.wire !== wire) changes.set(batchPart(place), encodeBatch(n, firstQueuedAt + toWallClock, wire));
    }
    for (const place of this.#written.batches.keys()) if (!batches.has(place)) changes.set(batchPart(place), undefined);
    const strokes = this.#collectStrokes(entries, changes);
    const { copy } = lost;
    if (copy !== this.#written.lost) changes.set(LOST_PART, copy && encodeLost(copy));
    for (const name of this.#damaged) {
      changes.set(asidePart(name), vault.found.get(name));
      changes.set(name, changes.get(name));
    }
    const awaySince = away.since === undefined ? undefined : away.since + toWallClock;
    const { epoch, replica } = sync;
    changes.set(HEAD_PART, encodeHead({ secret, ...this.#lot, at, awaySince, epoch, vector: replica.vector }));
    return { batches, strokes, lost: copy };
  }

  /** Adds the undo steps, if the vault has older ones. Returns the revision of those that the vault then has. */
  #collectSteps(changes: Map<string, Uint8Array | undefined>): number {
    const { steps, sync, secret, clock } = this.#options;
    const { epoch } = sync;
    const history = this.#hasNewSteps() ? steps.kept() : undefined;
    this.#stepsDue = Number.POSITIVE_INFINITY;
    if (!history || epoch === undefined) return this.#writtenSteps;
    const isEmpty = history.done.length === 0 && history.undone.length === 0;
    changes.set(STEPS_PART, isEmpty ? undefined : encodeSteps(clientIdOf(secret), { epoch, at: clock.now(), history }));
    return steps.revision;
  }

  /**
   * A hub that has lost the beginning of a stroke cannot complete it from the outbox's rest. So the beginning is stored next to the
   * rest.
   */
  #collectStrokes(entries: readonly OutboxEntry[], changes: Map<string, Uint8Array | undefined>): Map<ElementId, number> {
    const strokes = new Map<ElementId, number>();
    for (const [id, from] of restsOf(entries)) {
      if (this.#written.strokes.get(id) === from) {
        strokes.set(id, from);
        continue;
      }
      const state = this.#options.sync.replica.board.state(id);
      const content = state?.birth && !state.restored ? contentBefore(state, state.birth.body, from) : undefined;
      if (!state || content === undefined) continue;
      strokes.set(id, from);
      changes.set(strokePart(id), encodeStroke({ ...state, content, count: from, endCount: -1 }));
    }
    for (const id of this.#written.strokes.keys()) if (!strokes.has(id)) changes.set(strokePart(id), undefined);
    return strokes;
  }
}

/** Own strokes of which the outbox has only the rest, each with the index of the rest's first point. */
function restsOf(entries: readonly OutboxEntry[]): ReadonlyMap<ElementId, number> {
  const rests = new Map<ElementId, number>();
  const begun = new Set<ElementId>();
  for (const { ops } of entries) {
    for (const op of ops) {
      if (op.kind === 'add') begun.add(op.id);
      else if (op.kind === 'append' && !begun.has(op.id) && !rests.has(op.id)) rests.set(op.id, op.offset);
      else if (op.kind === 'end' && !begun.has(op.id) && !rests.has(op.id)) rests.set(op.id, op.count);
    }
  }
  return rests;
}

/** The first `count` units of the content. Undefined if there are fewer. */
function contentBefore(state: ElementState, body: Body, count: number): Chunk | undefined {
  const { content } = state;
  if (state.count < count) return undefined;
  if (typeof content === 'string') return content.slice(0, count);
  return content.slice(0, byteOfPoint(content, body === Body.pressuredPoints, count));
}
