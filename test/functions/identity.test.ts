import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type KeyService, keyService, openKeyService } from '../unit/server/azure-signalr/key-service.ts';
import { type FunctionsRig, type FunctionsRigOptions, startFunctions } from './functions-rig.ts';

/** What an Azure Functions app has instead of a key. One for all tests: the library looks for it once in the life of a process. */
let host: Awaited<ReturnType<typeof openKeyService>>;
beforeAll(async () => {
  host = await openKeyService({ status: 500, body: '' });
  vi.stubEnv('IDENTITY_ENDPOINT', `${host.service.url}/token`);
  vi.stubEnv('IDENTITY_HEADER', 'header secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await host.close();
});

const TENANT = '11111111-2222-3333-4444-555555555555';
const AUDIENCE = 'api://announcements';
const SERVICE_ID = '99999999-2222-3333-4444-555555555555';
const NO_IDENTITY = { status: 400, body: '{"statusCode":400,"message":"No managed identity was found."}' };

const tokenOfApp = (): KeyService['answer'] => {
  const expires = Math.floor(Date.now() / 1000) + 3_600;
  const body = { access_token: 'of-the-app', expires_on: String(expires), resource: 'r', token_type: 'Bearer' };
  return { status: 200, body: JSON.stringify(body) };
};

/** A directory with one key, and tokens of the service as it gives them out. */
async function directory() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' };
  const keys = await keyService({ status: 200, body: JSON.stringify({ keys: [jwk] }) });
  const tokenWith = (change: JWTPayload = {}): Promise<string> =>
    new SignJWT({ oid: SERVICE_ID, aud: AUDIENCE, iss: `https://sts.windows.net/${TENANT}/`, ...change })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuedAt()
      .setExpirationTime(change.exp ?? '1h')
      .sign(privateKey);
  const env = {
    INKROOM_UPSTREAM_TENANT: TENANT,
    INKROOM_UPSTREAM_AUDIENCE: AUDIENCE,
    INKROOM_UPSTREAM_IDENTITY: SERVICE_ID,
    INKROOM_UPSTREAM_AUTHORITY: keys.url,
  };
  return { keys, tokenWith, env };
}

/** The functions with the address of the service, and no key of it. */
async function withIdentity(
  env: Readonly<Record<string, string>>,
  options: Omit<FunctionsRigOptions, 'env'> = {},
): Promise<FunctionsRig> {
  const uriOf = (connectionString: string): string => {
    const [, base, port] = /Endpoint=(.*?);Port=(\d+);/.exec(connectionString) ?? [];
    return `${base}:${port}`;
  };
  return startFunctions({
    acceptsEntra: true,
    ...options,
    env: (connectionString) => ({
      AzureSignalRConnectionString: '',
      AzureSignalRConnectionString__serviceUri: uriOf(connectionString),
      ...env,
    }),
  });
}

const codeOf = async (response: Response): Promise<unknown> => ((await response.json()) as { readonly code: unknown }).code;
const CONNECTED = {
  'x-asrs-connection-id': 'c-1',
  'x-asrs-hub': 'announcements',
  'x-asrs-category': 'connections',
  'x-asrs-event': 'connected',
};

test.each([
  ['managed identity', { AzureSignalRConnectionString__credential: 'managedidentity' }],
  ['whatever the machine offers', {}],
])('without an access key, with %s: pages join and follow topics, and announcements reach them', async (_name, env) => {
  host.service.answer = tokenOfApp();
  const { tokenWith, env: upstream } = await directory();
  const rig = await withIdentity({ ...env, ...upstream }, { upstreamToken: () => tokenWith() });
  const [byAddress, byCall] = [await rig.join({ topics: 'course-1' }), await rig.join({ protocol: 'messagepack' })];
  await byCall.client.invoke('Follow', 'course-1');
  const heardByAddress = (): unknown[] => byAddress.heard.map(({ text }) => text);
  expect((await rig.broadcast({ text: 'all' })).status).toBe(202);
  await eventually(() => expect(heardByAddress()).toEqual(['all']));
  await eventually(async () => {
    // The service tells of the connection behind its opening.
    expect((await rig.broadcast({ text: 'one', topic: 'course-1' })).status).toBe(202);
    expect(heardByAddress()).toContain('one');
  });
  await eventually(() => expect(byCall.heard.map(({ text }) => text)).toContain('one'));
  const asked = host.service.asked.at(-1);
  expect(asked?.headers['x-identity-header']).toBe('header secret');
  expect(asked?.path).toContain('resource=https%3A%2F%2Fsignalr.azure.com');
  expect(rig.lines).toEqual([]);
});

test('a user-assigned identity is asked for by its client id', async () => {
  host.service.answer = tokenOfApp();
  const rig = await withIdentity({ AzureSignalRConnectionString__clientId: '77777777-2222-3333-4444-555555555555' });
  expect((await rig.broadcast({ text: 'all' })).status).toBe(202);
  expect(host.service.asked.at(-1)?.path).toContain('77777777-2222');
});

test('an app without an identity, and an identity without the role: both are refused, and the log says what to do', async () => {
  host.service.answer = NO_IDENTITY;
  const none = await withIdentity({ AzureSignalRConnectionString__credential: 'managedidentity' });
  const asked = await fetch(`${none.url}/api/negotiate`, { method: 'POST' });
  expect([asked.status, await codeOf(asked)]).toEqual([502, 'functions.no_key']);
  expect(none.lines.at(-1)).toContain('negotiate.no_key no_identity This machine has no managed identity.');
  expect(await codeOf(await none.broadcast({ text: 'a' }))).toBe('functions.service_refused');

  host.service.answer = tokenOfApp();
  const without = await withIdentity({ AzureSignalRConnectionString__credential: 'managedidentity' }, { acceptsEntra: false });
  expect(await codeOf(await fetch(`${without.url}/api/negotiate`, { method: 'POST' }))).toBe('functions.no_key');
  expect(without.lines.at(-1)).toContain('negotiate.no_key not_authorised');
  expect(await codeOf(await without.broadcast({ text: 'a' }))).toBe('functions.service_refused');
});

test('only the identity of the service may call the upstreams', async () => {
  host.service.answer = tokenOfApp();
  const { keys, tokenWith, env } = await directory();
  const stranger = await directory();
  const rig = await withIdentity(env);
  const call = async (token: string | undefined): Promise<number> => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await rig.upstream('connections/connected', { ...CONNECTED, ...authorization })).status;
  };
  expect(await call(await tokenWith())).toBe(204);
  expect(await call(await tokenWith({ iss: `${keys.url}/${TENANT}/v2.0` }))).toBe(204);
  const refused = [
    undefined,
    'nonsense',
    await stranger.tokenWith(),
    await tokenWith({ oid: 'another program of the directory' }),
    await tokenWith({ aud: 'api://something-else' }),
    await tokenWith({ iss: 'https://sts.windows.net/another-directory/' }),
    await tokenWith({ exp: Math.floor(Date.now() / 1000) - 3_600 }),
  ];
  for (const token of refused) expect(await call(token)).toBe(401);
  expect(rig.lines).toEqual(refused.map(() => 'upstream.unsigned'));
  // The service's signature says nothing to who has no key.
  expect((await rig.upstream('connections/connected', { ...CONNECTED, 'x-asrs-signature': 'sha256=00' })).status).toBe(401);
});

test('while the directory gives no keys nobody is taken for the service, and without its settings the log names them', async () => {
  host.service.answer = tokenOfApp();
  const { keys, tokenWith, env } = await directory();
  keys.answer = { status: 500, body: 'out of order' };
  const rig = await withIdentity(env);
  const authorization = `Bearer ${await tokenWith()}`;
  const answer = await rig.upstream('connections/connected', { ...CONNECTED, authorization });
  expect([answer.status, await codeOf(answer)]).toEqual([503, 'functions.directory_away']);

  const unset = await withIdentity({ INKROOM_UPSTREAM_TENANT: TENANT });
  const refused = await unset.upstream('connections/connected', { ...CONNECTED, authorization });
  expect([refused.status, await codeOf(refused)]).toEqual([503, 'functions.settings']);
  expect(unset.lines[0]).toMatch(/^settings\.missing INKROOM_UPSTREAM_AUDIENCE, INKROOM_UPSTREAM_IDENTITY: /);
  // What needs no upstream works.
  expect((await unset.broadcast({ text: 'a' })).status).toBe(202);
});

test('an address that is none is refused before it is asked', async () => {
  const rig = await startFunctions({
    env: () => ({ AzureSignalRConnectionString: '', AzureSignalRConnectionString__serviceUri: 'https://a.example;AccessKey=x' }),
  });
  expect((await rig.broadcast({ text: 'a' })).status).toBe(503);
  expect(rig.lines[0]).toContain('AzureSignalRConnectionString__serviceUri is the address of the service');
});
