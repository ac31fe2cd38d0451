import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { precompress } from '../../../build/precompress.ts';
import { createHttpApp, type HttpAppOptions } from '../../../server/http/app.ts';
import { isSecurePage } from '../../../server/http/security-headers.ts';
import { nodeClock } from '../../../server/process/node-host.ts';
import { eventually } from '../../support/eventually.ts';

const options: HttpAppOptions = {
  clock: nodeClock,
  raw: { handleRequest: () => false, handleUpgrade: () => false },
  log: { debug() {}, info() {}, warn() {}, error() {} },
  hosts: { boundTo: '0.0.0.0', allowedHosts: [], publicHost: undefined },
  maxSockets: 50,
  maxSocketsPerAddress: 50,
  webRoot: undefined,
  readers: ['app://inkroom'],
  network: () => ['http://192.168.1.7:7420'],
  publicUrl: undefined,
  connectTo: [],
  notReady: () => undefined,
  health: () => 'ok\n',
  metrics: undefined,
  signIn: undefined,
  pictures: { get: async () => undefined, put: async () => 'unknown', shows: () => false },
  addressOf: () => '',
};

test('sockets are bounded, and a silent or slow one is closed within a minute', async () => {
  const { app } = await createHttpApp({ ...options, maxSockets: 7 });
  const { maxConnections, headersTimeout, requestTimeout } = app.server;
  expect({ maxConnections, headersTimeout, requestTimeout }).toEqual({
    maxConnections: 7,
    headersTimeout: 10_000,
    requestTimeout: 60_000,
  });
  await app.close();
});

test('one network address leaves sockets for others, and what is closed at once is in the log', async () => {
  const logged: unknown[] = [];
  const log = { ...options.log, warn: (event: string, fields?: object) => void logged.push({ event, ...fields }) };
  const { app } = await createHttpApp({ ...options, log, maxSockets: 4, maxSocketsPerAddress: 3 });
  onTestFinished(() => app.close());
  await app.listen({ host: '0.0.0.0', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const come = async (localAddress: string): Promise<net.Socket> => {
    const socket = net.connect({ port, host: '127.0.0.1', localAddress });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const greedy = [await come('127.0.0.1'), await come('127.0.0.1'), await come('127.0.0.1'), await come('127.0.0.1')];
  await once(greedy[3] as net.Socket, 'close');
  const socketsFull = { event: 'http.sockets_full', sockets: 4 };
  expect(logged).toEqual([{ ...socketsFull, address: '127.0.0.1' }]);
  const other = await come('127.0.0.2');
  other.write('GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n');
  expect(String((await once(other, 'data'))[0])).toContain('200 OK');
  await once(await come('127.0.0.3'), 'close');
  expect(logged.at(-1)).toEqual({ ...socketsFull, address: undefined });
  greedy[0]?.destroy();
  await once(greedy[0] as net.Socket, 'close');
  await eventually(async () => {
    const again = await come('127.0.0.1');
    again.write('GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n');
    expect(String((await once(again, 'data'))[0])).toContain('200 OK');
  });
});

test('a reader that takes nothing of an answer is cut off, whatever route answers', async () => {
  const webRoot = await mkdtemp(join(tmpdir(), 'inkroom-web-'));
  onTestFinished(() => rm(webRoot, { recursive: true }));
  await writeFile(join(webRoot, 'index.html'), 'x'.repeat(16 * 1024 * 1024));
  const picture = { bytes: new Uint8Array(16 * 1024 * 1024), type: 'image/png' };
  const { app } = await createHttpApp({
    ...options,
    webRoot,
    pictures: { ...options.pictures, get: async () => picture },
    stalledMs: 100,
  });
  onTestFinished(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  for (const url of ['/', `/pictures/room-1/${'A'.repeat(43)}`]) {
    const socket = net.connect({ port, host: '127.0.0.1' });
    onTestFinished(() => void socket.destroy());
    let isClosed = false;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      isClosed = true;
    });
    socket.write(`GET ${url} HTTP/1.1\r\nHost: h\r\n\r\n`);
    await eventually(() => {
      // A socket that reads nothing does not learn of its end; writing tells it.
      socket.write('x');
      expect(isClosed, url).toBe(true);
    });
  }
});

test('a request to a name that is not the hub’s is refused, and the log says to which', async () => {
  const logged: unknown[] = [];
  const log = { ...options.log, info: (event: string, fields?: object) => void logged.push({ event, ...fields }) };
  const hosts = { boundTo: '127.0.0.1', allowedHosts: [], publicHost: undefined };
  const { app } = await createHttpApp({ ...options, log, hosts });
  onTestFinished(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  for (const more of ['', 'Connection: Upgrade\r\nUpgrade: websocket\r\n']) {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.write(`GET /hub HTTP/1.1\r\nHost: evil.example\r\n${more}\r\n`);
    expect(String((await once(socket, 'data'))[0])).toContain('421 Misdirected Request');
    socket.destroy();
  }
  expect(logged).toEqual(Array(2).fill({ event: 'http.host_refused', host: 'evil.example' }));
});

test('the body of a request that takes none is refused before it is sent', async () => {
  const { app } = await createHttpApp(options);
  onTestFinished(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  for (const type of ['application/json', 'text/plain', 'image/png']) {
    const socket = net.connect({ port, host: '127.0.0.1' });
    onTestFinished(() => void socket.destroy());
    socket.write(`POST /nothing HTTP/1.1\r\nHost: h\r\nContent-Type: ${type}\r\nContent-Length: 1000000\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString().slice(0, 12)).toBe('HTTP/1.1 413');
  }
});

test('a host header that is none does not get into the policy', async () => {
  const { app } = await createHttpApp(options);
  const page = await app.inject({ url: '/', headers: { host: "evil; script-src 'unsafe-inline'" } });
  const policy = String(page.headers['content-security-policy']);
  expect(policy).not.toContain('evil');
  expect(policy).toContain("connect-src 'self';");
  await app.close();
});

test('a socket that is closed for what it sent ahead has begun the first of its requests only', async () => {
  const begun: string[] = [];
  const handleRequest: HttpAppOptions['raw']['handleRequest'] = ({ url = '' }, response) => {
    begun.push(url);
    setImmediate(() => response.end());
    return true;
  };
  const { app } = await createHttpApp({ ...options, raw: { ...options.raw, handleRequest } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const send = (path: string, count: number): Promise<void> =>
    new Promise((resolve) => {
      const socket = net.connect({ host: '127.0.0.1', port });
      socket.on('error', () => undefined);
      socket.once('close', () => resolve());
      socket.resume();
      socket.end(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(count));
    });
  await send('/too-many', 100);
  expect(begun).toEqual(['/too-many']);
  await send('/some', 1);
  expect(begun).toEqual(['/too-many', '/some']);
  await app.close();
});

test('upgrades that come together begin in several turns', async () => {
  let mono = 0;
  let turn = 0;
  const begunIn: number[] = [];
  const handleUpgrade: HttpAppOptions['raw']['handleUpgrade'] = (_request, socket) => {
    mono += 10;
    begunIn.push(turn);
    socket.destroy();
    return true;
  };
  const { app } = await createHttpApp({
    ...options,
    clock: { mono: () => mono },
    raw: { ...options.raw, handleUpgrade },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  let isOver = false;
  const count = (): void => {
    turn++;
    if (!isOver) setImmediate(count);
  };
  count();
  const come = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = net.connect({ host: '127.0.0.1', port });
      socket.on('error', () => undefined);
      socket.once('close', () => resolve());
      socket.end('GET /hub HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
  await Promise.all(Array.from({ length: 40 }, come));
  isOver = true;
  expect(begunIn).toHaveLength(40);
  expect(new Set(begunIn).size).toBe(40);
  await app.close();
});

test('of requests that are sent without an end and never read, no more than a few are looked at', async () => {
  const { app } = await createHttpApp(options);
  await app.listen({ host: '127.0.0.1', port: 0 });
  let requests = 0;
  app.server.on('request', () => requests++);
  const { port } = app.server.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    socket.resume();
    socket.write('GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(5_000));
  });
  expect(requests).toBe(17);
  // The parser is of use to others again.
  const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`http://127.0.0.1:${port}/healthz`)));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  await app.close();
});

test('the page is served compressed to who takes that, its hashed files for good, and index.html never without asking', async () => {
  const webRoot = await mkdtemp(join(tmpdir(), 'inkroom-web-'));
  onTestFinished(() => rm(webRoot, { recursive: true }));
  const script = 'export const room = "tea";\n'.repeat(200);
  const page = `<!doctype html><title>Inkroom</title>${'<p>Draw together.</p>'.repeat(100)}`;
  await mkdir(join(webRoot, 'assets'));
  await writeFile(join(webRoot, 'index.html'), page);
  await writeFile(join(webRoot, 'assets/index-DgcLw8jn.js'), script);
  await writeFile(join(webRoot, 'assets/icon-BKUWDLo2.svg'), '<svg/>');
  precompress(webRoot);
  const { app } = await createHttpApp({ ...options, webRoot });
  onTestFinished(() => app.close());
  const get = async (url: string, accepted: string) => {
    const { statusCode, headers, rawPayload } = await app.inject({ url, headers: { 'accept-encoding': accepted } });
    expect(statusCode).toBe(200);
    expect(headers['content-length']).toBe(String(rawPayload.length));
    return { headers, bytes: rawPayload };
  };

  const url = '/assets/index-DgcLw8jn.js';
  const brotli = await get(url, 'gzip, deflate, br, zstd');
  expect(brotli.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect(brotliDecompressSync(brotli.bytes).toString()).toBe(script);
  const gzip = await get(url, 'gzip, deflate');
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(gzip.bytes).toString()).toBe(script);
  const plain = await get(url, 'identity');
  expect([plain.headers['content-encoding'], plain.bytes.toString()]).toEqual([undefined, script]);
  expect(plain.headers.vary).toBe('accept-encoding');

  const index = await get('/', 'br');
  expect(index.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'no-cache', vary: 'accept-encoding' });
  expect(brotliDecompressSync(index.bytes).toString()).toBe(page);
  // Too small to be worth it.
  const icon = await get('/assets/icon-BKUWDLo2.svg', 'br');
  expect([icon.headers['content-encoding'], icon.bytes.toString()]).toEqual([undefined, '<svg/>']);
  await app.close();
});

test.each([
  ['127.0.0.1:7420', undefined, undefined, true],
  ['localhost', undefined, undefined, true],
  ['192.168.1.7:7420', undefined, undefined, false],
  [undefined, undefined, undefined, false],
  ['ink.example', 'https', undefined, true],
  ['ink.example', 'https, http', undefined, false],
  ['ink.example', undefined, 'https://ink.example', true],
  ['ink.example', undefined, 'http://ink.example', false],
] as const)(
  'a page asked for as %s (proxy: %s, public: %s) is in a secure context: %s',
  (host, forwarded, publicUrl, isSecure) => {
    expect(isSecurePage(host, forwarded, publicUrl)).toBe(isSecure);
  },
);

test('only a secure context is sent the opener policy: elsewhere browsers complain of it', async () => {
  const { app } = await createHttpApp(options);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const policyOf = (host: string): Promise<unknown> =>
    new Promise((resolve) => {
      get({ port, host: '127.0.0.1', path: '/healthz', headers: { host } }, (response) => {
        response.resume();
        resolve(response.headers['cross-origin-opener-policy']);
      });
    });
  expect([await policyOf('localhost'), await policyOf('192.168.1.7')]).toEqual(['same-origin', undefined]);
  await app.close();
});
