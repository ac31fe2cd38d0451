import type { Clock } from '@inkroom/signalr/host';
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';

/** Where Entra ID of the public cloud publishes its keys. */
export const PUBLIC_AUTHORITY = 'https://login.microsoftonline.com';
/** Tolerance between the clocks of two machines. */
const SKEW_SECONDS = 300;
/** Longest wait for the keys of Entra ID, milliseconds. */
const KEYS_MS = 5_000;

/** The managed identity with which a service calls its upstreams (reference 10.2). */
export interface UpstreamIdentityOptions {
  /** Id of the directory. */
  readonly tenantId: string;
  /** What the upstream settings of the service name as the resource. */
  readonly audience: string;
  /** Object id of the service's identity: any program of the directory may get a token for the audience. */
  readonly objectId: string;
  readonly authority: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** `unreachable`: the keys of Entra ID could not be read, so the service cannot be told from others. */
export type UpstreamProof = 'service' | 'other' | 'unreachable';

/** Checks the `Authorization` of a request to an upstream. No call rejects. */
export type UpstreamIdentity = (authorization: string) => Promise<UpstreamProof>;

export function upstreamIdentity(options: UpstreamIdentityOptions): UpstreamIdentity {
  const { tenantId, audience, objectId, authority, fetch, clock } = options;
  const keys = createRemoteJWKSet(new URL(`${authority}/${tenantId}/discovery/v2.0/keys`), {
    timeoutDuration: KEYS_MS,
    [customFetch]: fetch,
  });
  return async (authorization) => {
    const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) return 'other';
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        audience,
        // Which of the two is a setting of the resource in the directory.
        issuer: [`${authority}/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`],
        requiredClaims: ['exp'],
        currentDate: new Date(clock.now()),
        clockTolerance: SKEW_SECONDS,
      });
      return payload.oid === objectId ? 'service' : 'other';
    } catch (error) {
      return isAboutToken(error) ? 'other' : 'unreachable';
    }
  };
}

/** False for what a failed request for the keys throws, or a broken answer. */
function isAboutToken(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError) || error.code === errors.JOSEError.code) return false;
  return !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid);
}
