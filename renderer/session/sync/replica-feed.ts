import type { ChangeMark, ElementState } from '../../../core/board/element.ts';
import type { ElementId, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { OpBatch } from '../../../core/board/op.ts';
import { type NumberedBatches, Replica } from '../../../core/room/replica.ts';
import { VersionVector } from '../../../core/room/version-vector.ts';
import { changedBeyond } from '../keeping/away-log.ts';
import { targetsOf } from '../writing/op-targets.ts';
import { handOnInParts, type InAMoment } from './in-parts.ts';
import type { SyncOptions } from './sync-options.ts';

/** World units per world pixel. */
const UNITS_PER_PX = 16;
/** The deepest chain of parts: a cut is part of a run, and a run is part of a text. */
const PARTS_DEEP = 2;

/** Why a new replica from the hub must replace the current one. */
export type Renewal = 'refused' | 'server';

/** Applies the hub's data to the replica, and reports changes and own echoes. `RoomSync` decides when that is allowed. */
export class ReplicaFeed {
  readonly #options: SyncOptions;
  #replica = new Replica();
  #living: ReadonlySet<InstanceId> = new Set();
  /** The version vector of the replica of an earlier session. */
  #knownBefore: VersionVector | undefined;

  constructor(options: SyncOptions) {
    this.#options = options;
  }

  get replica(): Replica {
    return this.#replica;
  }

  /** `replica` has the unsent work of an earlier session, which knew `known`. */
  resume(replica: Replica, known: VersionVector): void {
    this.#replica = replica;
    this.#knownBefore = known;
  }

  /** Another epoch begins. Returns the replica of the old one. */
  restart(): Replica {
    const old = this.#replica;
    this.#replica = new Replica();
    this.#knownBefore = undefined;
    return old;
  }

  /** Applies numbered batches and recognises own echoes. False: there is a hole before them, and nothing was applied. */
  receive(origin: InstanceId, firstSeq: Seq, batches: readonly OpBatch[], touched: Set<ElementId>): boolean {
    const { clientId, outbox, past, tell, clock } = this.#options;
    const { applied, gap } = this.#replica.receive({ origin, firstSeq, batches }, ({ author, ops }, board) => {
      // Own batches were noted when they were made.
      if (author !== clientId) past.note(board, author, ops);
    });
    if (gap) return false;
    const now = clock.mono();
    for (const batch of applied) {
      // An echo changes nothing: its batch was applied to this board when it was made.
      if (batch.author === clientId && outbox.isEcho(batch)) continue;
      for (const op of batch.ops) for (const id of targetsOf(op)) this.#touch(id, touched);
      this.#followTip(batch, now);
    }
    let isAnswer = false;
    let roundTripMs: number | undefined;
    for (let i = 0; i < batches.length; i++) {
      const batch = batches[i] as OpBatch;
      if (batch.author !== clientId) continue;
      isAnswer = true;
      roundTripMs = outbox.seen(batch, { origin, seq: firstSeq + i }, now) ?? roundTripMs;
    }
    if (isAnswer) tell({ kind: 'answered', roundTripMs });
    return true;
  }

  /** A change of a part also changes its element: a cut its stroke, a run its text, a cut of a run both. */
  #touch(id: ElementId, touched: Set<ElementId>): void {
    const { board } = this.#replica;
    let whole: ElementId | undefined = id;
    for (let deep = 0; whole && deep <= PARTS_DEEP; deep++) {
      touched.add(whole);
      whole = board.get(whole)?.get('target');
    }
  }

  /** A drawing client sends no cursor: its cursor is at the tip of the stroke. */
  #followTip({ author, ops }: OpBatch, now: number): void {
    const last = ops.findLast((op) => op.kind === 'append');
    if (!last) return;
    const { board } = this.#replica;
    const element = board.get(last.id);
    const tip = board.tailOf(last.id);
    if (!element || !tip) return;
    this.#options.members.moved(author, { x: (element.x + tip.x) / UNITS_PER_PX, y: (element.y + tip.y) / UNITS_PER_PX }, now);
  }

  /** Applies a suffix: the missed batches, one by one. */
  takeBatches(parts: readonly NumberedBatches[]): void {
    const { tell, clientId } = this.#options;
    const touched = new Set<ElementId>();
    for (const { origin, firstSeq, batches } of parts) {
      this.receive(origin, firstSeq, batches, touched);
      for (const { author, ops } of batches) if (author !== clientId) tell({ kind: 'missed', ids: ops.flatMap(targetsOf) });
    }
    if (touched.size > 0) tell({ kind: 'changed', change: { ids: [...touched], origin: 'server' } });
  }

  /** Reports elements of a delta or snapshot that others changed since this client knew the board. */
  tellMissed(states: readonly ElementState[]): void {
    const { tell, clientId } = this.#options;
    tell({ kind: 'missed', ids: changedBeyond(states, this.#knownBefore ?? this.#replica.vector, clientId) });
  }

  /** The instances that serve the room now: the hub's own, and those of the members elsewhere. */
  servedBy(instances: Iterable<InstanceId>): void {
    this.#living = new Set(instances);
  }

  /** Merges a delta or snapshot into the replica, part by part. */
  merge(states: readonly ElementState[], vector: VersionVector, inAMoment: InAMoment, done: () => void): void {
    handOnInParts(states, inAMoment, (part, isLast) => {
      const wasEmpty = this.#replica.board.elementCount === 0;
      // A part does not say what the hub knew: the vector comes with the last part.
      const touched = this.#replica.merge(part, isLast ? vector : new VersionVector());
      if (touched.length > 0)
        this.#options.tell({ kind: 'changed', change: { ids: wasEmpty ? 'all' : touched, origin: 'server' } });
      if (isLast) done();
    });
  }

  /**
   * Makes a new replica from the hub's state plus the unsent batches. Refused batches are in neither. It is made part by part. Until
   * it is complete, the person draws on the old one, and new changes are in the outbox.
   */
  renew(states: readonly ElementState[], vector: VersionVector, reason: Renewal, inAMoment: InAMoment, done: () => void): void {
    const replica = new Replica();
    handOnInParts(states, inAMoment, (part, isLast) => {
      replica.merge(part, isLast ? vector : new VersionVector());
      if (!isLast) return;
      this.#putUnsent(replica);
      this.#replica = replica;
      this.#knownBefore = undefined;
      this.#options.tell({ kind: 'changed', change: { ids: 'all', origin: reason } });
      done();
    });
  }

  #putUnsent({ board, vector }: Replica): void {
    const { outbox, clientId, saving } = this.#options;
    /**
     * [SAVE-5] A stored snapshot may show changes whose numbers it does not name, because it is made in steps. When their instance is gone
     * no instance can call those numbers durable, and the snapshot is.
     */
    const isReported = ({ origin, seq }: ChangeMark): boolean => this.#living.has(origin) || vector.get(origin) >= seq;
    for (const { n, ops } of outbox.entries()) {
      if (!outbox.isUnsure(n)) {
        board.apply(clientId, ops);
        continue;
      }
      // Before it is applied here: an own change that no instance has numbered leaves no mark.
      const marks = saving.isStored ? ops.flatMap(targetsOf).flatMap((id) => board.marksOf(id)) : [];
      const before = board.fingerprint();
      board.apply(clientId, ops);
      // A batch that changes nothing is there already, or others have overwritten it. A batch that changes the board was refused.
      // In a store it may not be yet: the hub may still end without it [SAVE-1].
      if (board.fingerprint() === before) outbox.found(n, marks.filter(isReported));
      else outbox.tryAgain(n);
    }
  }
}
