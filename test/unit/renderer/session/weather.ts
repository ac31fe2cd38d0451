import type { OpBatch } from '../../../../core/board/op.ts';
import type { Role } from '../../../../core/contract/access/grants.ts';
import type { Welcome } from '../../../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import type { FakeClock } from '../../../support/fake-clock.ts';

/** How the line and the hub behave; tests change it while it runs. */
export interface Weather {
  /** Milliseconds one way. */
  delayMs: () => number;
  /** Chance that a push or a frame arrives twice. */
  twice: number;
  /** Chance that a frame does not arrive, with the connection staying up. */
  lost: number;
  /** Batches that the log keeps: what is older comes as a delta. */
  logBatches: number;
  isDown: boolean;
  /** By how many batches a snapshot or delta is out of date: hubs hand out cached ones. */
  stale: () => number;
  /** A further "no", beside the rules of the board. */
  refuse: (batch: OpBatch) => RefusalCode | undefined;
  joinRefusal: RefusalCode | undefined;
  /** What the hub leaves without an answer, while it goes on to say that it is there. */
  unanswered: 'join' | 'catchUp' | undefined;
  role: Role;
  /** Somebody joins. */
  joined: () => void;
  /** What the welcome says beside the usual. */
  welcome: Partial<Welcome>;
  /** Whether what is accepted is durable at once. */
  isDurable: boolean;
}

/** One end of a line with a delay; what is on its way when it is cut is lost. */
export class Line {
  readonly #clock: FakeClock;
  readonly #delayMs: () => number;
  #lastDue = 0;
  #isHeld = false;
  isCut = false;

  constructor(clock: FakeClock, delayMs: () => number) {
    this.#clock = clock;
    this.#delayMs = delayMs;
  }

  /** In order, each after its delay. */
  carry(deliver: () => void): void {
    this.#lastDue = Math.max(this.#lastDue, this.#clock.mono() + this.#delayMs());
    this.#clock.after(this.#lastDue - this.#clock.mono(), () => {
      if (!this.isCut && !this.#isHeld) deliver();
    });
  }

  /** Nothing comes through any more. */
  hold(): void {
    this.#isHeld = true;
  }
}
