import type { TokenCredential } from '@azure/identity';
import { ENTRA_SCOPE, type EntraTokens, identityRefused, noIdentity } from '@inkroom/azure-signalr/auth/entra-tokens';
import type { EntraAuth } from '@inkroom/azure-signalr/connection-string';

/** Tokens from `@azure/identity`, which is loaded when the first is asked for: nobody with an access key pays for it. */
export function entraIdentity(auth: EntraAuth): EntraTokens {
  let credential: Promise<TokenCredential> | undefined;
  return {
    async token() {
      try {
        credential ??= credentialOf(auth);
        const got = await (await credential).getToken(ENTRA_SCOPE);
        if (got !== null) return got.token;
      } catch (error) {
        // A certificate may be put where it was missing.
        credential = undefined;
        throw isRefusal(error) ? identityRefused(auth) : noIdentity(auth);
      }
      throw noIdentity(auth);
    },
  };
}

async function credentialOf(auth: EntraAuth): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  switch (auth.kind) {
    case 'default':
      return new identity.DefaultAzureCredential();
    case 'managedIdentity':
      return new identity.ManagedIdentityCredential(auth.clientId === undefined ? {} : { clientId: auth.clientId });
    case 'app':
      return auth.proof.kind === 'secret'
        ? new identity.ClientSecretCredential(auth.tenantId, auth.clientId, auth.proof.secret.reveal())
        : new identity.ClientCertificateCredential(auth.tenantId, auth.clientId, auth.proof.path);
  }
}

/**
 * An identity that is there and is not accepted; everything else means that none could be used. The library's texts are not handed on:
 * they may quote what was sent.
 */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'AuthenticationError') return true;
  // Several ways were tried: one that was refused says more than those that are not there.
  return error.name === 'AggregateAuthenticationError' && 'errors' in error && [error.errors].flat().some(isRefusal);
}
