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

export interface TokenGateOptions {
  /** Primary and secondary: each is valid. Read at every check, because keys are changed while the service runs. */
  accessKeys(): readonly Secret[];
  /** Names of the emulator; an audience must contain one of them. `any`: any audience. */
  readonly hosts: readonly string[] | 'any';
  /**
   * A token that no shared key has signed counts as one of Entra ID, for an identity with the role. Otherwise as for one without it.
   * Entra ID itself is never asked.
   */
  readonly acceptsEntra: boolean;
  readonly random: Random;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface TokenGate {
  /** The temporary key for a token of Entra ID (reference 3.6). Undefined: refused. */
  lend(token: string | undefined): SigningKey | undefined;
  /** `hub` as in the address, lower case. */
  check(request: IncomingMessage, url: URL, of: 'server' | 'client', hub: string): Promise<VerifiedToken>;
  /** For the requested address, with any query. */
  checkRest(request: IncomingMessage, url: URL): Promise<VerifiedToken>;
}

/** Accepts requests with a token that is signed with a key of the service and names the requested address (reference 3). */
export function tokenGate({ accessKeys, hosts, acceptsEntra, random, now }: TokenGateOptions): TokenGate {
  const lent: SigningKey = {
    kid: Buffer.from(random.bytes(8)).toString('hex'),
    key: new Secret(Buffer.from(random.bytes(32)).toString('base64')),
  };
  const keys = (): SigningKey[] => [...accessKeys().map(sharedKey), ...(acceptsEntra ? [lent] : [])];
  const isEntra = (token: string): boolean => acceptsEntra && !isSharedKeyToken(token);

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
    return verifyAccessToken(token, { keys: keys(), isAudience, now: now() });
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
