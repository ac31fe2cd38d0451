import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { parseRoomId, type RoomId } from '../board/ids.ts';

/** Where a room is: the hub's address and the room's name. */
export interface RoomLink {
  /** `http://host:port` or `https://host`, without a path or a trailing slash. */
  readonly server: string;
  readonly room: RoomId;
}

const WEB = /^(https?):\/\/([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?\/?#\/r\/([^/?#]*)$/;
const DEEP = /^inkroom:\/\/([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?\/r\/([^/?#]*)(\?s=([01]))?$/;

/** The link that a browser opens. The room is in the fragment, so it never reaches a proxy's log. */
export function formatRoomLink(link: RoomLink): string {
  return `${link.server}/#/r/${link.room}`;
}

/** The same place as a link that the desktop app opens. */
export function formatDeepLink(link: RoomLink): string {
  const secure = link.server.startsWith('https://');
  return `inkroom://${link.server.replace(/^https?:\/\//, '')}/r/${link.room}${secure ? '?s=1' : ''}`;
}

/** Reads either form, with blanks around it allowed (it is pasted). */
export function parseRoomLink(raw: unknown): Result<RoomLink, Refusal> {
  if (typeof raw !== 'string') return fail('room_id.not_text');
  const text = raw.trim();
  const web = WEB.exec(text);
  if (web) return located(`${web[1]}://${web[2]}${web[3] ?? ''}`, web[4]);
  const deep = DEEP.exec(text);
  if (deep) return located(`${deep[5] === '1' ? 'https' : 'http'}://${deep[1]}${deep[2] ?? ''}`, deep[3]);
  return fail('room_id.bad_character', 'not a room link');
}

/** What a person types to join: a whole link, `inkroom://…`, or a room's name on the server in use. */
export function parseJoinText(raw: string, server: string): Result<RoomLink, Refusal> {
  const text = raw.trim();
  if (text.includes('://')) return parseRoomLink(text);
  return located(server, text);
}

function located(server: string, room: string | undefined): Result<RoomLink, Refusal> {
  const parsed = parseRoomId(room);
  return parsed.ok ? ok({ server, room: parsed.value }) : parsed;
}
