import type { TokenCredential } from '@azure/identity';
import { ENTRA_SCOPE, type EntraTokens, identityRefused, noIdentity } from '@inkroom/azure-signalr/auth/entra-tokens';
import type { EntraAuth } from '@inkroom/azure-signalr/connection-string';

/** Tokens from `@azure/identity`. The library is loaded with the first request, so operators with an access key never load it. */
export function entraIdentity(auth: EntraAuth): EntraTokens {
  let credential: Promise<TokenCredential> | undefined;
  return {
    async token() {
      try {
        credential ??= credentialOf(auth);
        const got = await (await credential).getToken(ENTRA_SCOPE);
        if (got !== null) return got.token;
      } catch (error) {
        // The operator may add a missing certificate later.
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
 * True for an existing identity that was refused. All other errors mean that no identity could be used. The library's texts are
 * not passed on, because they may quote what was sent.
 */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'AuthenticationError') return true;
  // Several kinds of identity were tried: a refusal says more than a missing identity.
  return error.name === 'AggregateAuthenticationError' && 'errors' in error && [error.errors].flat().some(isRefusal);
}
