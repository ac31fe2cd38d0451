import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RawClient, rawClient, refusedUpgrade } from '../signalr/raw-client.ts';
import { type LiveHub, liveHub, metricsText } from './live-hub.ts';
import { RoomClient } from './room-client.ts';

let web = '';
let hub: LiveHub | undefined;
beforeAll(() => {
  web = mkdtempSync(join(tmpdir(), 'inkroom-web-'));
  mkdirSync(join(web, 'assets'));
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>Inkroom</title>');
  writeFileSync(join(web, 'assets', 'index-Ab3_xY-9.js'), 'export {};');
  writeFileSync(join(web, '.secret'), 'no');
});
afterAll(() => rmSync(web, { recursive: true }));
afterEach(async () => {
  await hub?.stop();
  hub = undefined;
});

/** Paths go out as they are: `fetch` would tidy them up. */
function getRaw(server: string, path: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    request(server, { path }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

test('the page comes with a policy that names this host only, and is asked for anew each time', async () => {
  hub = await liveHub({ web });
  const page = await fetch(`${hub.server}/`);
  expect(page.status).toBe(200);
  const policy = page.headers.get('content-security-policy') ?? '';
  const { host } = new URL(hub.server);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain(`connect-src 'self' ws://${host} wss://${host};`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('content-type')).toContain('text/html');
});

test('files with a hash in their name are kept for ever', async () => {
  hub = await liveHub({ web });
  const script = await fetch(`${hub.server}/assets/index-Ab3_xY-9.js`);
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(script.headers.get('content-type')).toContain('javascript');
});

test.each([
  '/.secret',
  '/../package.json',
  '/%2e%2e/package.json',
  '/assets/..%2f..%2fpackage.json',
  '/nothing',
  '/hubs',
  '/%00',
])('%s is not served', async (path) => {
  hub = await liveHub({ web });
  const answer = await getRaw(hub.server, path);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body).not.toMatch(/dependencies|Error:/);
});

test('without a built web client the page says how to build it', async () => {
  hub = await liveHub({ web: join(web, 'nowhere') });
  const page = await fetch(`${hub.server}/`);
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('npm run build');
  expect(hub.logged.some(({ event }) => event === 'server.web_client_missing')).toBe(true);
});

test('health, readiness and metrics', async () => {
  hub = await liveHub({ web });
  expect((await fetch(`${hub.server}/healthz`)).status).toBe(200);
  expect((await fetch(`${hub.server}/readyz`)).status).toBe(200);
  await RoomClient.join(hub.server);
  expect(await hub.metric('inkroom_connection_count')).toBe(1);
  expect(await hub.metric('inkroom_rooms')).toBe(1);
  expect(await hub.metric('inkroom_members')).toBe(1);
  expect(await hub.metric('inkroom_loop_delay_max_ms')).toBeGreaterThanOrEqual(0);
  expect(await hub.metric('inkroom_messages_in_total')).toBeGreaterThan(0);
  const text = await metricsText(hub.server);
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) inkroom_\w+ .+|inkroom_\w+(\{le="[^"]+"\})? [\d.]+)$/);
});

test('metrics are told to who has the token, and to nobody where there is none', async () => {
  hub = await liveHub({ web });
  for (const authorization of [undefined, 'Bearer', 'Bearer a-token-for-tess', 'Basic a-token-for-tests', 'a-token-for-tests']) {
    const refused = await fetch(`${hub.server}/metrics`, authorization === undefined ? {} : { headers: { authorization } });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await refused.text()).not.toContain('inkroom_');
  }
  expect(await metricsText(hub.server)).toContain('inkroom_rooms 0');
  await hub.stop();
  hub = await liveHub({ web, metricsToken: undefined });
  expect((await fetch(`${hub.server}/metrics`)).status).toBe(404);
});

test('only pages of the hub, of the desktop app and of allowed origins may connect', async () => {
  hub = await liveHub({ web, allowedOrigins: ['app://inkroom', 'https://boards.example'] });
  const { server } = hub;
  const negotiate = (origin?: string) =>
    fetch(`${server}/hub/negotiate?negotiateVersion=1`, { method: 'POST', headers: origin === undefined ? {} : { origin } });
  for (const origin of ['app://inkroom', 'https://boards.example', server]) {
    const answer = await negotiate(origin);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  }
  expect((await negotiate()).status).toBe(200);
  const foreign = await negotiate('https://evil.example');
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});

test('an upgrade for anything but the hub is answered and closed', async () => {
  hub = await liveHub({ web });
  const { port } = new URL(hub.server);
  const status = await new Promise<number>((resolve, reject) => {
    request({
      host: '127.0.0.1',
      port,
      path: '/elsewhere',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        'sec-websocket-version': '13',
      },
    })
      .on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .on('upgrade', () => reject(new Error('it was accepted')))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(404);
});

/** Sends bytes as they are and resolves with all that came back, when the socket is closed. */
function exchange(server: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(server);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      answer += text;
    });
    // The server may reset the connection.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const countOf = (answer: string): number => answer.split('HTTP/1.1 ').length - 1;
const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
const LAST = 'Connection: close\r\n';

test.each([['/'], ['/assets/index-Ab3_xY-9.js'], ['/nothing'], ['/metrics']])(
  'requests for %s that are sent ahead end the socket when too many have no answer yet',
  async (path) => {
    hub = await liveHub({ web });
    expect(countOf(await exchange(hub.server, get(path).repeat(500)))).toBeLessThan(20);
    expect(countOf(await exchange(hub.server, get(path).repeat(15) + get(path, LAST)))).toBe(16);
    expect((await fetch(`${hub.server}/healthz`)).status).toBe(200);
  },
);

test('polls of the hub that are sent ahead count like other requests', async () => {
  hub = await liveHub({ web });
  const answer = await fetch(`${hub.server}/hub/negotiate?negotiateVersion=1`, { method: 'POST' });
  const { connectionToken } = (await answer.json()) as { readonly connectionToken: string };
  expect(countOf(await exchange(hub.server, get(`/hub?id=${connectionToken}`).repeat(500)))).toBeLessThan(20);
});

test('one socket may ask very often when it waits for the answers', async () => {
  hub = await liveHub({ web });
  const { server } = hub;
  const statuses = new Set<number>();
  for (let i = 0; i < 100; i++) statuses.add((await fetch(`${server}/healthz`)).status);
  expect([...statuses]).toEqual([200]);
});

/** Status and headers of an answer to a request with any headers, `Host` too. */
function ask(url: string, method: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    })
      .on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response);
      })
      .on('error', reject)
      .end();
  });
}

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

test('a page whose own name leads to this machine reaches nothing of the hub', async () => {
  hub = await liveHub({ web });
  const { server } = hub;
  const { port } = new URL(server);
  const rebound = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
  expect((await ask(`${server}/`, 'GET', rebound)).statusCode).toBe(421);
  expect((await ask(`${server}/metrics`, 'GET', rebound)).statusCode).toBe(421);
  const negotiated = await ask(`${server}/hub/negotiate?negotiateVersion=1`, 'POST', rebound);
  expect(negotiated.statusCode).toBe(421);
  expect(negotiated.headers['access-control-allow-origin']).toBeUndefined();
  expect((await ask(`${server}/hub`, 'GET', { ...rebound, ...UPGRADE })).statusCode).toBe(421);
  expect((await ask(`${server}/hub`, 'GET', { ...UPGRADE, host: `localhost:${port}` })).statusCode).toBe(101);
});

test('pages of the public URL may connect, whatever name the proxy asks for', async () => {
  hub = await liveHub({ web, publicUrl: 'https://ink.example' });
  const server = hub.addresses.local;
  const origin = 'https://ink.example';
  expect((await ask(`${server}/hub`, 'GET', { ...UPGRADE, host: 'ink.example', origin })).statusCode).toBe(101);
  expect((await ask(`${server}/hub`, 'GET', { ...UPGRADE, origin })).statusCode).toBe(101);
  expect((await ask(`${server}/`, 'GET', { host: 'ink.example' })).statusCode).toBe(200);
});

test('a foreign page takes no place by negotiating', async () => {
  hub = await liveHub({ web });
  const address = `${hub.server}/hub/negotiate?negotiateVersion=1`;
  expect((await ask(address, 'POST', { origin: 'https://foreign.example' })).statusCode).toBe(403);
  expect((await ask(address, 'POST', { origin: 'null' })).statusCode).toBe(403);
  expect((await ask(address, 'POST', { origin: 'app://inkroom' })).statusCode).toBe(200);
  expect((await ask(address, 'POST', { origin: new URL(hub.server).origin })).statusCode).toBe(200);
});

test("the SignalR server's answers carry the headers of all answers", async () => {
  hub = await liveHub({ web });
  for (const [path, method] of [
    ['/hub/negotiate?negotiateVersion=1', 'POST'],
    ['/hub', 'GET'],
    ['/hub?id=nothing', 'GET'],
    ['/', 'GET'],
  ] as const) {
    const { headers } = await ask(`${hub.server}${path}`, method, {});
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  }
});

test('pages of another origin may ask whether the hub answers, as the desktop app does before it redials', async () => {
  hub = await liveHub({ web });
  const { headers, statusCode } = await ask(`${hub.server}/healthz`, 'GET', { origin: 'app://inkroom' });
  expect([statusCode, headers['cross-origin-resource-policy']]).toEqual([200, 'cross-origin']);
});

test('one address has its share of connections; others have theirs', async () => {
  hub = await liveHub({ web, maxConnectionsPerAddress: 2, trustProxy: true });
  const { server } = hub;
  const sockets: RawClient[] = [];
  const from = (one: string) => ({ 'x-forwarded-for': `6.6.6.6, ${one}` });
  for (let i = 0; i < 2; i++) sockets.push(await rawClient(`${server}/hub`, { headers: from('1.1.1.1') }));
  expect(await refusedUpgrade(`${server}/hub`, from('1.1.1.1'))).toBe(503);
  sockets.push(await rawClient(`${server}/hub`, { headers: from('2.2.2.2') }));
  for (const { ws } of sockets) ws.terminate();
});

test('without a trusted proxy clients cannot choose their address', async () => {
  hub = await liveHub({ web, maxConnectionsPerAddress: 1 });
  const { server } = hub;
  const first = await rawClient(`${server}/hub`, { headers: { 'x-forwarded-for': '1.1.1.1' } });
  expect(await refusedUpgrade(`${server}/hub`, { 'x-forwarded-for': '2.2.2.2' })).toBe(503);
  first.ws.terminate();
});

test('of the negotiated connections of one address that never come, the oldest are forgotten', async () => {
  hub = await liveHub({ web });
  const { server } = hub;
  const negotiate = async (): Promise<string> => {
    const answer = await fetch(`${server}/hub/negotiate?negotiateVersion=1`, { method: 'POST' });
    return ((await answer.json()) as { readonly connectionToken: string }).connectionToken;
  };
  const tokens: string[] = [];
  for (let i = 0; i < 300; i++) tokens.push(await negotiate());
  const statusOf = async (token: string | undefined): Promise<number | undefined> =>
    (await ask(`${server}/hub?id=${token}`, 'GET', UPGRADE)).statusCode;
  expect([await statusOf(tokens[199]), await statusOf(tokens[200]), await statusOf(tokens[299])]).toEqual([404, 101, 101]);
});
