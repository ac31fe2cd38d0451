import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { isGrant, LINK_TOKEN_CHARS } from '../../../core/contract/access/grants.ts';
import { isLinkId } from '../../../core/room/room-rights.ts';
import type { LinkWish, SignedLink } from '../../ports/links.ts';
import type { LinkKey } from './link-keys.ts';

/** A signed link's token is a JWT of this type: a token that the same key signed for another use is none. */
const TYPE = 'inkroom-link+jwt';
const AUDIENCE = 'inkroom';

export interface TokenMaking {
  readonly key: LinkKey;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function signLink({ room, grant, until, who, once }: LinkWish, { key, id, now }: TokenMaking): Promise<string> {
  if (key.signs === undefined) throw new Error('the key only verifies');
  const token = new SignJWT({ room, grant, ...(once === true ? { once } : {}) });
  if (who !== undefined) token.setSubject(who);
  return token
    .setProtectedHeader({ alg: key.algorithm, typ: TYPE, kid: key.id })
    .setAudience(AUDIENCE)
    .setJti(id)
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(Math.floor(until / 1_000))
    .sign(key.signs);
}

/** [RGT-3] What a token says, if one of these keys signed it for this room and it has not expired. `now`: milliseconds since 1970. */
export async function readLinkToken(
  token: string,
  room: RoomId,
  keyOf: (id: string) => LinkKey | undefined,
  now: number,
): Promise<Result<SignedLink>> {
  if (token.length > LINK_TOKEN_CHARS) return fail('link.malformed', 'too long');
  try {
    const { kid = '', typ } = decodeProtectedHeader(token);
    if (typ !== TYPE) return fail('link.malformed', 'type');
    const key = keyOf(kid);
    if (key === undefined) return fail('link.foreign', 'no such key');
    const { payload } = await jwtVerify(token, key.verifies, {
      algorithms: [key.algorithm],
      audience: AUDIENCE,
      typ: TYPE,
      requiredClaims: ['exp', 'jti'],
      currentDate: new Date(now),
    });
    const { jti, exp, grant, room: named, sub: who, once } = payload;
    if (!isLinkId(jti) || exp === undefined) return fail('link.malformed', 'claims');
    if (!isGrant(grant)) return fail('link.malformed', 'grant');
    if (named !== room) return fail('link.other_room');
    const more = { ...(who === undefined ? {} : { who }), ...(once === true ? { once: true as const } : {}) };
    return ok({ id: jti, key: key.id, grant, until: exp * 1_000, ...more });
  } catch (error) {
    if (error instanceof errors.JWTExpired) return fail(error.payload.sub === undefined ? 'link.expired' : 'access.sign_in');
    return fail('link.malformed', error instanceof errors.JOSEError ? error.code : 'unreadable');
  }
}
