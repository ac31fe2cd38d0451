import { KEEP_ALIVE, serverPings, servicePings } from '@inkroom/azure-signalr/protocol/pings';
import { AckStatus, ConnectionType, ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { Secret } from '@inkroom/azure-signalr/secret';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openLine, startAppServer } from './app-server.ts';
import { KEY, startRig } from './emulator-rig.ts';

const HANDSHAKE: ServiceMessage = { type: T.handshakeRequest, version: 1, connectionType: 0, target: '', migrationLevel: 0 };

describe('who may open a server connection', () => {
  test.each([
    ['the key is another one', { key: 'another key' }],
    ['the token has run out', { lifetimeMs: -400_000 }],
    ['the audience is another hub', { audience: 'http://127.0.0.1/server/?hub=other' }],
    ['the audience is that of clients', { audience: 'http://127.0.0.1/client/?hub=chat' }],
    ['the audience is another host', { audience: 'http://elsewhere.example/server/?hub=chat' }],
  ])('401 where %s', async (_why, change) => {
    const rig = await startRig();
    await expect(openLine(rig, { token: await rig.serverToken('s', change) })).rejects.toThrow('401');
    expect(rig.emulator.stats().serverConnections).toBe(0);
  });

  test('401 without a token, 400 without a hub or with two', async () => {
    const rig = await startRig();
    await expect(openLine(rig, { token: '' })).rejects.toThrow('401');
    await expect(openLine(rig, { url: rig.serverUrl().replace('hub=chat&', '') })).rejects.toThrow('400');
    await expect(openLine(rig, { url: `${rig.serverUrl()}&hub=other` })).rejects.toThrow('400');
    await expect(openLine(rig, { url: rig.serverUrl().replace('/server/', '/other/') })).rejects.toThrow('404');
  });

  test('403 for a web page, whatever its token: it is no application server, and may not call the REST interface either', async () => {
    const rig = await startRig();
    for (const origin of ['https://evil.example', 'null', rig.emulator.url])
      await expect(openLine(rig, { headers: { origin } })).rejects.toThrow('403');
    expect(rig.emulator.stats().serverConnections).toBe(0);
    const call = { target: 'news', arguments: [] };
    const sent = await rig.rest('POST', '', { body: JSON.stringify(call), headers: { origin: 'https://evil.example' } });
    expect(sent.status).toBe(403);
    expect((await rig.rest('POST', '', { body: JSON.stringify(call) })).status).toBe(202);
  });

  test('either key opens, an audience may carry the port, and with the switch any host', async () => {
    const rig = await startRig({ accessKeys: [new Secret(KEY), new Secret('second key')], anyAudience: true });
    const changes = [
      { key: 'second key' },
      { audience: `${rig.emulator.url}/server/?hub=CHAT` },
      { audience: 'https://contoso.service.signalr.net/server/?hub=chat' },
    ];
    for (const change of changes) await openLine(rig, { token: await rig.serverToken('s', change) });
    expect(rig.emulator.stats().serverConnections).toBe(3);
  });

  test('the path may end without a slash', async () => {
    const rig = await startRig();
    await openLine(rig, { url: rig.serverUrl().replace('/server/?', '/server?') });
    expect(rig.emulator.stats().hubs).toMatchObject([{ hub: 'chat', serverConnections: 1, servers: ['server-1'] }]);
  });
});

describe('the service handshake', () => {
  test('is answered by the first message out, with an id and an empty map', async () => {
    const rig = await startRig();
    const line = await openLine(rig);
    expect(line.got[0]).toMatchObject({
      type: T.handshakeResponse,
      errorMessage: null,
      connectionId: expect.stringMatching(/./),
    });
  });

  test.each([
    ['of two elements', '920101'],
    ['of seven elements', '9701010 0a00080c2'.replaceAll(' ', '')],
    ['longer than any known', '9801010 0a00080c2c0'.replaceAll(' ', '')],
  ])('%s is accepted', async (_what, body) => {
    const rig = await startRig();
    const line = await openLine(rig, { connectionType: undefined });
    const bytes = Buffer.from(body, 'hex');
    line.ws.send(Buffer.concat([Buffer.from([bytes.length]), bytes]));
    expect((await line.first(T.handshakeResponse)).errorMessage).toBeNull();
  });

  test('of another version is refused with words', async () => {
    const line = await openLine(await startRig(), { connectionType: undefined });
    line.send({ ...HANDSHAKE, version: 2 } as ServiceMessage);
    expect((await line.first(T.handshakeResponse)).errorMessage).toBe('Version 2 is not supported.');
    await eventually(() => expect(line.closed()).toBe(1000));
  });

  test('must be the first message', async () => {
    const line = await openLine(await startRig(), { connectionType: undefined });
    line.send(KEEP_ALIVE);
    await eventually(() => expect(line.closed()).toBe(1006));
    expect(line.got).toEqual([]);
  });

  test('must come within 15 s', async () => {
    const clock = new FakeClock();
    const line = await openLine(await startRig({ clock }), { connectionType: undefined });
    clock.advance(15_000);
    expect(line.ws.readyState).toBe(WebSocket.OPEN);
    clock.advance(2_000);
    await eventually(() => expect(line.closed()).toBe(1006));
  });

  test('may come in pieces, with the next message behind it', async () => {
    const line = await openLine(await startRig(), { connectionType: undefined });
    for (const byte of Buffer.concat([writeServiceMessage(HANDSHAKE), writeServiceMessage(serverPings.askStatus)]))
      line.ws.send(Buffer.from([byte]));
    await line.first(T.ping);
    expect(line.got.map(({ type }) => type)).toEqual([T.handshakeResponse, T.ping]);
  });
});

describe('pings', () => {
  test('go out every 5 s, and a server that is silent for 30 s is cut off', async () => {
    const clock = new FakeClock();
    const line = await openLine(await startRig({ clock }));
    for (let count = 1; count <= 4; count++) {
      clock.advance(5_000);
      await eventually(() => expect(line.all(T.ping)).toHaveLength(count));
    }
    expect(line.all(T.ping)[0]).toEqual(KEEP_ALIVE);
    clock.advance(10_000);
    expect(line.closed()).toBeUndefined();
    clock.advance(2_000);
    await eventually(() => expect(line.closed()).toBe(1006));
  });

  test('of the server keep it', async () => {
    const clock = new FakeClock();
    const line = await openLine(await startRig({ clock }));
    clock.advance(20_000);
    line.send(serverPings.keepAlive(0, 0), serverPings.askStatus);
    await eventually(() =>
      expect(line.got).toContainEqual(expect.objectContaining({ messages: expect.arrayContaining(['status']) })),
    );
    clock.advance(20_000);
    line.send(serverPings.askStatus);
    await eventually(() => expect(line.all(T.ping).filter(({ messages }) => messages[0] === 'status')).toHaveLength(2));
  });

  test('ask for the status and for the servers', async () => {
    const rig = await startRig({ limits: { clients: 77 } });
    const line = await openLine(rig, { serverId: 'a' });
    await openLine(rig, { serverId: 'b' });
    line.send(serverPings.askStatus, { type: T.ping, messages: ['servers', ''] });
    await eventually(() => expect(line.all(T.ping)).toHaveLength(2));
    const [status, servers] = line.all(T.ping);
    expect(status).toEqual(servicePings.status({ isActive: false, clients: 0, serverConnections: 2, capacity: 77 }));
    expect(servers?.messages[1]).toMatch(/^\d+:a;b$/);
  });

  test.each([0, 1, 2] as const)('fin:%d is answered by finack at once', async (mode) => {
    const line = await openLine(await startRig());
    line.send(serverPings.fin(mode));
    expect(await line.first(T.ping)).toEqual(servicePings.finack);
  });
});

describe('what cannot be read', () => {
  test('is dropped, and the messages behind it are served', async () => {
    const rig = await startRig();
    const line = await openLine(rig);
    const odd = ['029106', '00', '0392 29c0'.replace(' ', '')].map((hex) => Buffer.from(hex, 'hex'));
    line.ws.send(Buffer.concat([...odd, writeServiceMessage(serverPings.askStatus)]));
    await line.first(T.ping);
    expect(line.closed()).toBeUndefined();
    expect(rig.emulator.trace.rows.filter(({ what }) => what === 'skipped')).toHaveLength(3);
  });

  test('ends the connection where the next message cannot be found', async () => {
    const rig = await startRig();
    const line = await openLine(rig);
    line.ws.send(Buffer.from('ffffffff08', 'hex'));
    await eventually(() => expect(line.closed()).toBe(1006));
    expect(rig.emulator.stats().serverConnections).toBe(0);
  });

  test('a message with a filter reaches nobody, rather than too many', async () => {
    const rig = await startRig();
    const line = await openLine(rig);
    line.send({ type: T.broadcastData, excludedConnectionIds: [], payloads: new Map(), extensions: { filter: 'x' } });
    await eventually(() => expect(rig.emulator.trace.rows.at(-1)?.about).toContain('filter'));
  });
});

describe('acknowledgements', () => {
  const join = (ackId: number): ServiceMessage => ({
    type: T.joinGroupWithAck,
    connectionId: 'nobody',
    group: 'g',
    ackId,
    extensions: {},
  });

  test('say that a connection is not there, on the connection that asked', async () => {
    const rig = await startRig();
    const [one, other] = [await openLine(rig), await openLine(rig)];
    one.send(join(7));
    expect(await one.first(T.ack)).toEqual({ type: T.ack, ackId: 7, status: AckStatus.notFound, message: null });
    expect(other.all(T.ack)).toEqual([]);
  });

  test('may be told to come late', async () => {
    const clock = new FakeClock();
    const rig = await startRig({ clock });
    const line = await openLine(rig);
    rig.emulator.chaos.delayAcks(12_000);
    line.send(join(1), serverPings.askStatus);
    await line.first(T.ping);
    expect(line.all(T.ack)).toEqual([]);
    clock.advance(12_000);
    expect((await line.first(T.ack)).ackId).toBe(1);
  });

  test('of what is asked about users and groups', async () => {
    const rig = await startRig();
    const line = await openLine(rig, { connectionType: ConnectionType.weak });
    const e = { extensions: {} };
    line.send(
      { type: T.checkUserExistenceWithAck, userId: 'u', ackId: 1, ...e },
      { type: T.checkGroupExistenceWithAck, group: 'g', ackId: 2, ...e },
      { type: T.checkConnectionExistenceWithAck, connectionId: 'c', ackId: 3, ...e },
      { type: T.checkUserInGroupWithAck, userId: 'u', group: 'g', ackId: 4, ...e },
      { type: T.userJoinGroupWithAck, userId: 'u', group: 'g', ackId: 5, ...e },
      { type: T.checkUserInGroupWithAck, userId: 'u', group: 'g', ackId: 6, ...e },
      { type: T.userLeaveGroupWithAck, userId: 'u', group: null, ackId: 7, ...e },
      { type: T.checkUserInGroupWithAck, userId: 'u', group: 'g', ackId: 8, ...e },
      { type: T.leaveGroupWithAck, connectionId: 'c', group: null, ackId: 9, ...e },
      { type: T.closeConnectionsWithAck, reason: null, ackId: 10, excludedConnectionIds: [], ...e },
    );
    await eventually(() => expect(line.all(T.ack)).toHaveLength(10));
    expect(line.all(T.ack).map(({ ackId, status }) => [ackId, status])).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
      [4, 2],
      [5, 1],
      [6, 1],
      [7, 1],
      [8, 2],
      [9, 2],
      [10, 1],
    ]);
  });
});

test('the last one who leaves a hub leaves nothing behind', async () => {
  const rig = await startRig();
  const { lines } = await startAppServer(rig);
  for (const { ws } of lines) ws.close();
  await eventually(() => expect(rig.emulator.stats()).toMatchObject({ serverConnections: 0, hubs: [] }));
});
