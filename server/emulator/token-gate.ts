import type { IncomingMessage } from 'node:http';
import { type SigningKey, sharedKey, type VerifiedToken, verifyAccessToken } from '../azure-service/auth/access-token.ts';
import type { Secret } from '../azure-service/secret.ts';
import { bearerToken } from '../signalr/authentication.ts';

export interface TokenGateOptions {
  /** Primary and secondary: either opens. */
  readonly accessKeys: readonly Secret[];
  /** Names under which the emulator is known; an audience must have one of them. `any`: it may have any. */
  readonly hosts: readonly string[] | 'any';
  /** Milliseconds since 1970. */
  now(): number;
}

export interface TokenGate {
  /** `hub` as it is in the address, lower case. */
  check(request: IncomingMessage, url: URL, of: 'server' | 'client', hub: string): Promise<VerifiedToken>;
  /** For the address that is asked, whatever its query. */
  checkRest(request: IncomingMessage, url: URL): Promise<VerifiedToken>;
}

/** Lets in who has a token that was signed with a key of the service, for what is asked (reference 3). */
export function tokenGate({ accessKeys, hosts, now }: TokenGateOptions): TokenGate {
  const keys: readonly SigningKey[] = accessKeys.map(sharedKey);

  async function verify(request: IncomingMessage, url: URL, isFor: (audience: URL) => boolean): Promise<VerifiedToken> {
    const token = bearerToken(request.headers, url.searchParams);
    if (token === undefined) return { ok: false, problem: 'malformed' };
    const isAudience = (text: string): boolean => {
      if (!URL.canParse(text)) return false;
      const audience = new URL(text);
      return (hosts === 'any' || hosts.includes(audience.hostname)) && isFor(audience);
    };
    return verifyAccessToken(token, { keys, isAudience, now: now() });
  }

  return {
    check: (request, url, of, hub) =>
      verify(
        request,
        url,
        ({ pathname, searchParams }) =>
          pathname.replace(/\/$/, '') === `/${of}` && searchParams.get('hub')?.toLowerCase() === hub,
      ),
    checkRest: (request, url) => verify(request, url, ({ pathname }) => pathname.toLowerCase() === url.pathname.toLowerCase()),
  };
}
