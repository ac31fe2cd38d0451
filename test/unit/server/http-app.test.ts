import { expect, test } from 'vitest';
import { createHttpApp } from '../../../server/http/app.ts';

test('sockets are bounded, and a silent or slow one is closed within a minute', async () => {
  const app = await createHttpApp({
    raw: { handleRequest: () => false, handleUpgrade: () => false },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    maxSockets: 7,
    webRoot: undefined,
    connectTo: [],
    notReady: () => undefined,
    health: () => 'ok\n',
    metrics: () => [],
  });
  await app.ready();
  const { maxConnections, headersTimeout, requestTimeout } = app.server;
  expect({ maxConnections, headersTimeout, requestTimeout }).toEqual({
    maxConnections: 7,
    headersTimeout: 10_000,
    requestTimeout: 60_000,
  });
  await app.close();
});
