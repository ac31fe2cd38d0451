import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { parseRoomId, type RoomId } from '../board/ids.ts';
import { HOST_PATTERN, isServerAddress, PATH_PATTERN, SERVER_PATTERN } from './server-address.ts';

/** The address of a room: its hub's address and its name. */
export interface RoomLink {
  /** `http://host:port` or `https://host`, with the path under which a proxy serves the hub, without a slash at the end. */
  readonly server: string;
  readonly room: RoomId;
  /** The part of the board that the link shows; absent: what a person saw there last. */
  readonly view?: LinkView;
}

/** World pixels, whole numbers. */
export interface LinkView {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WEB = new RegExp(`^(${SERVER_PATTERN})/?#/r/([^/?#]*)(?:\\?view=([^?#]{1,60}))?$`);
const DEEP = new RegExp(`^inkroom://((${HOST_PATTERN})${PATH_PATTERN})/r/([^/?#]*)(?:\\?s=([01]))?(?:[?&]view=([^?&#]{1,60}))?$`);

/** The link that a browser opens. The room is in the fragment, so it never reaches a proxy's log. */
export function formatRoomLink(link: RoomLink): string {
  return `${link.server}/#/r/${link.room}${viewPart(link, '?')}`;
}

/** The same address as a link that the desktop app opens. It says whether the server uses TLS. */
export function formatDeepLink(link: RoomLink): string {
  const secure = link.server.startsWith('https://');
  return `inkroom://${link.server.replace(/^https?:\/\//, '')}/r/${link.room}?s=${secure ? '1' : '0'}${viewPart(link, '&')}`;
}

/** `?view=x,y,width,height` */
function viewPart({ view }: RoomLink, sign: '?' | '&'): string {
  return view ? `${sign}view=${view.x},${view.y},${view.width},${view.height}` : '';
}

/** Reads `x,y,width,height`. What is no view is as if it were not there: the room is what the link is about. */
export function parseLinkView(raw: string | undefined): LinkView | undefined {
  if (raw === undefined || !/^-?\d{1,7},-?\d{1,7},\d{1,7},\d{1,7}$/.test(raw)) return undefined;
  const [x = 0, y = 0, width = 0, height = 0] = raw.split(',').map(Number);
  if (Math.abs(x) > VIEW_MOST || Math.abs(y) > VIEW_MOST || width < 1 || height < 1) return undefined;
  return { x, y, width: Math.min(width, VIEW_MOST), height: Math.min(height, VIEW_MOST) };
}

/** The link with what a window shows. */
export function linkToView(
  { server, room }: RoomLink,
  seen: { minX: number; minY: number; maxX: number; maxY: number },
): RoomLink {
  const clamp = (value: number): number => Math.round(Math.max(-VIEW_MOST, Math.min(VIEW_MOST, value)));
  const extent = (value: number): number => Math.max(1, clamp(value));
  const { minX, minY, maxX, maxY } = seen;
  return { server, room, view: { x: clamp(minX), y: clamp(minY), width: extent(maxX - minX), height: extent(maxY - minY) } };
}

/** World pixels: the board ends there. */
const VIEW_MOST = 1_000_000;

/** The same place, whatever part of it is shown. */
export function isSamePlace(a: RoomLink, b: RoomLink): boolean {
  return a.server === b.server && a.room === b.room;
}

/** Reads either form. Surrounding blanks are allowed, because people paste links. */
export function parseRoomLink(raw: unknown): Result<RoomLink, Refusal> {
  if (typeof raw !== 'string') return fail('room_id.not_text');
  const text = raw.trim();
  const web = WEB.exec(text);
  if (web) return located(web[1] ?? '', web[2], parseLinkView(web[3]));
  const deep = DEEP.exec(text);
  if (deep) {
    const [, address = '', host = '', room, secure, view] = deep;
    const isSecure = secure === undefined ? !isNearby(host.replace(/:\d+$/, '')) : secure === '1';
    return located(`${isSecure ? 'https' : 'http'}://${address}`, room, parseLinkView(view));
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

function located(server: string, room: string | undefined, view?: LinkView): Result<RoomLink, Refusal> {
  if (!isServerAddress(server)) return fail('room_id.bad_character', 'not the address of a server');
  const parsed = parseRoomId(room);
  return parsed.ok ? ok({ server, room: parsed.value, ...(view ? { view } : {}) }) : parsed;
}
