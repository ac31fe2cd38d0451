import type { Clock } from '../../../core/base/host.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { mayComment } from '../../../core/contract/access/grants.ts';
import type { HostAct } from '../../../core/contract/access/host-acts.ts';
import { ClientMethod, type Notice } from '../../../core/contract/hub-contract.ts';
import type { Said } from '../../../core/contract/said.ts';
import type { Member } from '../room/member.ts';
import type { Room } from '../room/room.ts';

/** A private message between instances. */
export interface Whispering {
  hear(room: RoomId, said: Said): void;
}

export interface WhispersOptions {
  readonly clock: Clock;
  readonly roomOf: (id: RoomId) => Room | undefined;
  /** To the other instances. */
  readonly tell: (room: RoomId, said: Said) => void;
}

/** [CHT-4] Private messages: to one person, or to the hosts. Only their receivers get them, and nothing keeps them. */
export class Whispers implements Whispering {
  readonly #options: WhispersOptions;

  constructor(options: WhispersOptions) {
    this.#options = options;
  }

  say(room: Room, member: Member, { to, text }: Extract<HostAct, { act: 'say' }>): Result<Record<string, never>> {
    if (to !== 'hosts') {
      if (!mayComment(member.grant)) return fail('access.denied');
      if (!isHere(room, to)) return fail('chat.not_here');
    }
    const { clientId, name, color } = member.entry;
    const said: Said = { from: { clientId, name, color }, to, text, at: this.#options.clock.now() };
    this.#deliver(room, said);
    this.#options.tell(room.id, said);
    return ok({});
  }

  /** Another instance's member says this. */
  hear(id: RoomId, said: Said): void {
    const room = this.#options.roomOf(id);
    if (room) this.#deliver(room, said);
  }

  #deliver(room: Room, said: Said): void {
    const notice: Notice = { kind: 'said', ...said };
    for (const { entry, grant, connection } of room.everyone()) {
      const isFor = said.to === 'hosts' ? grant === 'host' : entry.clientId === said.to;
      if (isFor && entry.clientId !== said.from.clientId) connection.send(ClientMethod.notice, [notice]);
    }
  }
}

function isHere(room: Room, to: Said['to']): boolean {
  // [AUD-5] Whom another instance counts is in no list: it may be anybody.
  const { viewers, counted } = room.audience;
  if (to === 'hosts' || room.member(to) !== undefined || viewers > counted) return true;
  return room.membersElsewhere().some(({ members }) => members.some(({ clientId }) => clientId === to));
}
