import { EntraFailure } from '@inkroom/azure-signalr/auth/entra-tokens';
import type { EntraAuth } from '@inkroom/azure-signalr/connection-string';
import { Secret } from '@inkroom/azure-signalr/secret';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { entraIdentity } from '../../../../server/adapters/azure-signalr/entra-identity.ts';
import { openKeyService } from '../azure-signalr/key-service.ts';

/**
 * What an App Service offers to its app: an address that gives out tokens. One for all tests, because the library looks for it once in
 * the life of a process.
 */
let appService: Awaited<ReturnType<typeof openKeyService>>;
beforeAll(async () => {
  appService = await openKeyService({ status: 500, body: '' });
  vi.stubEnv('IDENTITY_ENDPOINT', `${appService.service.url}/token`);
  vi.stubEnv('IDENTITY_HEADER', 'header secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await appService.close();
});

const SYSTEM: EntraAuth = { kind: 'managedIdentity', clientId: undefined };
const USER: EntraAuth = { kind: 'managedIdentity', clientId: '11111111-2222-3333-4444-555555555555' };

const failureOf = async (auth: EntraAuth): Promise<EntraFailure> => {
  const thrown: unknown = await entraIdentity(auth)
    .token()
    .catch((error: unknown) => error);
  if (!(thrown instanceof EntraFailure)) throw new Error('there is a token');
  return thrown;
};

test.each([
  ['system-assigned', SYSTEM],
  ['user-assigned', USER],
] as const)('the %s identity of an app gives a token for the service', async (_name, auth) => {
  const expires = Math.floor(Date.now() / 1000) + 3_600;
  const { service } = appService;
  service.answer = {
    status: 200,
    body: JSON.stringify({
      access_token: 'of the app',
      expires_on: String(expires),
      resource: 'r',
      token_type: 'Bearer',
    }),
  };
  expect(await entraIdentity(auth).token()).toBe('of the app');
  const asked = service.asked.at(-1);
  expect(asked?.headers['x-identity-header']).toBe('header secret');
  expect(asked?.path).toContain('resource=https%3A%2F%2Fsignalr.azure.com');
  expect(asked?.path.includes('11111111-2222')).toBe(auth === USER);
});

test('an app without an identity is told what to turn on', async () => {
  appService.service.answer = {
    status: 400,
    body: JSON.stringify({
      statusCode: 400,
      message: 'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    }),
  };
  const failure = await failureOf(SYSTEM);
  expect(failure.message).toContain('This machine has no managed identity');
  expect(failure.code).toBe('no_identity');
});

test('an app registration whose certificate is not there is told what to look at', async () => {
  const proof = { kind: 'certificate', path: 'no/such/file.pem' } as const;
  const failure = await failureOf({ kind: 'app', clientId: USER.kind, tenantId: 'tenant', proof });
  expect(failure).toMatchObject({ code: 'no_identity', message: expect.stringContaining('the path of ClientCert') });
});

test('a failure does not quote the secret', async () => {
  const proof = { kind: 'secret', secret: new Secret('app secret') } as const;
  // No tenant has a name with blanks: refused before anybody is asked.
  const failure = await failureOf({ kind: 'app', clientId: 'c', tenantId: 'not a tenant', proof });
  expect(failure.message).not.toContain('app secret');
});
