import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { parseRoomId, type RoomId } from '../board/ids.ts';
import { type Grant, mayBeToken } from './grants.ts';
import { HOST_PATTERN, isServerAddress, PATH_PATTERN, SERVER_PATTERN } from './server-address.ts';

/** The address of a room: its hub's address, its name, and the token of a signed link. */
export interface RoomLink {
  /** `http://host:port` or `https://host`, with the path under which a proxy serves the hub, without a slash at the end. */
  readonly server: string;
  readonly room: RoomId;
  /** Token of a signed link [RGT-3]. */
  readonly access?: string;
}

const WEB = new RegExp(`^(${SERVER_PATTERN})/?#(/r/.*)$`);
const DEEP = new RegExp(`^inkroom://((${HOST_PATTERN})${PATH_PATTERN})/r/([^/?#]*)(?:\\?s=([01])(?:&k=([^&]*))?)?$`);
const ROOM = /^\/r\/([^/?#]*)(?:\?k=([^?&#]*))?$/;

/** What stands behind the `#` of a web link, without the `#`. */
export function formatRoomPath({ room, access }: Pick<RoomLink, 'room' | 'access'>): string {
  return access === undefined ? `/r/${room}` : `/r/${room}?k=${access}`;
}

/** Reads what stands behind the `#` of a web link. */
export function parseRoomPath(server: string, path: string): Result<RoomLink, Refusal> {
  const parts = ROOM.exec(path);
  return parts ? located(server, parts[1], parts[2]) : fail('room_id.bad_character', 'not a room link');
}

/** The link that a browser opens. Room and token are in the fragment, so they never reach a proxy's log. */
export function formatRoomLink(link: RoomLink): string {
  return `${link.server}/#${formatRoomPath(link)}`;
}

/** The same address as a link that the desktop app opens. It says whether the server uses TLS. */
export function formatDeepLink(link: RoomLink): string {
  const secure = link.server.startsWith('https://');
  return `inkroom://${link.server.replace(/^https?:\/\//, '')}/r/${link.room}?s=${secure ? '1' : '0'}${link.access === undefined ? '' : `&k=${link.access}`}`;
}

/** What a person hands on when it shares a room: its own link, but no host makes others hosts by that. */
export function linkToShare(link: RoomLink, grant: Grant): RoomLink {
  return grant === 'host' ? { server: link.server, room: link.room } : link;
}

/** Reads either form. Surrounding blanks are allowed, because people paste links. */
export function parseRoomLink(raw: unknown): Result<RoomLink, Refusal> {
  if (typeof raw !== 'string') return fail('room_id.not_text');
  const text = raw.trim();
  const web = WEB.exec(text);
  if (web) return parseRoomPath(web[1] ?? '', web[2] ?? '');
  const deep = DEEP.exec(text);
  if (deep) {
    const [, address = '', host = '', room, secure, access] = deep;
    const isSecure = secure === undefined ? !isNearby(host.replace(/:\d+$/, '')) : secure === '1';
    return located(`${isSecure ? 'https' : 'http'}://${address}`, room, access);
  }
  return fail('room_id.bad_character', 'not a room link');
}

/** This machine, or a name or an address of a local network: hubs there rarely have a certificate. */
const NEARBY =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)[\d.]+$|^[^.:]+$|\.(local|localhost|lan|internal)$|^\[(::1|f[cd]|fe[89ab])/i;

function isNearby(host: string): boolean {
  return NEARBY.test(host);
}

/** What a person types to join: a whole link, `inkroom://…`, or the name of a room on the current server. */
export function parseJoinText(raw: string, server: string): Result<RoomLink, Refusal> {
  const text = raw.trim();
  if (text.includes('://')) return parseRoomLink(text);
  return located(server, text);
}

function located(server: string, room: string | undefined, access?: string): Result<RoomLink, Refusal> {
  if (!isServerAddress(server)) return fail('room_id.bad_character', 'not the address of a server');
  const parsed = parseRoomId(room);
  if (!parsed.ok) return parsed;
  if (access === undefined) return ok({ server, room: parsed.value });
  return mayBeToken(access) ? ok({ server, room: parsed.value, access }) : fail('link.malformed');
}
