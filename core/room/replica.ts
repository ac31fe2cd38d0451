import { Board } from '../board/board.ts';
import type { ElementState } from '../board/element.ts';
import type { ElementId, InstanceId, Seq } from '../board/ids.ts';
import type { OpBatch } from '../board/op.ts';
import { VersionVector } from './version-vector.ts';

/** Numbered batches of one origin, without gaps: the content of a frame or a suffix. */
export interface NumberedBatches {
  readonly origin: InstanceId;
  readonly firstSeq: Seq;
  readonly batches: readonly OpBatch[];
}

export interface Received {
  readonly touched: readonly ElementId[];
  /** Batches that were new here, in order. */
  readonly applied: readonly OpBatch[];
  /** Set when batches before `firstSeq` are missing. Nothing was applied; ask for everything after `knownSeq`. */
  readonly gap: { readonly origin: InstanceId; readonly knownSeq: Seq } | undefined;
}

/** Most origins in a version vector when a board is opened. */
export const MAX_LIVES = 200;

/** A board plus its version vector. Frames of one origin apply in order; a gap is reported, never skipped. */
export class Replica {
  readonly board = new Board();
  readonly vector = new VersionVector();

  /** `before`: called for each new batch before it applies. */
  receive(numbered: NumberedBatches, before?: (batch: OpBatch, board: Board) => void): Received {
    const { origin, firstSeq, batches } = numbered;
    const known = this.vector.get(origin);
    if (firstSeq > known + 1) return { touched: [], applied: [], gap: { origin, knownSeq: known } };
    const touched: ElementId[] = [];
    const applied: OpBatch[] = [];
    for (let i = known + 1 - firstSeq; i < batches.length; i++) {
      const batch = batches[i] as OpBatch;
      const seq = firstSeq + i;
      before?.(batch, this.board);
      for (const id of this.board.apply(batch.author, batch.ops, { origin, seq })) touched.push(id);
      this.vector.advance(origin, seq);
      applied.push(batch);
    }
    return { touched, applied, gap: undefined };
  }

  /**
   * [SAVE-7] Folds dead origins into the board: beyond `MAX_LIVES`, those with the oldest traces are no longer distinguished. A
   * reader that knows the board by these origins gets their changes once more. Only for a board that no other instance serves,
   * and never the origin that numbers its batches now (`living`). Returns how many were folded.
   */
  fold(living?: InstanceId): number {
    const most = MAX_LIVES / 2;
    if (this.vector.size <= MAX_LIVES) return 0;
    const origins = this.vector.pairs().flatMap(([origin]) => (origin === living ? [] : [origin]));
    const traces = this.board.lastTraces(origins);
    origins.sort((a, b) => (traces.get(a) ?? -1) - (traces.get(b) ?? -1));
    const folded = new Set(origins.slice(0, origins.length - most));
    this.board.unmark(folded);
    this.vector.drop(folded);
    return folded.size;
  }

  /** Merges a delta or a snapshot. `vector` is the sender's, from the time when it was made. */
  merge(states: Iterable<ElementState>, vector: VersionVector): readonly ElementId[] {
    const touched = this.board.merge(states);
    this.vector.merge(vector);
    return touched;
  }
}
