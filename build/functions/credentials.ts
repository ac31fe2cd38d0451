import { sharedKey } from '@inkroom/azure-signalr/auth/access-token';
import { fixedKey, leasedKey, type SigningKeys } from '@inkroom/azure-signalr/auth/signing-keys';
import type { ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import type { RestCaller } from '@inkroom/azure-signalr/serverless/service-rest';
import type { Clock } from '@inkroom/signalr/host';
import { silentLog } from '@inkroom/signalr/node-host';
import { entraIdentity } from '../../server/adapters/azure-signalr/entra-identity.ts';

/** What the functions show to the service. */
export interface ServiceCredentials {
  /** Signs the tokens of clients. */
  readonly keys: SigningKeys;
  /** For the REST data plane. */
  readonly caller: RestCaller;
}

/** The access key of the connection string; or an identity, to which the service lends a key. */
export function credentialsFor(
  { endpoint }: { readonly endpoint: ServiceEndpoint },
  { fetch, clock }: { readonly fetch: typeof globalThis.fetch; readonly clock: Clock },
): ServiceCredentials {
  const { auth } = endpoint;
  if (auth.kind === 'accessKey') return { keys: fixedKey(auth.accessKey), caller: { key: sharedKey(auth.accessKey) } };
  const tokens = entraIdentity(auth);
  // The function that needs a key and gets none logs the reason itself.
  return { keys: leasedKey({ endpoint, tokens, fetch, clock, log: silentLog }), caller: { tokens } };
}
