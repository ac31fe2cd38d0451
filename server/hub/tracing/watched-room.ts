import type { ClientId, InstanceId, RoomId } from '../../../core/board/ids.ts';
import { ClientMethod, type Notice } from '../../../core/contract/hub-contract.ts';
import { MAX_RECORDS, type TraceRecord } from '../../../core/contract/tracing/trace-records.ts';
import type { TraceTalk } from '../../../core/room/trace-talk.ts';
import type { TraceListener } from '../../ports/tracing.ts';
import { RoomTrace } from './room-trace.ts';
import type { TraceDeskOptions } from './trace-desk-options.ts';

/** [TRC-4] The watch of a host, or of another instance, ends after this time when it is not renewed. Milliseconds. */
export const WATCH_MS = 30_000;
/** Interval in which this instance renews its watch at the others, milliseconds. */
const RENEW_MS = 10_000;
/** A record and its envelope, as a message that a service bills. Bytes, estimated. */
const RECORD_BYTES = 150;

/** A room with those who watch it. */
export class WatchedRoom {
  readonly trace: RoomTrace;
  readonly #id: RoomId;
  readonly #options: TraceDeskOptions;
  readonly #listeners = new Set<TraceListener>();
  /** With `clock.mono()` of their end. */
  readonly #hosts = new Map<ClientId, number>();
  readonly #instances = new Map<InstanceId, number>();
  /** Of this instance, and of others: those are for the watchers here only. */
  #own: TraceRecord[] = [];
  #foreign: TraceRecord[] = [];
  #renewAt = Number.NEGATIVE_INFINITY;

  constructor(id: RoomId, options: TraceDeskOptions) {
    this.#id = id;
    this.#options = options;
    const { roomOf, tell } = options;
    this.trace = new RoomTrace({
      ...options,
      room: () => roomOf(id),
      tell: (talk, to) => tell(id, talk, to),
      emit: (record) => void (this.#own.length < MAX_RECORDS && this.#own.push(record)),
    });
  }

  get isWatched(): boolean {
    return this.#isWatchedHere || this.#instances.size > 0;
  }
  get #isWatchedHere(): boolean {
    return this.#listeners.size > 0 || this.#hosts.size > 0;
  }

  listen(listener: TraceListener): void {
    this.#listeners.add(listener);
    this.#renew();
  }
  unlisten(listener: TraceListener): void {
    this.#listeners.delete(listener);
    this.#endIfAlone();
  }

  hostWatches(who: ClientId): void {
    this.#hosts.set(who, this.#options.clock.mono() + WATCH_MS);
    this.#renew();
  }
  hostLeaves(who: ClientId): void {
    this.#hosts.delete(who);
    this.#endIfAlone();
  }

  hear(from: InstanceId, talk: TraceTalk): void {
    switch (talk.what) {
      case 'watch':
        if (talk.lifeMs === 0) this.#instances.delete(from);
        else this.#instances.set(from, this.#options.clock.mono() + talk.lifeMs);
        return;
      case 'told':
        this.trace.told(from, talk);
        return;
      case 'part':
        this.trace.partCame(from, talk.part);
        return;
      case 'records':
        if (this.#isWatchedHere) this.#foreign.push(...talk.records.slice(0, MAX_RECORDS - this.#foreign.length));
    }
  }

  /** Passes on what has come since the last call. Returns the records of this instance. */
  tick(): readonly TraceRecord[] {
    const mono = this.#options.clock.mono();
    this.trace.tick();
    this.#expire(mono);
    if (this.#isWatchedHere && mono >= this.#renewAt) this.#renew();
    const own = this.#own;
    const here = [...own, ...this.#foreign];
    this.#own = [];
    this.#foreign = [];
    if (own.length > 0)
      for (const instance of this.#instances.keys()) this.#options.tell(this.#id, { what: 'records', records: own }, instance);
    if (here.length > 0) this.#deliver(here);
    return own;
  }

  #deliver(records: readonly TraceRecord[]): void {
    for (const listener of [...this.#listeners]) listener(records, this.#id);
    const room = this.#options.roomOf(this.#id);
    const notice: Notice = { kind: 'trace', records };
    for (const who of this.#hosts.keys()) {
      const member = room?.member(who);
      // Another host may have taken its grant meanwhile.
      if (member?.grant !== 'host' || member.awaySince !== undefined) continue;
      member.connection.send(ClientMethod.notice, [notice]);
      room?.bill(records.length * RECORD_BYTES, 1);
    }
  }

  #expire(mono: number): void {
    for (const [who, until] of this.#hosts) if (mono >= until) this.#hosts.delete(who);
    for (const [instance, until] of this.#instances) if (mono >= until) this.#instances.delete(instance);
  }

  #renew(): void {
    this.#renewAt = this.#options.clock.mono() + RENEW_MS;
    this.#options.tell(this.#id, { what: 'watch', lifeMs: WATCH_MS });
  }

  #endIfAlone(): void {
    if (!this.#isWatchedHere) this.#options.tell(this.#id, { what: 'watch', lifeMs: 0 });
  }
}
