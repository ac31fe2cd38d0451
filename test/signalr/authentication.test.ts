import type { Authenticate } from '@inkroom/signalr/http/authentication';
import type { HubServerOptions } from '@inkroom/signalr/hub-server';
import type { HubConnection } from '@microsoft/signalr';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openEvents } from './event-stream-client.ts';
import { type ListeningHub, listenHub, movableClock } from './listening-hub.ts';
import { connectRaw, negotiate, rawClient, refusedUpgrade } from './raw-client.ts';
import { type SampleHub, sampleHub } from './sample-hub.ts';
import { stockClient, type TransportName } from './stock-clients.ts';

let hub: SampleHub;
let server: ListeningHub;
const clients: HubConnection[] = [];

/** The token is the user's name; some may not come in. */
const byToken: Authenticate = async ({ token }) => {
  if (token === undefined) return { refused: 401, text: 'Sign in first' };
  return token === 'mallory' ? { refused: 403 } : { id: token, claims: [{ type: 'name', value: token }] };
};

async function serve(options: Partial<HubServerOptions> = {}): Promise<void> {
  hub = sampleHub();
  server = await listenHub(hub, { authenticate: byToken, ...options });
  hub.server = server.hub;
}

const as = (user: string): { headers: Record<string, string> } => ({ headers: { authorization: `Bearer ${user}` } });

async function tokenFor(user: string, query = 'negotiateVersion=1'): Promise<string> {
  const answer = await fetch(`${server.url}/negotiate?${query}`, { method: 'POST', ...as(user) });
  return ((await answer.json()) as { connectionToken: string }).connectionToken;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await server.close();
});

describe.each<TransportName>(['WebSockets', 'ServerSentEvents', 'LongPolling'])('over %s', (transport) => {
  test('[27] the stock client is who its token says, and gets what is sent to this user', async () => {
    await serve();
    const got: unknown[] = [];
    for (const token of ['alice', 'alice', 'bob']) {
      const client = stockClient(server.url, { transport, token });
      clients.push(client);
      client.on('message', (value) => got.push([token, value]));
      await client.start();
      expect(await client.invoke('User')).toBe(token);
    }
    expect(server.hub.users.send('alice', 'message', [1])).toBe(2);
    expect(server.hub.users.send('nobody', 'message', [2])).toBe(0);
    await eventually(() =>
      expect(got).toEqual([
        ['alice', 1],
        ['alice', 1],
      ]),
    );
  });

  test('a client without a token, or with one that may not come in, does not start', async () => {
    await serve();
    await expect(stockClient(server.url, { transport }).start()).rejects.toThrow("Sign in first: Status code '401'");
    await expect(stockClient(server.url, { transport, token: 'mallory' }).start()).rejects.toThrow("Status code '403'");
  });
});

test('[27] the upgrade takes the token from the header and from the query', async () => {
  await serve();
  const inHeader = await rawClient(`${server.url}?id=${await tokenFor('alice')}`, as('alice'));
  const inQuery = await rawClient(`${server.url}?id=${await tokenFor('alice')}&access_token=alice`);
  expect(await refusedUpgrade(`${server.url}?id=${await tokenFor('alice')}`)).toBe(401);
  inHeader.ws.terminate();
  inQuery.ws.terminate();
});

test('every poll, post and second stream is asked who it is', async () => {
  await serve();
  const address = `${server.url}?id=${await tokenFor('alice')}`;
  expect((await fetch(address, as('alice'))).status).toBe(200);
  expect((await fetch(address)).status).toBe(401);
  expect((await fetch(address, as('bob'))).status).toBe(403);
  expect((await fetch(address, { method: 'POST', body: 'x', ...as('bob') })).status).toBe(403);
  expect((await fetch(address, { method: 'DELETE', ...as('bob') })).status).toBe(403);
  expect((await fetch(address, { method: 'DELETE', ...as('alice') })).status).toBe(202);
});

test('[106] a reattach as somebody else is refused, and harms nobody', async () => {
  await serve({ statefulReconnect: true });
  const address = `${server.url}?id=${await tokenFor('alice', 'negotiateVersion=1&useStatefulReconnect=true')}`;
  const first = await connectRaw(`${address}&access_token=alice`, 'json', 2);
  expect(await refusedUpgrade(address, { authorization: 'Bearer bob' })).toBe(403);
  const again = await rawClient(`${address}&access_token=alice`);
  await again.frame(1);
  await first.waitClosed();
  again.ws.terminate();
});

test('what fails to say who somebody is lets nobody in, and says nothing about why', async () => {
  await serve({
    authenticate: () => {
      throw new Error('the directory is down');
    },
  });
  const answer = await fetch(`${server.url}/negotiate`, { method: 'POST' });
  expect([answer.status, await answer.text()]).toEqual([500, '']);
  expect(await refusedUpgrade(server.url)).toBe(500);
  expect(server.log.events.map(({ event }) => event)).toContain('hub.authenticate_failed');
});

test('[17] refusals carry the CORS headers, or the client sees a network error', async () => {
  await serve({ allowedOrigins: ['https://app.example'] });
  const headers = { origin: 'https://app.example' };
  const refused = await fetch(`${server.url}/negotiate`, { method: 'POST', headers });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(refused.headers.get('access-control-allow-credentials')).toBe('true');
});

test('one address has no more connections and negotiations than it may, and room again afterwards', async () => {
  const { clock, skip } = movableClock();
  // Shorter than the handshake's, so that the stream of events stays.
  const negotiateTimeoutMs = 10_000;
  await serve({
    clock,
    authenticate: () => undefined,
    limits: { connectionsPerAddress: 2, negotiateTimeoutMs, sweepIntervalMs: 20 },
  });
  const address = `${server.url}?id=${(await negotiate(server.url)).connectionToken}`;
  const one = await connectRaw(address, 'json');
  const events = await openEvents(`${server.url}?id=${(await negotiate(server.url)).connectionToken}`);
  expect(events.status).toBe(200);
  expect((await fetch(`${server.url}/negotiate`, { method: 'POST' })).status).toBe(503);
  expect(await refusedUpgrade(server.url)).toBe(503);
  const refused = server.log.events.filter(({ event }) => event === 'connection.refused_crowded');
  expect(refused.map(({ fields }) => fields)).toEqual(Array(2).fill({ connections: 2, pending: 0, address: '127.0.0.1' }));
  expect(server.hub.stats().refusedCrowded).toBe(2);
  one.ws.terminate();
  await eventually(() => expect(server.hub.stats().connections).toBe(1));
  await negotiate(server.url);
  expect((await fetch(`${server.url}/negotiate`, { method: 'POST' })).status).toBe(503);
  skip(negotiateTimeoutMs);
  await eventually(() => expect(server.hub.stats().pending).toBe(0));
  expect((await fetch(`${server.url}/negotiate`, { method: 'POST' })).status).toBe(200);
  events.drop();
});
