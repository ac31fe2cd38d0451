import { type ClientId, isClientId } from '../../board/ids.ts';
import { isSaidText, isSaidTo, type SaidTo } from '../said.ts';
import { isTraceId, type TraceId } from '../tracing/trace-context.ts';
import { type Grant, isGrant, LINK_LIFE_MS } from './grants.ts';
import { isRoomPass, type RoomPass } from './room-pass.ts';

/** Argument of the hub method `act` (SPEC.md, section RGT): what hosts decide about a room, and what any member may do. */
export type HostAct =
  | { readonly act: 'hand'; readonly up: boolean }
  /** [CHT-4] A private message. */
  | { readonly act: 'say'; readonly to: SaidTo; readonly text: string }
  /** [TRC-4] Asks for the trace of the room for a while, or no longer. */
  | { readonly act: 'trace'; readonly on: boolean }
  /** [TRC-3] The answer to the notice `traced`. `times` as `packTraceTimes` packs them. */
  | { readonly act: 'traced'; readonly trace: TraceId; readonly times: readonly unknown[] }
  /** Only hosts draw, and those to whom one gave the pen. */
  | { readonly act: 'lock'; readonly on: boolean }
  /** [RGT-11] Everybody without a link must show the room's password from now on. `null`: the room has none. */
  | { readonly act: 'pass'; readonly pass: RoomPass | null }
  /** `null`: what the room and the person's link say. */
  | { readonly act: 'give'; readonly who: ClientId; readonly grant: Grant | null }
  /** Sends the person away for a minute. */
  | { readonly act: 'kick'; readonly who: ClientId }
  /** `link`: all who came by the same link go too, and it opens the room no longer. */
  | { readonly act: 'ban'; readonly who: ClientId; readonly link: boolean }
  | { readonly act: 'unban'; readonly who: ClientId }
  /** [RGT-13] The host removes all that is on the board now. */
  | { readonly act: 'clear' }
  /** Sends all members away except hosts. */
  | { readonly act: 'end' }
  /** [RGT-14] `once`: for the first client that uses it. */
  | { readonly act: 'link'; readonly grant: Grant; readonly lifeMs: number; readonly once?: boolean };

/** Answer of `act` to `link`; all other acts are answered with an empty map. */
export interface MadeLink {
  readonly token: string;
  /** Milliseconds since 1970 of the hub's clock. */
  readonly until: number;
  readonly once: boolean;
}

/** What hosts see of a room's decisions: argument of the notice `rights`. */
export interface RightsView {
  readonly locked: boolean;
  /** The room has a password. */
  readonly password: boolean;
  /** Those whose grant a host chose. */
  readonly given: readonly (readonly [ClientId, Grant])[];
  /** Those who ask for the pen, the first one first. */
  readonly hands: readonly ClientId[];
  readonly banned: readonly ClientId[];
}

/** Entries of each list that hosts are told: more fit on no screen. */
export const RIGHTS_SHOWN = 200;

export function parseHostAct(raw: unknown): HostAct | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const {
    act,
    up,
    on,
    who,
    grant,
    link,
    lifeMs,
    once = false,
    pass,
    to,
    text,
    trace,
    times,
  } = raw as Readonly<Record<string, unknown>>;
  switch (act) {
    case 'hand':
      return typeof up === 'boolean' ? { act, up } : undefined;
    case 'say':
      return isSaidTo(to) && isSaidText(text) ? { act, to, text } : undefined;
    case 'traced':
      return isTraceId(trace) && Array.isArray(times) ? { act, trace, times } : undefined;
    case 'lock':
    case 'trace':
      return typeof on === 'boolean' ? { act, on } : undefined;
    case 'pass':
      return pass === null || isRoomPass(pass) ? { act, pass } : undefined;
    case 'clear':
    case 'end':
      return { act };
    case 'link': {
      const isLife = typeof lifeMs === 'number' && lifeMs >= LINK_LIFE_MS.shortest && lifeMs <= LINK_LIFE_MS.longest;
      return isGrant(grant) && isLife && typeof once === 'boolean' ? { act, grant, lifeMs, once } : undefined;
    }
    default:
      break;
  }
  if (!isClientId(who)) return undefined;
  switch (act) {
    case 'give':
      return grant === null || isGrant(grant) ? { act, who, grant } : undefined;
    case 'ban':
      return typeof link === 'boolean' ? { act, who, link } : undefined;
    case 'kick':
    case 'unban':
      return { act, who };
    default:
      return undefined;
  }
}

export function parseMadeLink(raw: unknown): MadeLink | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { token, until, once } = raw as Readonly<Record<string, unknown>>;
  return typeof token === 'string' && typeof until === 'number' ? { token, until, once: once === true } : undefined;
}

/** Reads the notice `rights`. A hub is a stranger too. */
export function parseRightsView(raw: Readonly<Record<string, unknown>>): RightsView | undefined {
  const { locked, password, given, hands, banned } = raw;
  if (typeof locked !== 'boolean' || !isClientIds(hands) || !isClientIds(banned) || !Array.isArray(given)) return undefined;
  const isPair = (pair: unknown): pair is readonly [ClientId, Grant] =>
    Array.isArray(pair) && isClientId(pair[0]) && isGrant(pair[1]);
  // Hubs from before passwords leave it out.
  return given.length <= RIGHTS_SHOWN && given.every(isPair)
    ? { locked, password: password === true, given, hands, banned }
    : undefined;
}

function isClientIds(raw: unknown): raw is readonly ClientId[] {
  return Array.isArray(raw) && raw.length <= RIGHTS_SHOWN && raw.every(isClientId);
}
