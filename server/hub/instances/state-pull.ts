import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { BodyPart } from '../../../core/room/peer-messages.ts';

/** Bytes sent to another instance before it must ask for more. Less than what the service stores for a slow reader (1 MB). */
export const PULL_WINDOW_BYTES = 256 * 1024;
/** A pull without progress for this long is given up, milliseconds. */
const STALLED_MS = 5_000;

/** A complete body from another instance. */
export interface PulledBody {
  readonly how: BodyPart['how'];
  readonly bytes: Uint8Array;
  readonly end: NonNullable<BodyPart['end']>;
}

/** Assembles one body that another instance sends in parts [INS-3]. */
export class StatePull {
  readonly result: Promise<PulledBody>;
  readonly #ask: (body: string | undefined, at: number) => void;
  readonly #clock: Clock;
  readonly #outcome = Promise.withResolvers<PulledBody>();
  #body: string | undefined;
  #chunks: Uint8Array[] = [];
  #received = 0;
  #askedAt = 0;
  #stalled: Disposable | undefined;

  /**
   * `ask` must request the bytes from that offset of the body; undefined: of any suitable body. Call `begin` when requests may be
   * sent.
   */
  constructor(clock: Clock, ask: (body: string | undefined, at: number) => void) {
    this.#clock = clock;
    this.#ask = ask;
    this.result = this.#outcome.promise;
  }

  begin(): void {
    this.#watch();
    this.#ask(undefined, 0);
  }

  take(part: BodyPart): void {
    // The other instance no longer has the first body and sends another one.
    if (part.body !== this.#body && part.at === 0) {
      this.#body = part.body;
      this.#chunks = [];
      this.#received = this.#askedAt = 0;
    }
    if (part.body !== this.#body || part.at !== this.#received) return;
    this.#watch();
    this.#chunks.push(part.bytes.slice());
    this.#received += part.bytes.length;
    if (part.end) {
      this.#stalled?.dispose();
      this.#outcome.resolve({ how: part.how, bytes: joined(this.#chunks, part.total), end: part.end });
    } else if (this.#received - this.#askedAt >= PULL_WINDOW_BYTES) {
      this.#askedAt = this.#received;
      this.#ask(this.#body, this.#received);
    }
  }

  #watch(): void {
    this.#stalled?.dispose();
    this.#stalled = this.#clock.after(STALLED_MS, () => this.fail('another instance does not go on with its state'));
  }

  fail(reason: string): void {
    this.#stalled?.dispose();
    this.#outcome.reject(new Error(reason));
  }
}

function joined(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const whole = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
