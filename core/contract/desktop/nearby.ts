import { cutText } from '../../base/graphemes.ts';
import { parseRoomId, type RoomId } from '../../board/ids.ts';
import { LIMITS } from '../limits.ts';
import { visibleName } from '../person-name.ts';

/** What a host's app tells the network about the room that it shows. */
export interface RoomAdvert {
  readonly room: RoomId;
  /** What the room is called. */
  readonly name: string;
  /** What its host is called. */
  readonly host: string;
}

/** A room that another app on this network says to host. Nothing of it is proven: a person looks at it, and decides. */
export interface NearbyRoom extends RoomAdvert {
  /** `http://address:port`, the address being the one from which the word came. */
  readonly server: string;
}

/** Rooms that are listed, and those of one address: more are passed over. */
export const NEARBY_ROOMS = 32;
export const NEARBY_ROOMS_OF_ONE = 4;
/** Characters of a room's name. With the others it fits one DNS text of 255 bytes each. */
const ROOM_NAME_CHARS = 60;
/** UTF-16 units of a text that an app sends. */
const TEXT_MOST = 200;

/** Reads what was told; undefined for what is no advert. */
export function parseAdvert(raw: unknown): RoomAdvert | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { room: rawRoom, name, host } = raw as Record<string, unknown>;
  const room = parseRoomId(rawRoom);
  if (!room.ok || typeof name !== 'string' || typeof host !== 'string') return undefined;
  return { room: room.value, name: clean(name, ROOM_NAME_CHARS), host: clean(host, LIMITS.nameChars) };
}

/** One line without invisible characters. A text that is longer than honest apps send is not examined at all. */
function clean(text: string, most: number): string {
  return text.length > TEXT_MOST ? '' : cutText(visibleName(text), most);
}

export function isSameAdvert(a: RoomAdvert | undefined, b: RoomAdvert | undefined): boolean {
  return a?.room === b?.room && a?.name === b?.name && a?.host === b?.host;
}
