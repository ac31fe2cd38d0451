import type { IncomingMessage } from 'node:http';
import {
  isSharedKeyToken,
  type SigningKey,
  sharedKey,
  type VerifiedToken,
  verifyAccessToken,
} from '@inkroom/azure-signalr/auth/access-token';
import { Secret } from '@inkroom/azure-signalr/secret';
import type { Random } from '@inkroom/signalr/host';
import { bearerToken } from '@inkroom/signalr/http/authentication';

/**
 * How tokens of Entra ID are met: not at all; every token that no shared key has signed is one with the role; or it is one without the
 * role. Nobody asks Entra ID.
 */
export type EntraManner = 'off' | 'accepted' | 'unauthorised';

export interface TokenGateOptions {
  /** Primary and secondary: either opens. */
  readonly accessKeys: readonly Secret[];
  /** Names under which the emulator is known; an audience must have one of them. `any`: it may have any. */
  readonly hosts: readonly string[] | 'any';
  readonly entra: EntraManner;
  readonly random: Random;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface TokenGate {
  /** The temporary key, for who comes with a token of Entra ID (reference 3.6); undefined: it may not have it. */
  lend(token: string | undefined): SigningKey | undefined;
  /** `hub` as it is in the address, lower case. */
  check(request: IncomingMessage, url: URL, of: 'server' | 'client', hub: string): Promise<VerifiedToken>;
  /** For the address that is asked, whatever its query. */
  checkRest(request: IncomingMessage, url: URL): Promise<VerifiedToken>;
}

/** Lets in who has a token that was signed with a key of the service, for what is asked (reference 3). */
export function tokenGate({ accessKeys, hosts, entra, random, now }: TokenGateOptions): TokenGate {
  const lent: SigningKey = {
    kid: Buffer.from(random.bytes(8)).toString('hex'),
    key: new Secret(Buffer.from(random.bytes(32)).toString('base64')),
  };
  const keys: readonly SigningKey[] = [...accessKeys.map(sharedKey), ...(entra === 'accepted' ? [lent] : [])];
  const isEntra = (token: string): boolean => entra === 'accepted' && !isSharedKeyToken(token);

  async function verify(
    request: IncomingMessage,
    url: URL,
    who: 'clients' | 'servers',
    isFor: (audience: URL) => boolean,
  ): Promise<VerifiedToken> {
    const token = bearerToken(request.headers, url.searchParams);
    if (token === undefined) return { ok: false, problem: 'malformed' };
    if (who === 'servers' && isEntra(token)) return { ok: true, claims: [] };
    const isAudience = (text: string): boolean => {
      if (!URL.canParse(text)) return false;
      const audience = new URL(text);
      return (hosts === 'any' || hosts.includes(audience.hostname)) && isFor(audience);
    };
    return verifyAccessToken(token, { keys, isAudience, now: now() });
  }

  return {
    lend: (token) => (token !== undefined && isEntra(token) ? lent : undefined),
    check: (request, url, of, hub) =>
      verify(
        request,
        url,
        of === 'client' ? 'clients' : 'servers',
        ({ pathname, searchParams }) =>
          pathname.replace(/\/$/, '') === `/${of}` && searchParams.get('hub')?.toLowerCase() === hub,
      ),
    checkRest: (request, url) =>
      verify(request, url, 'servers', ({ pathname }) => pathname.toLowerCase() === url.pathname.toLowerCase()),
  };
}
