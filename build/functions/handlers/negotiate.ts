import type { SigningKey } from '@inkroom/azure-signalr/auth/access-token';
import { EntraFailure } from '@inkroom/azure-signalr/auth/entra-tokens';
import type { SigningKeys } from '@inkroom/azure-signalr/auth/signing-keys';
import { serverlessRedirect } from '@inkroom/azure-signalr/serverless/serverless-redirect';
import { readTopics } from '../../../core/contract/announcement.ts';
import { TOPICS_PARAMETER } from '../announcement-message.ts';
import { refused } from '../function-refusals.ts';
import type { FunctionHandler, FunctionLog } from '../function-types.ts';
import type { Settings } from '../settings.ts';

/** Header of a signed-in person, which App Service sets and takes from no client. */
const PRINCIPAL = 'x-ms-client-principal-id';

/**
 * Sends a client to the service, with a token for an hour. The topics of its address go with it: the service repeats them to the function
 * `connections` each time that the client connects.
 */
export function negotiate(settings: Settings, keys: SigningKeys, now: () => number): FunctionHandler {
  return async ({ headers, query }, log) => {
    const userId = settings.trustsSignIn ? (headers.get(PRINCIPAL) ?? undefined) : undefined;
    const { endpoint, hub } = settings;
    const key = await keyOf(keys, log);
    if (key === undefined) return refused('functions.no_key');
    const identity = userId === undefined ? {} : { userId };
    const redirect = await serverlessRedirect({ endpoint, key, hub, identity, now: now() });
    if (redirect === undefined) return refused('functions.too_large');
    const topics = readTopics(query.get(TOPICS_PARAMETER)?.split(','));
    const url = topics.length === 0 ? redirect.url : `${redirect.url}&${TOPICS_PARAMETER}=${topics.join(',')}`;
    return { jsonBody: { url, accessToken: redirect.accessToken }, headers: { 'cache-control': 'no-store' } };
  };
}

/** Undefined: the identity of this app gets none. The text says to the operator what to do. */
async function keyOf(keys: SigningKeys, log: FunctionLog): Promise<SigningKey | undefined> {
  try {
    return await keys.current();
  } catch (error) {
    log.error(`negotiate.no_key ${error instanceof EntraFailure ? `${error.code} ${error.message}` : 'for an unknown reason'}`);
    return undefined;
  }
}
