import { type Area, roundArea } from '../../base/area.ts';
import { fail, ok, type Refusal, type Result } from '../../base/result.ts';
import { parseRoomId, type RoomId } from '../../board/ids.ts';
import { HOST_PATTERN, isServerAddress, PATH_PATTERN, SERVER_PATTERN } from '../server-address.ts';
import { type Grant, mayBeToken } from './grants.ts';

/** The address of a room: its hub's address, its name, the token of a signed link, and what it shows. */
export interface RoomLink {
  /** `http://host:port` or `https://host`, with the path under which a proxy serves the hub, without a slash at the end. */
  readonly server: string;
  readonly room: RoomId;
  /** Token of a signed link [RGT-3]. */
  readonly access?: string;
  /** The part of the board that the link shows; absent: what a person saw there last. */
  readonly view?: LinkView;
}

/** World pixels, whole numbers. */
export type LinkView = Area;

const WEB = new RegExp(`^(${SERVER_PATTERN})/?#(/r/.*)$`);
const DEEP = new RegExp(`^inkroom://((${HOST_PATTERN})${PATH_PATTERN})/r/([^/?#]*)(?:\\?([^?#]*))?$`);
const PATH = /^\/r\/([^/?#]*)(?:\?([^?#]*))?$/;
/** What may follow the room's name: the token, and the view. A link for the app also says whether the server uses TLS. */
const WEB_PARTS: ReadonlySet<string> = new Set(['k', 'view']);
const DEEP_PARTS: ReadonlySet<string> = new Set(['s', 'k', 'view']);

/** What stands behind the `#` of a web link, without the `#`. */
export function formatRoomPath({ room, access, view }: Pick<RoomLink, 'room' | 'access' | 'view'>): string {
  const parts = partsOf(access, view);
  return parts.length === 0 ? `/r/${room}` : `/r/${room}?${parts.join('&')}`;
}

/** Reads what stands behind the `#` of a web link. */
export function parseRoomPath(server: string, path: string): Result<RoomLink, Refusal> {
  const [, room, query] = PATH.exec(path) ?? [];
  const parts = readParts(query, WEB_PARTS);
  return room === undefined || parts === undefined ? noLink() : located(server, room, parts);
}

/** The link that a browser opens. Room and token are in the fragment, so they never reach a proxy's log. */
export function formatRoomLink(link: RoomLink): string {
  return `${link.server}/#${formatRoomPath(link)}`;
}

/** The same address as a link that the desktop app opens. It says whether the server uses TLS. */
export function formatDeepLink({ server, room, access, view }: RoomLink): string {
  const secure = server.startsWith('https://') ? 's=1' : 's=0';
  return `inkroom://${server.replace(/^https?:\/\//, '')}/r/${room}?${[secure, ...partsOf(access, view)].join('&')}`;
}

function partsOf(access: string | undefined, view: LinkView | undefined): string[] {
  return [
    ...(access === undefined ? [] : [`k=${access}`]),
    ...(view === undefined ? [] : [`view=${view.x},${view.y},${view.width},${view.height}`]),
  ];
}

/** Undefined when a part is unknown, has no `=`, or stands there twice. */
function readParts(query: string | undefined, known: ReadonlySet<string>): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  for (const part of query === undefined ? [] : query.split('&')) {
    const [name = '', ...value] = part.split('=');
    if (value.length === 0 || !known.has(name) || parts.has(name)) return undefined;
    parts.set(name, value.join('='));
  }
  return parts;
}

/** Reads `x,y,width,height`. What is no view is as if it were not there: the room is what the link is about. */
export function parseLinkView(raw: string | undefined): LinkView | undefined {
  if (raw === undefined || !/^-?\d{1,7},-?\d{1,7},\d{1,7},\d{1,7}$/.test(raw)) return undefined;
  const [x = 0, y = 0, width = 0, height = 0] = raw.split(',').map(Number);
  if (Math.abs(x) > VIEW_MOST || Math.abs(y) > VIEW_MOST || width < 1 || height < 1) return undefined;
  return { x, y, width: Math.min(width, VIEW_MOST), height: Math.min(height, VIEW_MOST) };
}

/** The link with what a window shows. */
export function linkToView(link: RoomLink, seen: { minX: number; minY: number; maxX: number; maxY: number }): RoomLink {
  const { minX, minY, maxX, maxY } = seen;
  return { ...link, view: roundArea({ x: minX, y: minY, width: maxX - minX, height: maxY - minY }, VIEW_MOST) };
}

/** World pixels: the board ends there. */
const VIEW_MOST = 1_000_000;

/** What a person hands on when it shares a room: its own link, but no host makes others hosts by that. */
export function linkToShare(link: RoomLink, grant: Grant): RoomLink {
  return grant === 'host' ? { server: link.server, room: link.room } : link;
}

/** The link without the part of the board that it shows. */
export function withoutView({ view: _view, ...place }: RoomLink): RoomLink {
  return place;
}

/** The same place by the same right, whatever part of it is shown. */
export function isSamePlace(a: RoomLink, b: RoomLink): boolean {
  return a.server === b.server && a.room === b.room && a.access === b.access;
}

/** Reads either form. Surrounding blanks are allowed, because people paste links. */
export function parseRoomLink(raw: unknown): Result<RoomLink, Refusal> {
  if (typeof raw !== 'string') return fail('room_id.not_text');
  const text = raw.trim();
  const web = WEB.exec(text);
  if (web) return parseRoomPath(web[1] ?? '', web[2] ?? '');
  const [, address = '', host = '', room, query] = DEEP.exec(text) ?? [];
  const parts = readParts(query, DEEP_PARTS);
  const secure = parts?.get('s');
  if (room === undefined || parts === undefined || !(secure === undefined || secure === '0' || secure === '1')) return noLink();
  const isSecure = secure === undefined ? !isNearby(host.replace(/:\d+$/, '')) : secure === '1';
  return located(`${isSecure ? 'https' : 'http'}://${address}`, room, parts);
}

/** This machine, or a name or an address of a local network: hubs there rarely have a certificate. */
const NEARBY =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)[\d.]+$|^[^.:]+$|\.(local|localhost|lan|internal)$|^\[(::1|f[cd]|fe[89ab])/i;

function isNearby(host: string): boolean {
  return NEARBY.test(host);
}

/** A whole link without its `http://`, as people read it out and as some browsers copy it. */
const BARE = new RegExp(`^(${HOST_PATTERN})${PATH_PATTERN}/?#/r/`);

/** What a person types to join: a whole link, `inkroom://…`, or the name of a room on the current server. */
export function parseJoinText(raw: string, server: string): Result<RoomLink, Refusal> {
  const text = raw.trim();
  if (text.includes('://')) return parseRoomLink(text);
  const [, host] = BARE.exec(text) ?? [];
  if (host !== undefined) return parseRoomLink(`${isNearby(host.replace(/:\d+$/, '')) ? 'http' : 'https'}://${text}`);
  return located(server, text, new Map());
}

function located(server: string, name: string, parts: ReadonlyMap<string, string>): Result<RoomLink, Refusal> {
  if (!isServerAddress(server)) return fail('room_id.bad_character', 'not the address of a server');
  const room = parseRoomId(name);
  if (!room.ok) return room;
  const access = parts.get('k');
  const view = parseLinkView(parts.get('view'));
  if (access !== undefined && !mayBeToken(access)) return fail('link.malformed');
  return ok({ server, room: room.value, ...(access === undefined ? {} : { access }), ...(view ? { view } : {}) });
}

function noLink(): Result<RoomLink, Refusal> {
  return fail('room_id.bad_character', 'not a room link');
}
