import { randomUUID } from 'node:crypto';
import { sharedKey, signAccessToken } from '@inkroom/azure-signalr/auth/access-token';
import { clientTokenClaims } from '@inkroom/azure-signalr/auth/client-claims';
import { parseConnectionString } from '@inkroom/azure-signalr/connection-string';
import { audience, clientUrl, hubKey } from '@inkroom/azure-signalr/service-urls';

/** The redirect of a client to its hub `chat`, and the token that the service accepts. */
export async function sendToService(connectionString: string, userId: string): Promise<{ url: string; accessToken: string }> {
  const parsed = parseConnectionString(connectionString, 'the setting');
  if (!parsed.ok || parsed.endpoint.auth.kind !== 'accessKey') throw new Error('a connection string with a key was expected');
  const { endpoint } = parsed;
  const key = hubKey('chat');
  const asked = { audience: audience(endpoint, 'client', key), claims: clientTokenClaims({ userId }, {}), now: Date.now() };
  return {
    url: clientUrl(endpoint, { hubKey: key, path: '/chat/negotiate', query: '', requestId: randomUUID() }),
    accessToken: await signAccessToken(sharedKey(parsed.endpoint.auth.accessKey), asked),
  };
}
