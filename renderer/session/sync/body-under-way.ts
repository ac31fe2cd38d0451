import type { Result } from '../../../core/base/result.ts';
import type { Epoch } from '../../../core/board/ids.ts';
import type { CatchUpRequest, Have } from '../../../core/contract/hub-contract.ts';
import { type BrokenOff, CatchUpReader, type CaughtUp, type Progress } from './catch-up-reader.ts';

/** What a client lacks: the epoch that it joined, and what it already has. Without `have` it needs everything. */
export interface Lack {
  readonly epoch: Epoch | undefined;
  readonly have: Have | undefined;
}

/** The body of the last requested catch-up. If its connection breaks, it continues over the next one [RPL-4]. */
export class BodyUnderWay {
  #reader = new CatchUpReader();
  /** `clock.mono()` of the request, or of the newest piece. */
  #pieceAt = 0;
  /** The received part of an interrupted body, and what it was for. It is useful only if the client still lacks the same. */
  #brokenOff: { readonly body: BrokenOff; readonly lacking: string } | undefined;

  /** A part of a body has arrived, and the rest is on its way. */
  get isComing(): boolean {
    return this.#reader.isUnderWay;
  }

  /** `clock.mono()` since when the client waits for the next piece. */
  get pieceDueSince(): number {
    return this.#pieceAt;
  }

  /** Starts another body. Returns the request for the hub. */
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

  /** The stream has ended successfully. */
  finish(): Result<CaughtUp> {
    return this.#reader.finish();
  }

  /** This stream delivers no more of the body. */
  breakOff(lack: Lack): void {
    const body = this.#reader.brokenOff;
    this.#brokenOff = body && { body, lacking: textOf(lack) };
  }
}

function textOf({ epoch, have }: Lack): string {
  return JSON.stringify([epoch, have?.vector]);
}
