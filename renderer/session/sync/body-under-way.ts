import type { Result } from '../../../core/base/result.ts';
import type { Epoch } from '../../../core/board/ids.ts';
import type { CatchUpRequest, Have } from '../../../core/contract/hub-contract.ts';
import { type BrokenOff, CatchUpReader, type CaughtUp, type Progress } from './catch-up-reader.ts';

/** What a client lacks: the epoch that it joined, and what of it is here; no `have` where it wants all of it. */
export interface Lack {
  readonly epoch: Epoch | undefined;
  readonly have: Have | undefined;
}

/** The body of the catch-up that was asked for last. One that a connection took with it goes on over the next [RPL-4]. */
export class BodyUnderWay {
  #reader = new CatchUpReader();
  /** `clock.mono()` of the question, or of the newest piece. */
  #pieceAt = 0;
  /** What was here of a body when it broke off, and what it was for: it is of use only to a client that still lacks the same. */
  #brokenOff: { readonly body: BrokenOff; readonly lacking: string } | undefined;

  /** A body has begun to come, and the rest of it is on its way. */
  get isComing(): boolean {
    return this.#reader.isUnderWay;
  }

  /** `clock.mono()` since when the hub owes the next piece. */
  get pieceDueSince(): number {
    return this.#pieceAt;
  }

  /** Begins another body. Gives what the hub should be asked. */
  ask({ epoch, have }: Lack, now: number): CatchUpRequest {
    const begun = this.#brokenOff?.lacking === textOf({ epoch, have }) ? this.#brokenOff.body : undefined;
    this.#brokenOff = undefined;
    this.#reader = new CatchUpReader(begun);
    this.#pieceAt = now;
    return { ...(have ? { have } : {}), ...(begun ? { resume: { id: begun.id, at: begun.received } } : {}) };
  }

  item(raw: unknown, now: number): Result<Progress> {
    this.#pieceAt = now;
    return this.#reader.item(raw);
  }

  /** The stream has ended well. */
  finish(): Result<CaughtUp> {
    return this.#reader.finish();
  }

  /** No more of it comes over this stream. */
  breakOff(lack: Lack): void {
    const body = this.#reader.brokenOff;
    this.#brokenOff = body && { body, lacking: textOf(lack) };
  }
}

function textOf({ epoch, have }: Lack): string {
  return JSON.stringify([epoch, have?.vector]);
}
