import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  None,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Log } from '../../../core/base/host.ts';
import { reasonOfRequest } from '../../../core/base/reason-of.ts';
import { fail, ok } from '../../../core/base/result.ts';
import { isLoopback } from '../../../core/contract/server-addresses.ts';
import type { IdentityProvider } from '../../ports/identity-provider.ts';
import { identityText } from './identity-text.ts';
import { SignInLogEvent } from './log-events.ts';
import type { OpenIdSettings } from './sign-in-rules.ts';

/** The provider must answer each request within this time, seconds. */
const TIMEOUT_S = 10;

/** Some providers say it in text, and some prove all their addresses and say nothing. */
const PROVEN: ReadonlySet<unknown> = new Set([true, 'true', undefined]);

/** What the browser keeps while the person is at the provider. It is bound to the answer by `state`, and the code to it by PKCE. */
interface Memory {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** OpenID Connect Core 1.0, code flow with PKCE (RFC 7636). The provider is looked up at the first sign-in. */
export function openIdProvider(settings: OpenIdSettings, log: Pick<Log, 'warn'>): IdentityProvider {
  const { issuer, clientId, clientSecret, claim } = settings;
  let found: Promise<Configuration> | undefined;
  const find = (): Promise<Configuration> => {
    found ??= discovery(new URL(issuer), clientId, {}, clientSecret === undefined ? None() : ClientSecretPost(clientSecret), {
      timeout: TIMEOUT_S,
      // A provider on this computer, for trying it out.
      execute: isLoopback(new URL(issuer).origin) ? [allowInsecureRequests] : [],
    }).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  const failed = (code: 'sign_in.stale' | 'sign_in.unreachable', error: unknown) => {
    log.warn(SignInLogEvent.failed, { issuer, code, reason: reasonOfRequest(error) });
    return fail(code);
  };

  return {
    async begin({ callback }) {
      try {
        const config = await find();
        const memory: Memory = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
        const url = buildAuthorizationUrl(config, {
          redirect_uri: callback,
          scope: 'openid email profile',
          code_challenge: await calculatePKCECodeChallenge(memory.verifier),
          code_challenge_method: 'S256',
          state: memory.state,
          nonce: memory.nonce,
        });
        return ok({ kind: 'away', url: url.href, memory: JSON.stringify(memory) });
      } catch (error) {
        return failed('sign_in.unreachable', error);
      }
    },
    async finish(address, text) {
      const url = new URL(address);
      const memory = readMemory(text);
      if (memory === undefined || url.searchParams.get('state') !== memory.state) return fail('sign_in.stale');
      try {
        const config = await find();
        const tokens = await authorizationCodeGrant(config, url, {
          expectedState: memory.state,
          expectedNonce: memory.nonce,
          pkceCodeVerifier: memory.verifier,
          idTokenExpected: true,
        });
        const told = tokens.claims();
        // A provider may keep all but the subject for its user info.
        const isTold = told === undefined || told[claim] !== undefined;
        const claims = isTold ? told : await fetchUserInfo(config, tokens.access_token, told.sub);
        const isUnproven = claim === 'email' && !PROVEN.has(claims?.email_verified);
        const id = isUnproven ? undefined : identityText(claims?.[claim]);
        return id === undefined ? fail('sign_in.unknown') : ok({ id });
      } catch (error) {
        return failed(isAnswer(error) ? 'sign_in.stale' : 'sign_in.unreachable', error);
      }
    },
  };
}

/** The provider has answered, with a no or with something that is not for this browser. */
function isAnswer(error: unknown): boolean {
  if (error instanceof ClientError) return error.code !== 'OAUTH_TIMEOUT';
  return error instanceof AuthorizationResponseError || error instanceof ResponseBodyError;
}

function readMemory(text: string): Memory | undefined {
  try {
    const { state, nonce, verifier } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isWhole = typeof state === 'string' && typeof nonce === 'string' && typeof verifier === 'string';
    return isWhole ? { state, nonce, verifier } : undefined;
  } catch {
    return undefined;
  }
}
