import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createHttpApp, type HttpAppOptions } from '../../../server/http/app.ts';

const options: HttpAppOptions = {
  raw: { handleRequest: () => false, handleUpgrade: () => false },
  log: { debug() {}, info() {}, warn() {}, error() {} },
  hosts: { boundTo: '0.0.0.0', allowedHosts: [], publicHost: undefined },
  maxSockets: 7,
  webRoot: undefined,
  connectTo: [],
  notReady: () => undefined,
  health: () => 'ok\n',
  metrics: () => [],
};

test('sockets are bounded, and a silent or slow one is closed within a minute', async () => {
  const app = await createHttpApp(options);
  const { maxConnections, headersTimeout, requestTimeout } = app.server;
  expect({ maxConnections, headersTimeout, requestTimeout }).toEqual({
    maxConnections: 7,
    headersTimeout: 10_000,
    requestTimeout: 60_000,
  });
  await app.close();
});

test('a host header that is none does not get into the policy', async () => {
  const app = await createHttpApp(options);
  const page = await app.inject({ url: '/', headers: { host: "evil; script-src 'unsafe-inline'" } });
  const policy = String(page.headers['content-security-policy']);
  expect(policy).not.toContain('evil');
  expect(policy).toContain("connect-src 'self';");
  await app.close();
});

test('of requests that are sent without an end and never read, no more than a few are looked at', async () => {
  const app = await createHttpApp(options);
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
