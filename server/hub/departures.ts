import type { Log } from '../../core/base/host.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { ClientTransport } from '../ports/client-transport.ts';
import type { WatchRooms } from '../ports/room-watch.ts';
import { closeForGood, type Refusals } from './admission/refusals.ts';
import { HubLogEvent } from './log-events.ts';
import type { Member } from './room/member.ts';
import type { Room } from './room/room.ts';
import { guestsOf } from './rooms/guests.ts';
import { ENDED, type Session } from './session.ts';

export interface DeparturesOptions {
  readonly transport: Pick<ClientTransport, 'removeFromGroup'>;
  readonly log: Log;
  readonly refusals: Refusals;
  readonly onCompany: (() => void) | undefined;
  readonly watch: WatchRooms | undefined;
}

/** Ends sessions and removes members from their rooms. */
export class Departures {
  readonly #options: DeparturesOptions;

  constructor(options: DeparturesOptions) {
    this.#options = options;
  }

  /** Ends the session; its member leaves at once. */
  depart(session: Session, reason: string): void {
    const joined = this.end(session);
    if (joined) this.leave(joined.room, joined.member, reason);
  }

  /** Ends the session. Returns its room and member, or undefined when it had none. */
  end(session: Session): { readonly room: Room; readonly member: Member } | undefined {
    const { state } = session;
    session.state = ENDED;
    this.#options.refusals.ended(session);
    if (state.phase !== 'joined') return undefined;
    this.leaveGroup(session, state.room);
    return state.member.phase === 'gone' ? undefined : state;
  }

  leave(room: Room, member: Member, reason: string): void {
    const { log, onCompany, watch } = this.#options;
    room.leave(member);
    room.tap.hooks?.noted('leave', { who: member.entry.clientId });
    onCompany?.();
    watch?.({ kind: 'left', room: room.id, member: member.entry, members: room.memberCount });
    log.info(HubLogEvent.memberLeft, { room: room.tag, member: member.entry.clientId, reason, members: room.memberCount });
  }

  leaveGroup(session: Session, room: Room): void {
    void this.#options.transport.removeFromGroup(session.connection.id, room.group);
  }

  /** [ADM-7] The client exceeded its budget of refusals and is disconnected. */
  endFlood(session: Session, code: RefusalCode, mono: number): void {
    const { id, remoteAddress } = session.connection;
    session.address?.floods.take(1, mono);
    this.#options.log.warn(HubLogEvent.connectionFlooding, { connection: id, code, address: remoteAddress || undefined });
    this.depart(session, 'flooding');
    closeForGood(session, code);
  }

  /** [CLS-5] Sends all guests of the room away. */
  sendGuestsAway(room: Room): void {
    room.flushNow();
    for (const { connection } of guestsOf(room)) {
      const session = connection.attachment as Session;
      this.depart(session, 'host ended');
      closeForGood(session, 'room.host_ended');
    }
  }

  /** The member goes and its connection ends for good; one whose connection was lost just goes. */
  sendAway(room: Room, member: Member, code: RefusalCode): void {
    const { link } = member.admitted;
    this.#options.log.info(HubLogEvent.memberSentAway, { room: room.tag, member: member.entry.clientId, code, link: link?.id });
    const session = member.connection.attachment as Session;
    if (session.state.phase !== 'joined' || session.state.member !== member) {
      this.leave(room, member, code);
      return;
    }
    this.depart(session, code);
    closeForGood(session, code);
  }

  /** [HS-4] Ends the older session of a client that joined again. Its member stays. */
  replace(older: Session, room: Room): void {
    this.#options.log.info(HubLogEvent.memberReplaced, { room: room.tag, connection: older.connection.id });
    this.leaveGroup(older, room);
    older.state = ENDED;
    closeForGood(older, 'join.replaced');
  }
}
