import { fail, ok, type Result } from '../../core/base/result.ts';
import { type RoomId, type RoomKey, roomIdOf } from '../../core/board/ids.ts';
import { type Grant, isAtLeast } from '../../core/contract/grants.ts';
import type { Links, SignedLink } from '../ports/links.ts';

/** What a client shows at the door of a room. */
export interface AccessWish {
  readonly room: RoomId;
  readonly access?: string | undefined;
  readonly roomKey?: RoomKey | undefined;
}

/** What a client is let in with. Hosts of the room may change it while it is here. */
export interface Admitted {
  readonly grant: Grant;
  /** A window of the app that runs this hub. */
  readonly isOwn: boolean;
  /** The signed link that it came by: when that ends, the client goes. */
  readonly link: SignedLink | undefined;
}

/** Decides what a client may do in a room. A refusal names the reason and lets nothing through. */
export type Authorize = (wish: AccessWish) => Result<Admitted> | Promise<Result<Admitted>>;

export interface AccessRules {
  /** Who shows it is a window of the app that runs this hub. */
  readonly hostKey?: string | undefined;
  /** Undefined: this hub reads no signed links. */
  readonly links?: Links | undefined;
  /** Rooms open to nobody without a signed link, apart from the hub's own app. */
  readonly requiresLinks?: boolean;
}

/** A token has three parts; keys of apps have no dots. */
const isToken = (access: string): boolean => access.includes('.');

/** [RGT-1] The hub's rule for all rooms. */
export function accessBy({ hostKey, links, requiresLinks = false }: AccessRules): Authorize {
  return ({ room, access, roomKey }) => {
    if (hostKey !== undefined && access === hostKey) return ok({ grant: 'host', isOwn: true, link: undefined });
    const isMaker = roomKey !== undefined && roomIdOf(roomKey) === room;
    if (access !== undefined && (isToken(access) || requiresLinks)) {
      if (links === undefined) return fail('link.foreign', 'no links here');
      return links.read(access, room).then((read) => (read.ok ? ok(byLink(read.value, isMaker)) : read));
    }
    if (requiresLinks) return fail('access.needed');
    return ok({ grant: isMaker ? 'host' : 'draw', isOwn: false, link: undefined });
  };
}

function byLink(link: SignedLink, isMaker: boolean): Admitted {
  return { grant: isMaker && !isAtLeast(link.grant, 'host') ? 'host' : link.grant, isOwn: false, link };
}

/** Who knows the room's name may draw. */
export const openAccess: Authorize = accessBy({});
