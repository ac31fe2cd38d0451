import { signAccessToken } from '@inkroom/azure-signalr/auth/access-token';
import { EntraFailure } from '@inkroom/azure-signalr/auth/entra-tokens';
import { leasedKey } from '@inkroom/azure-signalr/auth/signing-keys';
import { type EntraAuth, parseConnectionString, type ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { audience } from '@inkroom/azure-signalr/service-urls';
import { nodeClock, silentLog } from '@inkroom/signalr/node-host';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { entraIdentity } from '../../server/adapters/azure-signalr/entra-identity.ts';
import { stockClient } from '../signalr/stock-clients.ts';
import { openLine, startAppServer } from './app-server.ts';
import { type Rig, startRig } from './emulator-rig.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const AUTH: EntraAuth = { kind: 'managedIdentity', clientId: undefined };

function keyless(rig: Rig): ServiceEndpoint {
  const parsed = parseConnectionString(`Endpoint=${rig.emulator.url};AuthType=azure.msi;Version=1.0;`, '');
  if (!parsed.ok) throw new Error(parsed.text);
  return parsed.endpoint;
}

function keysFor(rig: Rig, token: () => Promise<string>) {
  const keys = leasedKey({ endpoint: keyless(rig), tokens: { token }, fetch, clock: nodeClock, log: silentLog });
  onTestFinished(() => keys.dispose());
  return keys;
}

test('without a key in the connection string everything works: identity, exchange, server connections, clients, pushed keys', async () => {
  const rig = await startRig({ acceptsEntra: true });
  vi.stubEnv('IDENTITY_ENDPOINT', `${rig.emulator.url}/emulator/identity`);
  vi.stubEnv('IDENTITY_HEADER', 'any');
  const identity = entraIdentity(AUTH);
  const token = await identity.token();
  const line = await openLine(rig, { token });
  line.send({ type: T.accessKeyRequest, token, kid: null });
  const pushed = await line.first(T.accessKeyResponse);
  const key = await keysFor(rig, () => identity.token()).current();
  expect(pushed).toMatchObject({ kid: key.kid, accessKey: key.key.reveal(), errorType: null });
  line.ws.close();

  await startAppServer(rig);
  const signed = await signAccessToken(key, {
    audience: audience(keyless(rig), 'client', 'chat'),
    claims: [],
    now: nodeClock.now(),
  });
  const client = stockClient(rig.clientUrl(), { token: signed });
  onTestFinished(() => client.stop());
  await client.start();
  expect(await client.invoke('Echo', 1)).toBe(1);
});

test('an identity is no client, and a token of a wrong key is no identity', async () => {
  const rig = await startRig({ acceptsEntra: true });
  const url = rig.clientUrl().replace('/client/?', '/client/negotiate?');
  const negotiate = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer an-identity' } });
  expect(negotiate.status).toBe(401);
  await expect(openLine(rig, { token: await rig.serverToken('s', { key: 'a wrong key' }) })).rejects.toThrow('401');
});

test('an identity without the role gets no key and no connection', async () => {
  const rig = await startRig();
  await expect(openLine(rig, { token: 'an-identity' })).rejects.toThrow('401');
  const failure: unknown = await keysFor(rig, async () => 'an-identity')
    .current()
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EntraFailure);
  expect(failure).toMatchObject({ code: 'not_authorised', message: expect.stringContaining('SignalR App Server') });
  const line = await openLine(rig);
  line.send({ type: T.accessKeyRequest, token: 'an-identity', kid: null });
  expect(await line.first(T.accessKeyResponse)).toMatchObject({ kid: null, accessKey: null, errorType: 'Unauthorized' });
});
