import type { ClientId, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { TraceTimes } from '../../../core/contract/tracing/trace-answer.ts';
import type { TraceId } from '../../../core/contract/tracing/trace-context.ts';
import type { PeerReport, TracePart } from '../../../core/room/trace-talk.ts';
import { AskedClients } from './asked-clients.ts';
import { aheadBy } from './followed-batch.ts';

/** A frame of another instance that came while the room was watched. */
export interface FrameArrival {
  readonly from: InstanceId;
  readonly firstSeq: Seq;
  readonly batches: number;
  readonly mono: number;
  readonly bytes: number;
}

/** [TRC-6] A batch that another instance follows: when it came here, and what the clients here answer. */
export class RelayedTrace {
  readonly from: InstanceId;
  readonly trace: TraceId;
  readonly seq: Seq;
  /** `clock.mono()` when the other instance told of it. */
  readonly heard: number;
  readonly asked = new AskedClients();
  readonly #peers: PeerReport[] = [];
  #came: FrameArrival | undefined;

  constructor(from: InstanceId, told: { readonly trace: TraceId; readonly seq: Seq }, heard: number) {
    this.from = from;
    this.trace = told.trace;
    this.seq = told.seq;
    this.heard = heard;
  }

  frameCame(arrival: FrameArrival): void {
    const { from, firstSeq, batches } = arrival;
    if (from === this.from && this.seq >= firstSeq && this.seq < firstSeq + batches) this.#came ??= arrival;
  }

  answered(who: ClientId, times: TraceTimes, mono: number): void {
    const asked = this.asked.take(who);
    const { came, painted } = times;
    if (asked === undefined || came === undefined) return;
    const ahead = aheadBy(asked, times, mono);
    this.#peers.push({ who, came: came - ahead, painted: painted === undefined ? undefined : painted - ahead });
  }

  get isDone(): boolean {
    return this.#came !== undefined && this.asked.areDone;
  }

  part(mono: number): TracePart {
    const { trace, heard } = this;
    return { trace, heard, said: mono, came: this.#came?.mono, bytes: this.#came?.bytes ?? 0, peers: this.#peers };
  }
}
