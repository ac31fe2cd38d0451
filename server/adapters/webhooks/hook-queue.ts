import { createHmac } from 'node:crypto';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../../core/base/host.ts';
import { base64url } from '../../../core/board/ids.ts';
import { formatTraceparent, newSpanId, type TraceContext } from '../../../core/contract/tracing/trace-context.ts';
import type { Post } from './post.ts';
import type { Hook, WebhookEvent } from './webhooks-file.ts';

/** Waits before the second and later attempts, milliseconds. Each is made up to half longer by lot. */
const RETRIES_MS = [1_000, 5_000, 25_000, 120_000] as const;
/** Reports that wait for one target. Beyond that the oldest is dropped: news matter more. */
export const QUEUE_MOST = 500;

export const WebhookLogEvent = {
  /** The target did not take a report, and gets no more attempts: target, report, tries, reason. */
  failed: 'webhook.failed',
  /** So many reports wait that the oldest was dropped. */
  dropped: 'webhook.dropped',
} as const;

interface Waiting {
  readonly id: string;
  readonly event: WebhookEvent;
  readonly body: string;
  /** [TRC-7] The trace of the system that caused the event. */
  readonly cause: TraceContext | undefined;
  tries: number;
}

export interface HookQueueOptions {
  readonly hook: Hook;
  readonly post: Post;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * The reports to one target, one after the other. A target that hangs delays its own reports only. Requests are signed as the
 * Standard Webhooks say: `webhook-id`, `webhook-timestamp` and `webhook-signature`.
 */
export class HookQueue implements Disposable {
  readonly #options: HookQueueOptions;
  readonly #secret: Buffer;
  readonly #target: string;
  readonly #waiting: Waiting[] = [];
  #pause: Disposable | undefined;
  #phase: 'idle' | 'sending' | 'pausing' | 'closed' = 'idle';
  #dropped = 0;

  constructor(options: HookQueueOptions) {
    this.#options = options;
    this.#secret = Buffer.from(options.hook.secret.slice('whsec_'.length), 'base64');
    // Paths and queries may hold secrets of the target.
    this.#target = new URL(options.hook.url).host;
  }

  add(event: WebhookEvent, data: Readonly<Record<string, unknown>>, cause?: TraceContext): void {
    if (this.#phase === 'closed') return;
    const { clock, random, log } = this.#options;
    const body = JSON.stringify({ type: event, timestamp: new Date(clock.now()).toISOString(), data });
    this.#waiting.push({ id: `msg_${base64url(random.bytes(12))}`, event, body, cause, tries: 0 });
    if (this.#waiting.length > QUEUE_MOST) {
      // The first one is on its way.
      this.#waiting.splice(this.#phase === 'sending' ? 1 : 0, 1);
      if (this.#dropped++ === 0) log.warn(WebhookLogEvent.dropped, { target: this.#target, waiting: QUEUE_MOST });
    }
    if (this.#phase === 'idle') void this.#send();
  }

  async #send(): Promise<void> {
    const { hook, post, clock, random } = this.#options;
    for (;;) {
      const [first] = this.#waiting;
      if (first === undefined || this.#phase === 'closed') break;
      this.#phase = 'sending';
      first.tries++;
      const timestamp = String(Math.floor(clock.now() / 1_000));
      const signature = createHmac('sha256', this.#secret).update(`${first.id}.${timestamp}.${first.body}`).digest('base64');
      const outcome = await post({
        url: hook.url,
        body: first.body,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Inkroom',
          'webhook-id': first.id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
          ...(first.cause ? { traceparent: formatTraceparent({ ...first.cause, span: newSpanId(random) }) } : {}),
        },
      });
      if (this.#isClosed()) return;
      const waitMs = this.#waitAfter(outcome, first);
      if (waitMs === undefined) {
        this.#waiting.shift();
        continue;
      }
      this.#phase = 'pausing';
      this.#pause = clock.after(waitMs, () => void this.#send());
      return;
    }
    if (!this.#isClosed()) this.#phase = 'idle';
    if (this.#waiting.length === 0) this.#dropped = 0;
  }

  /** Read again after a wait. */
  #isClosed(): boolean {
    return this.#phase === 'closed';
  }

  /** Undefined: the report is done with. */
  #waitAfter(outcome: number | string, { event, tries }: Waiting): number | undefined {
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) return undefined;
    const waitMs = isLasting(outcome) ? undefined : RETRIES_MS[tries - 1];
    if (waitMs !== undefined) return waitMs * (1 + this.#options.random.next() / 2);
    this.#options.log.warn(WebhookLogEvent.failed, { target: this.#target, report: event, tries, reason: outcome });
    return undefined;
  }

  dispose(): void {
    this.#phase = 'closed';
    this.#pause?.dispose();
    this.#waiting.length = 0;
  }
}

/** The same request would meet the same answer again. */
function isLasting(outcome: number | string): boolean {
  if (typeof outcome === 'string') return outcome === 'PRIVATE_ADDRESS';
  return outcome < 500 && outcome !== 408 && outcome !== 429;
}
