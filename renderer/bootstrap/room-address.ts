import type { Random } from '../../core/base/host.ts';
import { newRoomId, parseRoomId } from '../../core/board/ids.ts';
import { parseLinkView, parseRoomLink, type RoomLink } from '../../core/contract/room-link.ts';

/** What the page's address says about the room. */
export type Address =
  | { readonly kind: 'room'; readonly link: RoomLink }
  /** Nothing was asked for: a new room is right. */
  | { readonly kind: 'none' }
  /** Something was asked for that is no room: say so, do not silently open another. */
  | { readonly kind: 'unreadable'; readonly text: string };

/** Reads `#/r/<room>` of a page that `server` (its origin) served. */
export function readHash(hash: string, server: string): Address {
  if (hash === '' || hash === '#' || hash === '#/') return { kind: 'none' };
  const named = /^#\/r\/([^/?#]*)(?:\?view=([^?#]{1,60}))?$/.exec(hash);
  const room = parseRoomId(named?.[1]);
  if (!room.ok) return { kind: 'unreadable', text: hash };
  const view = parseLinkView(named?.[2]);
  return { kind: 'room', link: { server, room: room.value, ...(view ? { view } : {}) } };
}

export function hashOf(link: RoomLink): string {
  return `#/r/${link.room}`;
}

/** A room that nobody has heard of, on a server. */
export function newRoom(server: string, random: Random): RoomLink {
  return { server, room: newRoomId(random) };
}

/** Reads a link that the desktop was started with. */
export function readStartLink(text: string): Address {
  const parsed = parseRoomLink(text);
  return parsed.ok ? { kind: 'room', link: parsed.value } : { kind: 'unreadable', text };
}
