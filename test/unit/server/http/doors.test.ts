import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpApp, type HttpAppOptions } from '../../../../server/http/app.ts';
import { createDoors } from '../../../../server/http/doors.ts';
import { listenOnFirstFree, portsToTry, readPort } from '../../../../server/http/next-port.ts';
import { nodeClock } from '../../../../server/process/node-host.ts';

/** An address of this machine's loopback network that no link of the hub names by itself. */
const DOOR = '127.0.0.21';

const options: HttpAppOptions = {
  clock: nodeClock,
  raw: { handleRequest: () => false, handleUpgrade: () => false },
  log: { debug() {}, info() {}, warn() {}, error() {} },
  hosts: { boundTo: '127.0.0.1', allowedHosts: [], publicHost: undefined },
  maxSockets: 50,
  maxSocketsPerAddress: 50,
  webRoot: undefined,
  connectTo: [],
  readers: ['app://inkroom'],
  network: () => ['http://192.168.1.7:7420'],
  publicUrl: undefined,
  notReady: () => undefined,
  health: () => 'ok\n',
  metrics: undefined,
  signIn: undefined,
  pictures: { get: async () => undefined, put: async () => 'unknown', shows: () => false },
  addressOf: () => '',
};

/** The answer's status to a request that names the server like this. */
function statusOf(server: string, host: string, path = '/healthz'): Promise<number | undefined> {
  const { hostname, port } = new URL(server);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function hubWithDoors() {
  const { app, anotherServer } = await createHttpApp(options);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const doors = createDoors(anotherServer, nodeClock);
  ends.push(
    () => doors.closeAll(),
    () => app.close(),
  );
  return { doors, port: (app.server.address() as AddressInfo).port };
}

describe.runIf(process.platform === 'linux')('a further door of a running hub', () => {
  test('serves the same pages on its own address and the hub’s port, to links with that address and to no other name', async () => {
    const { doors, port } = await hubWithDoors();
    const server = await doors.open(DOOR, port);
    expect(server).toBe(`http://${DOOR}:${port}`);
    expect(await doors.open(DOOR, port)).toBe(server);
    expect(doors.servers()).toEqual([server]);
    expect(await statusOf(server, `${DOOR}:${port}`)).toBe(200);
    for (const foreign of ['evil.example', `localhost:${port}`, '192.168.1.7', '127.0.0.1'])
      expect(await statusOf(server, foreign)).toBe(421);
    // The first door has not learned another name.
    expect(await statusOf(`http://127.0.0.1:${port}`, 'evil.example')).toBe(421);
  });

  test('takes the next port where the hub’s is in use, and says which', async () => {
    const { doors, port } = await hubWithDoors();
    const other = createServer().listen(port, DOOR);
    await once(other, 'listening');
    ends.push(async () => {
      other.close();
      await once(other, 'close');
    });
    const server = await doors.open(DOOR, port);
    expect(Number(new URL(server).port)).toBeGreaterThan(port);
    expect(await statusOf(server, DOOR)).toBe(200);
  });

  test('is shut: nobody comes in any more, who was in is sent away, and it opens again', async () => {
    const { doors, port } = await hubWithDoors();
    const server = await doors.open(DOOR, port);
    const guest = connect(port, DOOR);
    await once(guest, 'connect');
    guest.write(`GET /healthz HTTP/1.1\r\nhost: ${DOOR}\r\n\r\n`);
    await once(guest, 'data');
    const left = once(guest, 'close');
    await Promise.all([doors.close(DOOR), left]);
    await doors.close(DOOR);
    expect(doors.servers()).toEqual([]);
    await expect(statusOf(server, DOOR)).rejects.toThrow(/ECONNREFUSED/);
    expect(await statusOf(await doors.open(DOOR, port), DOOR)).toBe(200);
  });

  test('an address that this machine does not have is refused with the system’s code', async () => {
    const { doors } = await hubWithDoors();
    await expect(doors.open('203.0.113.9', 7420)).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
    expect(doors.servers()).toEqual([]);
  });
});

test('where the hub is reached is told on its own computer, to its own pages and to the desktop app’s', async () => {
  const { app } = await createHttpApp(options);
  ends.push(() => app.close());
  const asked = (host: string, origin?: string) =>
    app.inject({ url: '/addresses', headers: { host, ...(origin ? { origin } : {}) } });
  expect((await asked('127.0.0.1:7420')).json()).toEqual({ network: ['http://192.168.1.7:7420'] });
  expect((await asked('192.168.1.7:7420')).json()).toEqual({ network: [] });
  expect((await asked('localhost', 'app://inkroom')).headers['access-control-allow-origin']).toBe('app://inkroom');
  expect((await asked('localhost', 'https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
});

describe('ports', () => {
  test.each([
    ['7420', { port: 7420, orNext: false }],
    ['7420+', { port: 7420, orNext: true }],
    ['0', { port: 0, orNext: false }],
    ['0+', undefined],
    ['65536', undefined],
    ['+', undefined],
    ['', undefined],
    ['-1', undefined],
    ['80 +', undefined],
  ])('%j is read as %j', (text, read) => expect(readPort(text)).toEqual(read));

  test('one that may be another is searched for in the next twenty, and not beyond the last', () => {
    expect(portsToTry(7420, false)).toEqual([7420]);
    expect(portsToTry(7420, true)).toHaveLength(20);
    expect(portsToTry(65_534, true)).toEqual([65_534, 65_535]);
  });

  test('one that is in use is passed over; any other fault ends the search', async () => {
    const tried: number[] = [];
    const failing = (code: string) => async (port: number) => {
      tried.push(port);
      if (port < 3) throw Object.assign(new Error(code), { code });
    };
    await listenOnFirstFree([1, 2, 3, 4], failing('EADDRINUSE'));
    expect(tried.splice(0)).toEqual([1, 2, 3]);
    await expect(listenOnFirstFree([1, 2], failing('EADDRINUSE'))).rejects.toMatchObject({ code: 'EADDRINUSE' });
    tried.splice(0);
    await expect(listenOnFirstFree([1, 2, 3], failing('EACCES'))).rejects.toMatchObject({ code: 'EACCES' });
    expect(tried).toEqual([1]);
  });
});
