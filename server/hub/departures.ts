import type { Log } from '../../core/base/host.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { ClientTransport } from '../ports/client-transport.ts';
import { closeForGood, type Refusals } from './admission/refusals.ts';
import { HubLogEvent } from './log-events.ts';
import type { Member } from './room/member.ts';
import type { Room } from './room/room.ts';
import { ENDED, type Session } from './session.ts';

export interface DeparturesOptions {
  readonly transport: Pick<ClientTransport, 'removeFromGroup'>;
  readonly log: Log;
  readonly refusals: Refusals;
  readonly onCompany: (() => void) | undefined;
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
    const { log, onCompany } = this.#options;
    room.leave(member);
    onCompany?.();
    log.info(HubLogEvent.memberLeft, { room: room.tag, member: member.entry.clientId, reason, members: room.memberCount });
  }

  leaveGroup(session: Session, room: Room): void {
    void this.#options.transport.removeFromGroup(session.connection.id, room.group);
  }

  /** [ADM-7] The client exceeded its budget of refusals and is disconnected. */
  endFlood(session: Session, code: RefusalCode): void {
    this.#options.log.warn(HubLogEvent.connectionFlooding, { connection: session.connection.id, code });
    this.depart(session, 'flooding');
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
