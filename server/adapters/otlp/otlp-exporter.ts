import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../../core/base/host.ts';
import { reasonOfRequest } from '../../../core/base/reason-of.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import type { TraceRecord } from '../../../core/contract/tracing/trace-records.ts';
import type { Tracing } from '../../ports/tracing.ts';
import { type OtlpSpan, otlpRequest, otlpSpans } from './otlp-spans.ts';

/** Spans leave together after this time, milliseconds. */
const SEND_MS = 2_000;
/** Spans of one request. */
const AT_ONCE = 2_000;
/** Spans that wait while the collector takes none. The newest are dropped: the wait is over soon, or not at all. */
const MOST_WAITING = 10_000;
const TIMEOUT_MS = 5_000;
const LAST_TIMEOUT_MS = 1_000;
const PATH = '/v1/traces';

/** Answers after which the same spans are sent again, as OTLP says. All other refusals drop them. */
const PASSING = new Set([429, 502, 503, 504]);

export const OtlpLogEvent = {
  /** The collector takes no spans: target, reason. Said once until it takes some again. */
  failed: 'otlp.failed',
  /** The collector takes spans again: how many were dropped. */
  worksAgain: 'otlp.works_again',
} as const;

export interface OtlpOptions {
  /** Base address of the collector; `/v1/traces` is added to it. */
  readonly url: string;
  readonly service: { readonly instance: string; readonly version: string };
  /** Stands for a room in what leaves the hub: who knows a room's id may enter it. */
  readonly tagOf: (room: RoomId) => string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** [TRC-1] Sends every followed batch of this hub to an OpenTelemetry collector, by OTLP over HTTP in JSON. Nothing waits for it. */
export class OtlpExporter {
  readonly #options: OtlpOptions;
  readonly #address: string;
  readonly #waiting: OtlpSpan[] = [];
  readonly #watch: Disposable;
  #sending: Disposable | undefined;
  #phase: 'works' | 'fails' | 'closed' = 'works';
  #dropped = 0;

  constructor(options: OtlpOptions, tracing: Pick<Tracing, 'watchAll'>) {
    this.#options = options;
    this.#address = options.url.endsWith(PATH) ? options.url : `${options.url}${PATH}`;
    this.#watch = tracing.watchAll((records, room) => this.#came(records, room));
  }

  #came(records: readonly TraceRecord[], room: RoomId): void {
    const { random, tagOf } = this.#options;
    for (const record of records) {
      if (record.kind !== 'batch') continue;
      const spans = otlpSpans(record, tagOf(room), random);
      if (this.#waiting.length + spans.length > MOST_WAITING) this.#dropped += spans.length;
      else this.#waiting.push(...spans);
    }
    if (this.#waiting.length > 0) this.#sendLater();
  }

  #sendLater(): void {
    if (this.#phase === 'closed') return;
    this.#sending ??= this.#options.clock.after(SEND_MS, () => {
      void this.#send(TIMEOUT_MS).then(() => {
        this.#sending = undefined;
        if (this.#waiting.length > 0) this.#sendLater();
      });
    });
  }

  /** Never rejects. */
  async #send(timeoutMs: number): Promise<void> {
    const spans = this.#waiting.splice(0, AT_ONCE);
    const refused = await this.#post(JSON.stringify(otlpRequest(spans, this.#options.service)), timeoutMs);
    if (refused === undefined) {
      this.#worked();
      return;
    }
    if (this.#phase === 'works') {
      this.#phase = 'fails';
      // A path or a query may hold a secret of the collector.
      this.#options.log.warn(OtlpLogEvent.failed, { target: new URL(this.#address).host, reason: refused });
    }
    if (typeof refused === 'number' && !PASSING.has(refused)) this.#dropped += spans.length;
    else this.#waiting.unshift(...spans);
  }

  /** Undefined: taken. Else the status of the answer, or a word why there is none. */
  async #post(body: string, timeoutMs: number): Promise<number | string | undefined> {
    try {
      const response = await fetch(this.#address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Inkroom' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.ok ? undefined : response.status;
    } catch (error) {
      return reasonOfRequest(error);
    }
  }

  #worked(): void {
    if (this.#phase !== 'fails') return;
    this.#phase = 'works';
    this.#options.log.info(OtlpLogEvent.worksAgain, { dropped: this.#dropped });
    this.#dropped = 0;
  }

  /** Sends what waits, if the collector takes it at once. */
  async close(): Promise<void> {
    if (this.#phase === 'closed') return;
    this.#watch.dispose();
    this.#sending?.dispose();
    if (this.#waiting.length > 0 && this.#phase === 'works') await this.#send(LAST_TIMEOUT_MS);
    this.#phase = 'closed';
    this.#waiting.length = 0;
  }
}
