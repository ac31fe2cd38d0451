import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { parseTraceRecords, type TracedBatch, type TracedMessage } from '../../../core/contract/tracing/trace-records.ts';
import type { Session } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';

/** Messages and followed batches that are kept. Older ones go. */
const KEPT_MESSAGES = 400;
const KEPT_BATCHES = 30;
/** [TRC-4] The hub forgets a host who does not ask again for 30 s. Milliseconds. */
const RENEW_MS = 10_000;

export interface TraceSnapshot {
  /** The newest first. */
  readonly messages: readonly TracedMessage[];
  readonly batches: readonly TracedBatch[];
  /** Messages that the hubs counted and did not list. */
  readonly unlisted: number;
  readonly refused: RefusalCode | undefined;
  readonly isPaused: boolean;
}

const NOTHING: TraceSnapshot = { messages: [], batches: [], unlisted: 0, refused: undefined, isPaused: false };

/** Asks the hub for the trace of the room, and keeps what came last. While it pauses, what comes is dropped. */
export class TraceWatch implements Source<TraceSnapshot>, Disposable {
  readonly #session: Pick<Session, 'act' | 'onTrace'>;
  readonly #clock: Clock;
  readonly #snapshot = createValue<TraceSnapshot>(NOTHING);
  #listening: Disposable | undefined;
  #renewing: Disposable | undefined;

  constructor(session: Pick<Session, 'act' | 'onTrace'>, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  readonly read = (): TraceSnapshot => this.#snapshot.read();
  readonly watch = (changed: () => void): Disposable => this.#snapshot.watch(changed);

  start(): void {
    this.#listening ??= this.#session.onTrace((raw) => this.#came(raw));
    this.#renewing?.dispose();
    this.#renewing = this.#clock.after(RENEW_MS, () => this.start());
    void this.#session.act({ act: 'trace', on: true }).then((outcome) => {
      this.#change({ refused: 'refused' in outcome ? outcome.refused : undefined });
    });
  }

  pause(isPaused: boolean): void {
    this.#change({ isPaused });
  }

  #came(raw: unknown): void {
    const { messages, batches, unlisted, isPaused } = this.read();
    if (isPaused) return;
    const records = parseTraceRecords(raw).toReversed();
    this.#change({
      messages: [...records.filter((one) => one.kind === 'message'), ...messages].slice(0, KEPT_MESSAGES),
      batches: [...records.filter((one) => one.kind === 'batch'), ...batches].slice(0, KEPT_BATCHES),
      unlisted: unlisted + records.reduce((sum, one) => sum + (one.kind === 'unlisted' ? one.messages : 0), 0),
    });
  }

  #change(part: Partial<TraceSnapshot>): void {
    this.#snapshot.write({ ...this.read(), ...part });
  }

  dispose(): void {
    this.#renewing?.dispose();
    this.#listening?.dispose();
    this.#listening = undefined;
    void this.#session.act({ act: 'trace', on: false });
  }
}
