import { createHash } from 'node:crypto';
import { CompactSign, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { ServiceClaim } from '../protocol/service-messages.ts';
import type { Secret } from '../secret.ts';

/**
 * Tokens of application servers, clients and REST callers (reference 3): JWTs signed with a shared key. The library `jose` makes
 * and checks them. Nothing here needs a token in the same turn, so an own implementation has no advantage.
 */

/** The SDK refuses longer ones at negotiation (reference 3.1). */
export const TOKEN_CHARS = 4096;
const TOKEN_LIFETIME_MS = 3_600_000;
/** Tolerance between the clocks of two machines. */
const SKEW_SECONDS = 300;

/** Signs tokens. `kid` names the key to the service, when the service has issued it (reference 3.6). */
export interface SigningKey {
  readonly kid: string;
  readonly key: Secret;
}

/** The key of a connection string. Its id distinguishes keys in logs; no verifier may rely on it (reference 3.1). */
export function sharedKey(key: Secret): SigningKey {
  return { kid: String(createHash('sha256').update(key.reveal()).digest().readInt32BE(0)), key };
}

export interface TokenRequest {
  readonly audience: string;
  /** A type may occur several times. */
  readonly claims: readonly ServiceClaim[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly lifetimeMs?: number;
}

/** The token's text. It may be longer than `TOKEN_CHARS`: the caller checks before it gives the token to a client. */
export function signAccessToken({ kid, key }: SigningKey, request: TokenRequest): Promise<string> {
  const { audience, claims, now, lifetimeMs = TOKEN_LIFETIME_MS } = request;
  const issued = Math.floor(now / 1000);
  // Without a prototype, because a claim's type may be any text.
  const payload: Record<string, unknown> = Object.create(null);
  for (const [type, values] of grouped(claims)) payload[type] = values.length === 1 ? values[0] : values;
  Object.assign(payload, {
    nbf: issued,
    exp: issued + Math.floor(lifetimeMs / 1000),
    iat: issued,
    iss: 'azure-signalr',
    aud: audience,
  });
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
    .sign(Buffer.from(key.reveal()));
}

function grouped(claims: readonly ServiceClaim[]): Map<string, string[]> {
  const byType = new Map<string, string[]>();
  for (const [type, value] of claims) {
    const values = byType.get(type);
    if (values === undefined) byType.set(type, [value]);
    else values.push(value);
  }
  return byType;
}

/** The reason why a token is refused. */
export type TokenProblem = 'malformed' | 'signature' | 'expired' | 'audience';

export type VerifiedToken =
  | { readonly ok: true; readonly claims: readonly ServiceClaim[] }
  | { readonly ok: false; readonly problem: TokenProblem };

export interface TokenCheck {
  readonly keys: readonly SigningKey[];
  readonly isAudience: (audience: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The service's side. Tries every key, because the SDK's key ids differ from process to process. Checks signature, lifetime and
 * audience, but not `iss` (reference 3.1).
 */
export async function verifyAccessToken(token: string, check: TokenCheck): Promise<VerifiedToken> {
  for (const { key } of check.keys) {
    try {
      const { payload } = await jwtVerify(token, Buffer.from(key.reveal()), {
        algorithms: ['HS256', 'HS512'],
        requiredClaims: ['exp', 'aud'],
        currentDate: new Date(check.now),
        clockTolerance: SKEW_SECONDS,
      });
      const audiences = [payload.aud ?? []].flat();
      return audiences.some(check.isAudience) ? { ok: true, claims: claimsOf(payload) } : { ok: false, problem: 'audience' };
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      if (error instanceof errors.JWTExpired) return { ok: false, problem: 'expired' };
      if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return { ok: false, problem: 'expired' };
      return { ok: false, problem: 'malformed' };
    }
  }
  return { ok: false, problem: 'signature' };
}

/** Lists become one claim per entry (reference 7.1). All values become text. */
function claimsOf(payload: object): ServiceClaim[] {
  return Object.entries(payload).flatMap(([type, value]) => [value].flat().map((one): ServiceClaim => [type, textOf(one)]));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** True when the token says that a shared key has signed it. Tokens of Entra ID never say so (reference 3.6). */
export function isSharedKeyToken(token: string): boolean {
  try {
    return /^HS\d+$/.test(decodeProtectedHeader(token).alg ?? '');
  } catch {
    return false;
  }
}
