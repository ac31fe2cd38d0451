import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type ListeningHub, listenHub } from './listening-hub.ts';
import { connectRaw, json, negotiate, rawClient, refusedUpgrade } from './raw-client.ts';
import { sampleHub } from './sample-hub.ts';

const FRIEND = 'https://friend.example';
const FOE = 'https://foe.example';
let server: ListeningHub;

beforeAll(async () => {
  server = await listenHub(sampleHub(), { allowedOrigins: [FRIEND] });
});
afterAll(() => server.close());

const post = (query: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/negotiate${query}`, { method: 'POST', headers });

describe('negotiate', () => {
  test('[1] answers version 1 with ids and the transports that are served', async () => {
    const answer = await post('?negotiateVersion=1');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({
      negotiateVersion: 1,
      connectionId: expect.stringMatching(/^[\w-]{22}$/),
      connectionToken: expect.stringMatching(/^[\w-]{22}$/),
      availableTransports: [
        { transport: 'WebSockets', transferFormats: ['Text', 'Binary'] },
        { transport: 'ServerSentEvents', transferFormats: ['Text'] },
        { transport: 'LongPolling', transferFormats: ['Text', 'Binary'] },
      ],
    });
  });

  test('[2] never gives the same id or token twice, and the token is not the id', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => negotiate(server.url)));
    const names = all.flatMap((one) => [one.connectionId, one.connectionToken]);
    expect(new Set(names).size).toBe(40);
  });

  test('[3] answers version 0 without a token, and the id opens the transport', async () => {
    const answer = await negotiate(server.url, '');
    expect(answer).toMatchObject({ negotiateVersion: 0 });
    expect(answer).not.toHaveProperty('connectionToken');
    const client = await connectRaw(`${server.url}?id=${answer.connectionId}`, 'json');
    client.send(json({ type: 1, invocationId: '1', target: 'ConnectionId', arguments: [] }));
    expect(await client.messages(1)).toEqual([{ type: 3, invocationId: '1', result: answer.connectionId }]);
    client.ws.terminate();
  });

  test('[4] clamps a version above 1; [6] has no letter case in parameter names; [11] takes other parameters and slashes', async () => {
    expect(await negotiate(server.url, 'negotiateVersion=9')).toMatchObject({ negotiateVersion: 1 });
    expect(await negotiate(server.url, 'NegotiateVersion=1')).toMatchObject({ negotiateVersion: 1 });
    const answer = await fetch(`${server.origin}/HUB/negotiate/?hub=x&negotiateVersion=1`, { method: 'POST' });
    expect(await answer.json()).toMatchObject({ negotiateVersion: 1 });
    expect((await fetch(`${server.origin}/hub//negotiate`, { method: 'POST' })).status).toBe(404);
  });

  test.each(['abc', '', '1.5', '99999999999'])('[5] refuses the version %j with an error and nothing else', async (version) => {
    const answer = await post(`?negotiateVersion=${version}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ error: 'The client requested a non-integer protocol version.' });
  });

  test('refuses the version -1, as Microsoft does', async () => {
    expect(await (await post('?negotiateVersion=-1')).json()).toEqual({
      error: "The client requested version '-1', but the server does not support this version.",
    });
  });

  test('[7] is POST only; [10] does not grant stateful reconnect', async () => {
    expect((await fetch(`${server.url}/negotiate`)).status).toBe(405);
    expect(await negotiate(server.url, 'negotiateVersion=1&useStatefulReconnect=true')).not.toHaveProperty(
      'useStatefulReconnect',
    );
  });

  test('[12] the id does not open the transport of a version 1 connection', async () => {
    const { connectionId } = await negotiate(server.url);
    expect(await refusedUpgrade(`${server.url}?id=${connectionId}`)).toBe(404);
  });

  test('answers 503 when enough connections wait, and 503 after shutdown', async () => {
    const small = await listenHub(sampleHub(), { limits: { pendingConnections: 2 } });
    await negotiate(small.url);
    await negotiate(small.url);
    expect((await fetch(`${small.url}/negotiate`, { method: 'POST' })).status).toBe(503);
    await small.hub.shutdown();
    expect((await fetch(`${small.url}/negotiate`, { method: 'POST' })).status).toBe(503);
    expect(await refusedUpgrade(small.url)).toBe(503);
    await small.close();
  });

  test('[13][110] forgets connections that nobody claims', async () => {
    const quick = await listenHub(sampleHub(), {
      limits: { negotiateTimeoutMs: 30, sweepIntervalMs: 20, pendingConnections: 20_000 },
    });
    const { connectionToken } = await negotiate(quick.url);
    for (let batch = 0; batch < 10; batch++) await Promise.all(Array.from({ length: 20 }, () => negotiate(quick.url)));
    await eventually(() => expect(quick.hub.stats().pending).toBe(0));
    expect(await refusedUpgrade(`${quick.url}?id=${connectionToken}`)).toBe(404);
    await quick.close();
  });
});

describe('CORS', () => {
  const asked = 'authorization,content-type,x-requested-with,x-signalr-user-agent';
  const preflight = (path: string, origin: string): Promise<Response> =>
    fetch(`${server.url}${path}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': asked },
    });

  test.each(['/negotiate', ''])('[14][16] a preflight of an allowed origin on %j is granted with credentials', async (path) => {
    const { status, headers } = await preflight(path, FRIEND);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(FRIEND);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST, DELETE');
    expect(headers.get('access-control-allow-headers')).toBe(asked);
    expect(headers.get('vary')).toBe('Origin');
  });

  test('[15][17] answers and errors carry the headers for an allowed origin, and neither for a foreign one', async () => {
    const unknown = await fetch(`${server.url}?id=nobody`, { headers: { origin: FRIEND } });
    expect(unknown.status).toBe(404);
    for (const { headers } of [await post('', { origin: FRIEND }), unknown]) {
      expect(headers.get('access-control-allow-origin')).toBe(FRIEND);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
    }
    for (const { headers } of [await post('', { origin: FOE }), await preflight('', FOE)]) {
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('access-control-allow-methods')).toBeNull();
    }
  });
});

describe('the hub address', () => {
  test('[18] wants an id, [19] a known one', async () => {
    const missing = await fetch(server.url);
    expect([missing.status, await missing.text()]).toEqual([400, 'Connection ID required']);
    for (const method of ['GET', 'POST', 'DELETE']) {
      const unknown = await fetch(`${server.url}?id=nobody`, { method });
      expect([unknown.status, await unknown.text()]).toEqual([404, 'No Connection with that ID']);
    }
  });

  test('[20][21][23] other methods do not reach a WebSocket connection', async () => {
    const { connectionToken } = await negotiate(server.url);
    const address = `${server.url}?id=${connectionToken}`;
    const client = await connectRaw(address, 'json');
    expect((await fetch(address, { method: 'PUT' })).status).toBe(405);
    expect((await fetch(address, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(400);
    expect((await fetch(address, { headers: { accept: 'text/event-stream' } })).status).toBe(400);
    client.ws.terminate();
  });

  test('other addresses are left to others', async () => {
    for (const path of ['/', '/hubs', '/hub/other', '/x/hub']) {
      expect((await fetch(`${server.origin}${path}`, { method: 'POST' })).status).toBe(404);
    }
  });

  test('[24] an unknown id opens no WebSocket; [26] a used one neither, and the first lives on', async () => {
    expect(await refusedUpgrade(`${server.url}?id=nobody`)).toBe(404);
    const { connectionToken } = await negotiate(server.url);
    const client = await connectRaw(`${server.url}?id=${connectionToken}`, 'json');
    expect(await refusedUpgrade(`${server.url}?id=${connectionToken}`)).toBe(409);
    client.send(json({ type: 1, invocationId: '1', target: 'Echo', arguments: [1] }));
    expect(await client.messages(1)).toHaveLength(1);
    client.ws.terminate();
  });

  test('[28] a foreign origin opens no WebSocket; the own, an allowed one and none do', async () => {
    expect(await refusedUpgrade(server.url, { origin: FOE })).toBe(403);
    expect(await refusedUpgrade(server.url, { origin: 'null' })).toBe(403);
    expect(server.log.events).toContainEqual({
      event: 'connection.origin_refused',
      fields: { origin: FOE, host: expect.any(String) },
    });
    for (const headers of [{ origin: server.origin }, { origin: FRIEND }, {}]) {
      const client = await rawClient(server.url, { headers });
      client.ws.terminate();
    }
  });

  test('takes no more connections than it may', async () => {
    const small = await listenHub(sampleHub(), { limits: { connections: 1 } });
    const client = await connectRaw(small.url, 'json');
    expect(await refusedUpgrade(small.url)).toBe(503);
    client.ws.terminate();
    await eventually(() => expect(small.hub.stats().connections).toBe(0));
    (await connectRaw(small.url, 'json')).ws.terminate();
    await small.close();
  });
});
