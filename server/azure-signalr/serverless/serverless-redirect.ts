import { type SigningKey, signAccessToken, TOKEN_CHARS } from '../auth/access-token.ts';
import { type ClientIdentity, clientTokenClaims } from '../auth/client-claims.ts';
import type { ServiceEndpoint } from '../connection-string.ts';
import { audience, hubKey } from '../service-urls.ts';

export interface ServerlessRedirectOptions {
  readonly endpoint: ServiceEndpoint;
  readonly key: SigningKey;
  readonly hub: string;
  readonly identity: ClientIdentity;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ServerlessRedirect {
  readonly url: string;
  readonly accessToken: string;
}

/** The answer to `negotiate` without an application server (reference 10.1). Undefined: the token would be longer than allowed. */
export async function serverlessRedirect(options: ServerlessRedirectOptions): Promise<ServerlessRedirect | undefined> {
  const { endpoint, key, identity, now } = options;
  const hub = hubKey(options.hub);
  const claims = clientTokenClaims(identity);
  const accessToken = await signAccessToken(key, { audience: audience(endpoint, 'client', hub), claims, now });
  return accessToken.length > TOKEN_CHARS ? undefined : { url: `${endpoint.clientBase}client/?hub=${hub}`, accessToken };
}
