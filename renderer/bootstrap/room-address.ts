import type { Random } from '../../core/base/host.ts';
import { newRoomKey, type RoomKey, roomIdOf } from '../../core/board/ids.ts';
import {
  formatRoomPath,
  parseRoomLink,
  parseRoomPath,
  type RoomLink,
  withoutView,
} from '../../core/contract/access/room-link.ts';
import { isPersonalToken } from '../session/joining/personal-token.ts';

/** The room in the page's address. */
export type Address =
  | { readonly kind: 'room'; readonly link: RoomLink }
  /** No room was requested: opens a new room. */
  | { readonly kind: 'none' }
  /** The request is not a room: reports that, instead of silently opening another room. */
  | { readonly kind: 'unreadable'; readonly text: string };

/** Parses what is behind the address of a page from `server`: `#/r/<room>`, with a token and a view. */
export function readHash(hash: string, server: string): Address {
  if (hash === '' || hash === '#' || hash === '#/') return { kind: 'none' };
  const link = parseRoomPath(server, hash.slice(1));
  return link.ok ? { kind: 'room', link: link.value } : { kind: 'unreadable', text: hash };
}

/** Without the view: a reload shows what the person saw last. Without a token that is for this person alone [RGT-12]. */
export function hashOf(link: RoomLink): string {
  const { room, access } = withoutView(link);
  return `#${formatRoomPath(access === undefined || isPersonalToken(access) ? { room } : { room, access })}`;
}

/** A new room with a random name on a server, and the key that proves who made it [RGT-2]. */
export function newRoom(server: string, random: Random): { readonly link: RoomLink; readonly key: RoomKey } {
  const key = newRoomKey(random);
  return { link: { server, room: roomIdOf(key) }, key };
}

/** Parses a link with which the desktop app was started. */
export function readStartLink(text: string): Address {
  const parsed = parseRoomLink(text);
  return parsed.ok ? { kind: 'room', link: parsed.value } : { kind: 'unreadable', text };
}
