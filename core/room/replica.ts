import { Board } from '../board/board.ts';
import type { ElementState } from '../board/element.ts';
import type { ElementId, InstanceId, Seq } from '../board/ids.ts';
import type { OpBatch } from '../board/op.ts';
import { VersionVector } from './version-vector.ts';

/** Numbered batches of one origin, without holes: what a frame or a suffix brings. */
export interface NumberedBatches {
  readonly origin: InstanceId;
  readonly firstSeq: Seq;
  readonly batches: readonly OpBatch[];
}

export interface Received {
  readonly touched: readonly ElementId[];
  /** Batches that were new here, in order. */
  readonly applied: readonly OpBatch[];
  /** Set when batches before `firstSeq` are missing: nothing was applied, ask for what comes after `knownSeq`. */
  readonly gap: { readonly origin: InstanceId; readonly knownSeq: Seq } | undefined;
}

/** Instance lives that a version vector tells apart when a board is opened. */
export const MAX_LIVES = 200;

/** A board plus what it knows. Frames of one origin apply in order; a hole is reported, never skipped. */
export class Replica {
  readonly board = new Board();
  readonly vector = new VersionVector();

  receive(numbered: NumberedBatches): Received {
    const { origin, firstSeq, batches } = numbered;
    const known = this.vector.get(origin);
    if (firstSeq > known + 1) return { touched: [], applied: [], gap: { origin, knownSeq: known } };
    const touched: ElementId[] = [];
    const applied: OpBatch[] = [];
    for (let i = known + 1 - firstSeq; i < batches.length; i++) {
      const batch = batches[i] as OpBatch;
      const seq = firstSeq + i;
      for (const id of this.board.apply(batch.author, batch.ops, { origin, seq })) touched.push(id);
      this.vector.advance(origin, seq);
      applied.push(batch);
    }
    return { touched, applied, gap: undefined };
  }

  /**
   * [SAVE-7] Origins that are no more fold into the board: of more than `MAX_LIVES` those whose traces are oldest are no longer told apart, and who
   * knows the board by them gets what they changed once more. For a board that nobody else serves. Gives how many.
   */
  fold(): number {
    const most = MAX_LIVES / 2;
    if (this.vector.size <= MAX_LIVES) return 0;
    const origins = this.vector.pairs().map(([origin]) => origin);
    const traces = this.board.lastTraces(origins);
    origins.sort((a, b) => (traces.get(a) ?? -1) - (traces.get(b) ?? -1));
    const folded = new Set(origins.slice(0, origins.length - most));
    this.board.unmark(folded);
    this.vector.drop(folded);
    return folded.size;
  }

  /** Joins a delta or a snapshot; `vector` is what its sender knew when it was made. */
  merge(states: Iterable<ElementState>, vector: VersionVector): readonly ElementId[] {
    const touched = this.board.merge(states);
    this.vector.merge(vector);
    return touched;
  }
}
