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
