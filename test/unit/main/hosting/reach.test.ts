import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { reachesHub } from '../../../../main/hosting/reach.ts';

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an address at which a hub answers is reached', async () => {
  const asked: (string | undefined)[] = [];
  const server = await answering((request, response) => {
    asked.push(request.url);
    response.end('ok\n');
  });
  expect(await reachesHub(server)).toBe(true);
  expect(asked).toEqual(['/healthz']);
});

test('one at which nothing listens, or another program does, is not, and nothing throws', async () => {
  for (const listener of [
    (_request, response) => response.writeHead(404).end('ok'),
    (_request, response) => response.end('<title>Printer</title>'),
    (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    (request) => request.socket.destroy(),
  ] satisfies RequestListener[]) {
    expect(await reachesHub(await answering(listener))).toBe(false);
    await stop?.();
  }
  const gone = await answering(() => {});
  await stop?.();
  stop = undefined;
  expect(await reachesHub(gone)).toBe(false);
});

test('one that never answers, as behind a firewall, is given up', async () => {
  expect(await reachesHub(await answering(() => {}), 50)).toBe(false);
});
