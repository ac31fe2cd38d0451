import { type Disposable, disposable } from '../../../core/base/disposable.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { type InstanceId, isInstanceId, type RoomId } from '../../../core/board/ids.ts';
import type { HostAct } from '../../../core/contract/access/host-acts.ts';
import { readTraceTimes } from '../../../core/contract/tracing/trace-answer.ts';
import type { TraceTalk } from '../../../core/room/trace-talk.ts';
import { packedSize } from '../../../core/wire/packed-size.ts';
import { readCount, type WireValue } from '../../../core/wire/wire-value.ts';
import type { TraceListener, Tracing } from '../../ports/tracing.ts';
import type { Member } from '../room/member.ts';
import type { Room } from '../room/room.ts';
import type { TraceDeskOptions } from './trace-desk-options.ts';
import type { TraceTap, TraceTaps } from './trace-tap.ts';
import { WatchedRoom } from './watched-room.ts';

/** Interval in which records reach their watchers, milliseconds. */
const TICK_MS = 250;
/** Rooms that are watched at a time. */
const MOST_WATCHED = 256;

/** [TRC-1] Who watches which rooms. Without watchers it holds no room, runs no timer, and every tap is empty. */
export class TraceDesk implements Tracing, TraceTaps, Disposable {
  readonly #options: TraceDeskOptions;
  readonly #taps = new Map<RoomId, TraceTap>();
  readonly #watched = new Map<RoomId, WatchedRoom>();
  readonly #everywhere = new Set<TraceListener>();
  #ticking: Disposable | undefined;

  constructor(options: TraceDeskOptions) {
    this.#options = options;
  }

  /** Any room is watched. Hot path: every frame of another instance asks. */
  get isOn(): boolean {
    return this.#watched.size > 0;
  }

  open(id: RoomId): TraceTap {
    const watched = this.#everywhere.size > 0 ? this.#watch(id) : this.#watched.get(id);
    const tap: TraceTap = { hooks: watched?.trace };
    this.#taps.set(id, tap);
    return tap;
  }

  closed(id: RoomId, tap: TraceTap): void {
    if (this.#taps.get(id) === tap) this.#taps.delete(id);
  }

  watch(id: RoomId, listener: TraceListener): Disposable | undefined {
    const watched = this.#watch(id);
    watched?.listen(listener);
    return watched && disposable(() => watched.unlisten(listener));
  }

  watchAll(listener: TraceListener): Disposable {
    this.#everywhere.add(listener);
    for (const id of this.#taps.keys()) this.#watch(id);
    return disposable(() => void this.#everywhere.delete(listener));
  }

  /** [TRC-3], [TRC-4] Acts of members that belong to the trace. */
  act(room: Room, member: Member, act: Extract<HostAct, { act: 'trace' | 'traced' }>): Result<Record<string, never>> {
    if (act.act === 'traced') {
      const times = readTraceTimes(act.times);
      if (times) this.#watched.get(room.id)?.trace.answered(member.entry.clientId, act.trace, times);
      return ok({});
    }
    if (member.grant !== 'host') return fail('host.needed');
    if (act.on) {
      const watched = this.#watch(room.id);
      if (watched === undefined) return fail('host.too_many');
      watched.hostWatches(member.entry.clientId);
    } else this.#watched.get(room.id)?.hostLeaves(member.entry.clientId);
    return ok({});
  }

  /** [TRC-6] Another instance says something about the trace of a room. */
  hear(id: RoomId, from: InstanceId, talk: TraceTalk): void {
    // What happens in rooms that are not open here is none of this instance's business.
    const isOpen = this.#options.roomOf(id) !== undefined;
    const watched = talk.what === 'watch' && talk.lifeMs > 0 && isOpen ? this.#watch(id) : this.#watched.get(id);
    watched?.hear(from, talk);
  }

  /** A frame of another instance came, as it was sent to clients. */
  frameCame(id: RoomId, args: readonly unknown[]): void {
    const trace = this.#watched.get(id)?.trace;
    const [firstSeq, , batches, , , from] = args;
    const seq = readCount(firstSeq);
    if (!trace || seq === undefined || !Array.isArray(batches) || !isInstanceId(from) || from === this.#options.instanceId)
      return;
    trace.frameCame(from, seq, Math.floor(batches.length / 3), () => packedSize(args as readonly WireValue[]));
  }

  #watch(id: RoomId): WatchedRoom | undefined {
    const known = this.#watched.get(id);
    if (known) return known;
    if (this.#watched.size >= MOST_WATCHED) return undefined;
    const watched = new WatchedRoom(id, this.#options);
    this.#watched.set(id, watched);
    const tap = this.#taps.get(id);
    if (tap) tap.hooks = watched.trace;
    this.#tickLater();
    return watched;
  }

  #tickLater(): void {
    this.#ticking ??= this.#options.clock.after(TICK_MS, () => {
      this.#ticking = undefined;
      for (const [id, watched] of this.#watched) {
        const records = watched.tick();
        if (records.length > 0) for (const listener of this.#everywhere) listener(records, id);
        const isKept = this.#everywhere.size > 0 && this.#taps.has(id);
        if (!watched.isWatched && !isKept) this.#end(id);
      }
      if (this.#watched.size > 0) this.#tickLater();
    });
  }

  #end(id: RoomId): void {
    this.#watched.delete(id);
    const tap = this.#taps.get(id);
    if (tap) tap.hooks = undefined;
  }

  dispose(): void {
    this.#ticking?.dispose();
    for (const id of [...this.#watched.keys()]) this.#end(id);
    this.#everywhere.clear();
  }
}
