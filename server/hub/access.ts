import { fail, ok, type Result } from '../../core/base/result.ts';
import { type RoomId, type RoomKey, roomIdOf } from '../../core/board/ids.ts';
import type { Grant } from '../../core/contract/access/grants.ts';
import { type PassHash, passHashOf, type RoomPass } from '../../core/contract/access/room-pass.ts';
import type { Links, SignedLink } from '../ports/links.ts';

/** What a client presents to enter a room. */
export interface AccessWish {
  readonly room: RoomId;
  readonly access?: string | undefined;
  readonly roomKey?: RoomKey | undefined;
  readonly pass?: RoomPass | undefined;
}

/** What a client is let in with. Hosts of the room may change it while it is here. */
export interface Admitted {
  readonly grant: Grant;
  /** A window of the app that runs this hub. */
  readonly isOwn: boolean;
  /** The signed link that it came by: when that ends, the client goes. */
  readonly link: SignedLink | undefined;
  /** What it shows for the room's password. */
  readonly passHash: PassHash | undefined;
}

/** Decides what a client may do in a room. A refusal names the reason and lets nothing through. */
export type Authorize = (wish: AccessWish) => Result<Admitted> | Promise<Result<Admitted>>;

export interface AccessRules {
  /** A client that presents it is a window of the app that runs this hub. */
  readonly hostKey?: string | undefined;
  /** Undefined: this hub reads no signed links. */
  readonly links?: Links | undefined;
  /** True when a client needs a signed link to enter a room. The hub's own app needs none. */
  readonly requiresLinks?: boolean;
  /** [RGT-12] A person gets a link by signing in. */
  readonly hasSignIn?: boolean;
}

/** A token has three parts; keys of apps have no dots. */
const isToken = (access: string): boolean => access.includes('.');

/** [RGT-1] The hub's rule for all rooms. */
export function accessBy({ hostKey, links, requiresLinks = false, hasSignIn = false }: AccessRules): Authorize {
  return ({ room, access, roomKey, pass }) => {
    const passHash = pass && passHashOf(pass);
    if (hostKey !== undefined && access === hostKey) return ok({ grant: 'host', isOwn: true, link: undefined, passHash });
    const isMaker = roomKey !== undefined && roomIdOf(roomKey) === room;
    if (access !== undefined && (isToken(access) || requiresLinks)) {
      if (links === undefined) return fail('link.foreign', 'no links here');
      return links.read(access, room).then((read) => {
        if (!read.ok) return read;
        return ok({ grant: isMaker ? 'host' : read.value.grant, isOwn: false, link: read.value, passHash });
      });
    }
    if (requiresLinks) return fail(hasSignIn ? 'access.sign_in' : 'access.needed');
    return ok({ grant: isMaker ? 'host' : 'draw', isOwn: false, link: undefined, passHash });
  };
}
