import type { Announcement, Audience } from '../../../core/contract/announcement.ts';
import { ClientMethod, type Notice } from '../../../core/contract/hub-contract.ts';
import type { Member } from '../room/member.ts';
import type { Room } from '../room/room.ts';

/** [ANN-1] Sends the announcement to those members here that it is for. Returns their number. */
export function announceTo(room: Room, { text, from, audience }: Announcement): number {
  const notice: Notice = { kind: 'announcement', text, from, ...(audience.to === 'topic' ? { topic: audience.topic } : {}) };
  if (audience.to === 'all') {
    room.notify(notice);
    return room.memberCount;
  }
  let reached = 0;
  for (const member of room.everyone()) {
    if (!isMeant(member, audience)) continue;
    member.connection.send(ClientMethod.notice, [notice]);
    reached++;
  }
  return reached;
}

function isMeant({ entry, grant, topics }: Member, audience: Exclude<Audience, { readonly to: 'all' }>): boolean {
  switch (audience.to) {
    case 'grant':
      return grant === audience.grant;
    case 'person':
      return entry.clientId === audience.who;
    case 'topic':
      return topics.includes(audience.topic);
  }
}
