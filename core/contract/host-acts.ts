import { type ClientId, isClientId } from '../board/ids.ts';
import { type Grant, isGrant, LINK_LIFE_MS } from './grants.ts';

/** Argument of the hub method `act` (SPEC.md, section RGT): what hosts decide about a room, and a hand that any member raises. */
export type HostAct =
  | { readonly act: 'hand'; readonly up: boolean }
  /** Only hosts draw, and those to whom one gave the pen. */
  | { readonly act: 'lock'; readonly on: boolean }
  /** `null`: what the room and the person's link say. */
  | { readonly act: 'give'; readonly who: ClientId; readonly grant: Grant | null }
  /** Sends the person away for a minute. */
  | { readonly act: 'kick'; readonly who: ClientId }
  /** `link`: everybody who came by the same link goes too, and it opens the room no longer. */
  | { readonly act: 'ban'; readonly who: ClientId; readonly link: boolean }
  | { readonly act: 'unban'; readonly who: ClientId }
  /** Sends everybody away but hosts. */
  | { readonly act: 'end' }
  | { readonly act: 'link'; readonly grant: Grant; readonly lifeMs: number };

/** Answer of `act` to `link`; all other acts are answered with an empty map. */
export interface MadeLink {
  readonly token: string;
  /** Milliseconds since 1970 of the hub's clock. */
  readonly until: number;
}

/** What hosts see of a room's decisions: argument of the notice `rights`. */
export interface RightsView {
  readonly locked: boolean;
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
  const { act, up, on, who, grant, link, lifeMs } = raw as Readonly<Record<string, unknown>>;
  switch (act) {
    case 'hand':
      return typeof up === 'boolean' ? { act, up } : undefined;
    case 'lock':
      return typeof on === 'boolean' ? { act, on } : undefined;
    case 'end':
      return { act };
    case 'link': {
      const isLife = typeof lifeMs === 'number' && lifeMs >= LINK_LIFE_MS.shortest && lifeMs <= LINK_LIFE_MS.longest;
      return isGrant(grant) && isLife ? { act, grant, lifeMs } : undefined;
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
  const { token, until } = raw as Readonly<Record<string, unknown>>;
  return typeof token === 'string' && typeof until === 'number' ? { token, until } : undefined;
}

/** Reads the notice `rights`. A hub is a stranger too. */
export function parseRightsView(raw: Readonly<Record<string, unknown>>): RightsView | undefined {
  const { locked, given, hands, banned } = raw;
  if (typeof locked !== 'boolean' || !isClientIds(hands) || !isClientIds(banned) || !Array.isArray(given)) return undefined;
  const isPair = (pair: unknown): pair is readonly [ClientId, Grant] =>
    Array.isArray(pair) && isClientId(pair[0]) && isGrant(pair[1]);
  return given.length <= RIGHTS_SHOWN && given.every(isPair) ? { locked, given, hands, banned } : undefined;
}

function isClientIds(raw: unknown): raw is readonly ClientId[] {
  return Array.isArray(raw) && raw.length <= RIGHTS_SHOWN && raw.every(isClientId);
}
