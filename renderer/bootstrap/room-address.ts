import type { Random } from '../../core/base/host.ts';
import { newRoomId, parseRoomId } from '../../core/board/ids.ts';
import { parseLinkView, parseRoomLink, type RoomLink } from '../../core/contract/room-link.ts';

/** The room in the page's address. */
export type Address =
  | { readonly kind: 'room'; readonly link: RoomLink }
  /** No room was requested: opens a new room. */
  | { readonly kind: 'none' }
  /** The request is not a room: reports that, instead of silently opening another room. */
  | { readonly kind: 'unreadable'; readonly text: string };

/** Parses `#/r/<room>` of a page from `server` (its origin). */
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

/** A new room with a random name on a server. */
export function newRoom(server: string, random: Random): RoomLink {
  return { server, room: newRoomId(random) };
}

/** Parses a link with which the desktop app was started. */
export function readStartLink(text: string): Address {
  const parsed = parseRoomLink(text);
  return parsed.ok ? { kind: 'room', link: parsed.value } : { kind: 'unreadable', text };
}
