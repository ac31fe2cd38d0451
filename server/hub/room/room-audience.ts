import type { Disposable } from '../../../core/base/disposable.ts';
import type { InstanceId, Seq } from '../../../core/board/ids.ts';
import { ClientMethod, type Notice, type Pace } from '../../../core/contract/hub-contract.ts';
import type { MemberChange } from '../../../core/room/frame.ts';
import type { VersionVector } from '../../../core/room/version-vector.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { RoomPace } from '../pace/room-pace.ts';
import type { Member } from './member.ts';
import { positionFrame } from './position-frame.ts';
import type { Presence } from './presence.ts';
import type { RoomHost } from './room-start.ts';

/** After this time the frames that others sent during a join have arrived, milliseconds. */
const POSITIONS_MS = 2_000;

/** The members hear at most this often how many people watch: a service bills every message. Milliseconds. */
const VIEWERS_MS = { own: 2_000, billed: 10_000 } as const;

/** How far the room knows other instances, and how much of that is stored. */
export interface Positions {
  /** The room's own, which grows. */
  readonly vector: VersionVector;
  readonly durableOf: (origin: InstanceId, seq: Seq) => Seq;
}

/** How many people only watch. */
export interface AudienceSizes {
  /** Members here that came to watch only. */
  readonly watching: number;
  /** [AUD-1] Those of them that are in no list. */
  readonly counted: number;
  /** [AUD-2] People that are in no list, on all instances. */
  readonly viewers: number;
}

/** Sends to this instance's members: notices, the position and members of other instances, and the frames of other instances. */
export class RoomAudience implements AudienceSizes, Disposable {
  readonly #group: string;
  readonly #host: Pick<RoomHost, 'transport' | 'clock' | 'counters' | 'others' | 'load' | 'tap'>;
  readonly #presence: Presence;
  readonly #positions: Positions;
  readonly #pace: RoomPace;
  /** What the members know of the pace. Undefined: there were none yet. */
  #told: Pace | undefined;
  /** The number of viewers that the members know, and that the other instances know of this one. */
  #toldViewers = 0;
  #toldCounted = 0;
  #telling: Disposable | undefined;

  constructor(
    group: string,
    host: Pick<RoomHost, 'transport' | 'clock' | 'counters' | 'others' | 'load' | 'tap'>,
    presence: Presence,
    positions: Positions,
  ) {
    this.#group = group;
    this.#host = host;
    this.#presence = presence;
    this.#positions = positions;
    this.#pace = new RoomPace(host.transport.reach === 'all' ? 'billed' : 'own');
  }

  get pace(): Pace {
    // All members of the room get every instance's frames.
    const { size, counted } = this.#host.others.elsewhere;
    return this.#pace.of(this.#presence.size + size + counted, this.#host.load.stretch);
  }

  get watching(): number {
    return this.#presence.watching;
  }
  get counted(): number {
    return this.#presence.counted;
  }
  get viewers(): number {
    return this.counted + this.#host.others.elsewhere.counted;
  }

  /** A member came, went or is listed now. */
  changed(): void {
    this.tellPace();
    if (this.counted !== this.#toldCounted) {
      this.#toldCounted = this.counted;
      this.#host.others.countChanged();
    }
    if (this.viewers === this.#toldViewers) return;
    const waitMs = this.#host.transport.reach === 'all' ? VIEWERS_MS.billed : VIEWERS_MS.own;
    this.#telling ??= this.#host.clock.after(waitMs, () => this.#tellViewers());
  }

  #tellViewers(): void {
    this.#telling = undefined;
    // Also when it is what it was: a welcome may have told another number meanwhile.
    this.#toldViewers = this.viewers;
    if (this.#presence.size > 0) this.notify({ kind: 'viewers', count: this.viewers });
  }

  /**
   * [FRM-3], [FRM-5] Tells the members a pace that a smaller or larger room, or the hub's load, has changed. Without `cursorMs`
   * clients keep their own pace.
   */
  tellPace(): void {
    const { pace } = this;
    if (pace === this.#told) return;
    const isNews = this.#told !== undefined && (pace.cursorMs ?? this.#told.cursorMs) !== undefined;
    if (isNews && !isSamePace(pace, this.#told)) this.notify({ kind: 'pace', ...pace });
    this.#told = pace;
  }

  /** Sends a notice to this instance's members only. */
  notify(notice: Notice): void {
    this.#host.tap.hooks?.noted('notice', { receivers: this.#presence.size });
    this.#send(ClientMethod.notice, [notice]);
  }

  #send(target: string, args: readonly unknown[]): void {
    const { transport } = this.#host;
    if (transport.reach === 'instance') transport.sendToGroup(this.#group, target, args);
    else for (const { connection } of this.#presence.all()) connection.send(target, args);
  }

  /** Forwards a received frame of another instance to the members here, where that instance's group send does not reach them. */
  passOn(frame: readonly WireValue[]): void {
    const { transport, counters } = this.#host;
    if (transport.reach !== 'instance' || this.#presence.size === 0) return;
    transport.sendToGroup(this.#group, ClientMethod.frame, [frame]);
    counters.frames++;
  }

  /**
   * [PRS-3] Sends the position of another instance, so that a member that lacks a frame sees the gap [SEQ-2], and the members
   * that came and left there.
   */
  sendPosition(origin: InstanceId, members: readonly MemberChange[]): void {
    this.#send(ClientMethod.frame, [this.#standOf(origin, members)]);
  }

  /** [INS-4] Frames of other instances that were in flight during the join may have missed both the member and this instance. */
  sendPositionsSoon(member: Member): void {
    if (!this.#host.others.areOthersThere) return;
    this.#host.clock.after(POSITIONS_MS, () => {
      if (member.phase === 'gone') return;
      for (const { origin, members } of this.#host.others.elsewhere.tables()) {
        const joined = members.map((entry): MemberChange => ({ kind: 'joined', member: entry }));
        member.connection.send(ClientMethod.frame, [this.#standOf(origin, joined)]);
      }
    });
  }

  dispose(): void {
    this.#telling?.dispose();
  }

  #standOf(origin: InstanceId, members: readonly MemberChange[]): WireValue[] {
    const { vector, durableOf } = this.#positions;
    const seq = vector.get(origin);
    return positionFrame(origin, { seq, durableSeq: durableOf(origin, seq) }, members);
  }
}

function isSamePace(a: Pace, b: Pace | undefined): boolean {
  return a.frameMs === b?.frameMs && a.cursorMs === b.cursorMs;
}
