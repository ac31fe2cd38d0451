import type { Random } from '../../core/base/host.ts';
import { newRoomKey, type RoomKey, roomIdOf } from '../../core/board/ids.ts';
import { formatRoomLink, formatRoomPath, parseRoomLink, parseRoomPath, type RoomLink } from '../../core/contract/room-link.ts';

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
  const link = parseRoomPath(server, hash.slice(1));
  return link.ok ? { kind: 'room', link: link.value } : { kind: 'unreadable', text: hash };
}

export function hashOf(link: RoomLink): string {
  return `#${formatRoomPath(link)}`;
}

/** A room that nobody has heard of, on a server, and the key that proves who made it [RGT-2]. */
export function newRoom(server: string, random: Random): { readonly link: RoomLink; readonly key: RoomKey } {
  const key = newRoomKey(random);
  return { link: { server, room: roomIdOf(key) }, key };
}

/** Reads a link that the desktop was started with. */
export function readStartLink(text: string): Address {
  const parsed = parseRoomLink(text);
  return parsed.ok ? { kind: 'room', link: parsed.value } : { kind: 'unreadable', text };
}

export function isSameLink(a: RoomLink, b: RoomLink): boolean {
  return formatRoomLink(a) === formatRoomLink(b);
}
