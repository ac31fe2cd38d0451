import type { InstanceId } from '../../../core/board/ids.ts';
import { ClientMethod, type Notice, type Pace } from '../../../core/contract/hub-contract.ts';
import type { MemberChange } from '../../../core/room/frame.ts';
import type { VersionVector } from '../../../core/room/version-vector.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { paceFor } from './frame-pacer.ts';
import type { Member } from './member.ts';
import { positionFrame } from './position-frame.ts';
import type { Presence } from './presence.ts';
import type { RoomHost } from './room-start.ts';

/** After this time the frames that others sent during a join have arrived, milliseconds. */
const POSITIONS_MS = 2_000;

/** Sends to this instance's members: notices, the position and members of other instances, and the frames of other instances. */
export class RoomAudience {
  readonly #group: string;
  readonly #host: Pick<RoomHost, 'transport' | 'clock' | 'counters' | 'others'>;
  readonly #presence: Presence;
  readonly #vector: VersionVector;
  #toldCursorMs: number | undefined;

  /** `vector`: the room's own, which grows. */
  constructor(
    group: string,
    host: Pick<RoomHost, 'transport' | 'clock' | 'counters' | 'others'>,
    presence: Presence,
    vector: VersionVector,
  ) {
    this.#group = group;
    this.#host = host;
    this.#presence = presence;
    this.#vector = vector;
  }

  get pace(): Pace {
    // All members of the room get every instance's frames.
    const people = this.#presence.size + this.#host.others.elsewhere.size;
    return paceFor(people, this.#host.transport.reach === 'all' ? 'billed' : 'own');
  }

  /** [FRM-3] Tells the members the pace of a smaller or larger room. On the hub's own sockets clients keep their own pace. */
  tellPace(): void {
    const { pace } = this;
    if (pace.cursorMs === undefined || pace.cursorMs === this.#toldCursorMs) return;
    if (this.#toldCursorMs !== undefined) this.notify({ kind: 'pace', ...pace });
    this.#toldCursorMs = pace.cursorMs;
  }

  /** Sends a notice to this instance's members only. */
  notify(notice: Notice): void {
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

  #standOf(origin: InstanceId, members: readonly MemberChange[]): WireValue[] {
    return positionFrame(origin, this.#vector.get(origin), members);
  }
}
