import { LongClaim } from '@inkroom/azure-signalr/auth/client-claims';
import { serverPings } from '@inkroom/azure-signalr/protocol/pings';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { headerValues, NO_HEADERS } from '@inkroom/azure-signalr/protocol/service-containers';
import type { HubConnection } from '@microsoft/signalr';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectRaw, json, packed, type RawClient, RS, rawClient, refusedUpgrade } from '../signalr/raw-client.ts';
import { type StockOptions, stockClient } from '../signalr/stock-clients.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openLine, saying, startAppServer } from './app-server.ts';
import { type Rig, startRig } from './emulator-rig.ts';

type Identity = Parameters<Rig['clientToken']>[0];

/** A stock client that is connected, and what it has been told. */
async function joined(rig: Rig, options: StockOptions & { readonly identity?: Identity } = {}) {
  const client = stockClient(rig.clientUrl(), { token: await rig.clientToken(options.identity), ...options });
  onTestFinished(() => client.stop());
  const said: unknown[] = [];
  client.on('said', (value: unknown) => said.push(value));
  await client.start();
  return { client, said };
}

/** A raw WebSocket that has negotiated nothing. */
async function raw(rig: Rig, protocol: 'json' | 'messagepack' = 'json'): Promise<RawClient> {
  const client = await connectRaw(await rawUrl(rig), protocol);
  onTestFinished(() => client.ws.terminate());
  return client;
}

const rawUrl = async (rig: Rig, rules?: Parameters<Rig['clientToken']>[1]): Promise<string> =>
  `${rig.clientUrl()}&access_token=${await rig.clientToken({}, rules)}`;

async function negotiate(rig: Rig, query = '', token?: string): Promise<Response> {
  const url = rig.clientUrl(query).replace('/client/?', '/client/negotiate?');
  return fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token ?? (await rig.clientToken())}` } });
}

describe('negotiation', () => {
  test('gives an id, and a secret where version 1 is asked for', async () => {
    const rig = await startRig();
    const transports = [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }];
    const one = (await (await negotiate(rig, 'negotiateVersion=1')).json()) as Record<string, string>;
    expect(one).toEqual({
      negotiateVersion: 1,
      connectionId: expect.stringMatching(/^[\w-]{22}$/),
      connectionToken: expect.stringMatching(/^[\w-]{22}$/),
      availableTransports: transports,
    });
    expect(one.connectionId).not.toBe(one.connectionToken);
    const zero = await (await negotiate(rig)).json();
    expect(zero).toEqual({ negotiateVersion: 0, connectionId: expect.any(String), availableTransports: transports });
  });

  test('refuses a version that comes twice, a wrong key, a wrong method', async () => {
    const rig = await startRig();
    expect((await negotiate(rig, 'negotiateVersion=1&negotiateVersion=1')).status).toBe(400);
    expect((await negotiate(rig, '', await rig.clientToken({}, {}, { key: 'other' }))).status).toBe(401);
    expect((await fetch(rig.clientUrl().replace('/client/?', '/client/negotiate?'))).status).toBe(405);
    expect((await fetch(rig.clientUrl())).status).toBe(400);
    expect((await fetch(`${rig.emulator.url}/other`)).status).toBe(404);
  });

  test('lets pages of any origin ask, with credentials', async () => {
    const rig = await startRig();
    const url = rig.clientUrl().replace('/client/?', '/client/negotiate?');
    const asked = 'authorization,x-requested-with,x-signalr-user-agent';
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': asked,
    });
    const refused = await fetch(url, { method: 'POST', headers: { origin: 'https://app.example' } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, 'https://app.example']);
  });

  test('is good for one connection, of the same user, for a while', async () => {
    const clock = new FakeClock();
    const rig = await startRig({ clock });
    await startAppServer(rig);
    const secretOf = async (): Promise<string> =>
      ((await (await negotiate(rig, 'negotiateVersion=1')).json()) as { connectionToken: string }).connectionToken;
    const url = await rawUrl(rig);
    const secret = await secretOf();
    const other = `${rig.clientUrl()}&id=${secret}&access_token=${await rig.clientToken({ userId: 'eve' })}`;
    expect(await refusedUpgrade(other)).toBe(404);
    const client = await rawClient(`${url}&id=${secret}`);
    expect(await refusedUpgrade(`${url}&id=${secret}`)).toBe(404);
    expect(await refusedUpgrade(`${url}&id=unknown`)).toBe(404);
    const late = await secretOf();
    clock.advance(16_000);
    expect(await refusedUpgrade(`${url}&id=${late}`)).toBe(404);
    client.ws.terminate();
  });

  test('is refused where too many clients are there or on their way', async () => {
    const rig = await startRig({ limits: { pendingClients: 2, clients: 1 } });
    await startAppServer(rig);
    expect((await negotiate(rig)).status).toBe(200);
    expect((await negotiate(rig)).status).toBe(200);
    expect((await negotiate(rig)).status).toBe(429);
    await raw(rig);
    expect(await refusedUpgrade(await rawUrl(rig))).toBe(429);
    expect(await refusedUpgrade(`${rig.clientUrl()}&access_token=no`)).toBe(401);
  });
});

describe('a stock client', () => {
  test.each(['json', 'messagepack'] as const)('in %s calls its hub, and is called', async (protocol) => {
    const rig = await startRig();
    const app = await startAppServer(rig);
    const { client, said } = await joined(rig, { protocol });
    expect(await client.invoke('Echo', 'hello')).toBe('hello');
    const large = 'x'.repeat(200_000);
    expect(await client.invoke('Echo', large)).toBe(large);
    await client.invoke('ToAll', 1);
    await eventually(() => expect(said).toEqual([1]));
    expect(app.opened).toMatchObject([{ extensions: { protocol } }]);
    // The secret of the connection is the service's own.
    expect(app.opened[0]?.queryString).not.toMatch(/[?&]id=/);
    await client.stop();
    await eventually(() => expect(app.ended).toEqual([app.opened[0]?.connectionId]));
    expect(rig.emulator.stats().clients).toBe(0);
  });

  test('comes back by itself when its server connection breaks', async () => {
    const rig = await startRig();
    const app = await startAppServer(rig, 'server-1', 2);
    const { client } = await joined(rig, { change: (builder) => builder.withAutomaticReconnect([0, 10, 100, 1_000]) });
    const back = new Promise((resolve) => client.onreconnected(resolve));
    const errors: (Error | undefined)[] = [];
    client.onreconnecting((error) => errors.push(error));
    expect(rig.emulator.chaos.dropServerConnections({ count: 1 })).toBe(1);
    await back;
    expect(await client.invoke('Where')).toBe('server-1');
    expect(errors).toHaveLength(1);
    expect(app.opened).toHaveLength(2);
  });

  test('is told when no application server is there', async () => {
    const rig = await startRig();
    await expect(joined(rig)).rejects.toThrow('No application server is connected to this hub');
    // One that only sends does not count.
    await openLine(rig, { connectionType: 2 });
    await expect(joined(rig)).rejects.toThrow('No application server');
  });

  test('is ended by its hub with what the hub sent before', async () => {
    const rig = await startRig();
    const app = await startAppServer(rig);
    const { client } = await joined(rig);
    const closed = new Promise<Error | undefined>((resolve) => client.onclose(resolve));
    await client.send('Leave');
    expect(await closed).toBeUndefined();
    await eventually(() => expect(rig.emulator.stats().clients).toBe(0));
    // The application server has said so itself: nobody tells it.
    expect(app.ended).toEqual([]);
  });
});

describe('what an application server is told of a client', () => {
  test('claims with all their values under long names, the query without secrets, headers that only the service says', async () => {
    const rig = await startRig();
    const app = await startAppServer(rig);
    const token = await rig.clientToken(
      {
        userId: 'alice',
        claims: [
          [LongClaim.role, 'a'],
          [LongClaim.role, 'b'],
          ['tier', 'gold'],
        ],
      },
      { detailedErrors: true },
    );
    const client = await rawClient(`${rig.clientUrl('room=7%2F8&room=9')}&access_token=x&ACCESS_TOKEN=y`, {
      headers: { authorization: `Bearer ${token}`, 'Asrs-Instance-Id': 'mine', 'x-forwarded-for': '1.2.3.4', 'X-Own': 'kept' },
    });
    onTestFinished(() => client.ws.terminate());
    client.send(json({ protocol: 'json', version: 1 }));
    await client.frame(1);
    const [open] = app.opened;
    if (open === undefined) throw new Error('nothing was opened');
    expect(open.claims.filter(([type]) => !['nbf', 'exp', 'iat', 'iss', 'aud'].includes(type))).toEqual([
      ['asrs.s.uid', 'alice'],
      ['asrs.s.derror', 'True'],
      [LongClaim.role, 'a'],
      [LongClaim.role, 'b'],
      ['tier', 'gold'],
    ]);
    expect(open.queryString).toBe('?hub=chat&asrs.op=%2Fchat&room=7%2F8&room=9&asrs_request_id=r-1');
    expect(headerValues(open.headers, 'x-own')).toEqual(['kept']);
    expect(headerValues(open.headers, 'x-forwarded-for')).toEqual(['127.0.0.1']);
    expect(headerValues(open.headers, 'asrs-instance-id')).not.toContain('mine');
    expect(headerValues(open.headers, 'authorization')).toEqual([]);
    expect(JSON.stringify([...open.headers, open.queryString])).not.toContain(token);
  });
});

describe('hub messages', () => {
  test('are given to clients whole: two in one piece, and one in two', async () => {
    const rig = await startRig();
    const { lines, opened } = await startAppServer(rig, 's', 1);
    const [line] = lines;
    for (const [protocol, one, two] of [
      ['json', Buffer.from(json({ a: 1 })), Buffer.from(json({ b: 2 }))],
      ['messagepack', packed([6, 'first']), packed([6, 'second'])],
    ] as const) {
      const client = await raw(rig, protocol);
      const { connectionId } = opened.at(-1) ?? { connectionId: '' };
      const data = (payload: Buffer) => ({ type: T.connectionData, connectionId, payload, extensions: {} }) as const;
      line?.send(data(Buffer.concat([one, two])));
      expect(await client.frame(2)).toEqual({ kind: protocol === 'json' ? 'text' : 'binary', bytes: Buffer.concat([one, two]) });
      line?.send(data(one.subarray(0, 3)));
      // What is for many and whole is not held up by it.
      line?.send({ type: T.broadcastData, excludedConnectionIds: [], payloads: new Map([[protocol, two]]), extensions: {} });
      expect((await client.frame(3)).bytes).toEqual(two);
      line?.send(data(one.subarray(3)));
      expect((await client.frame(4)).bytes).toEqual(one);
      client.ws.terminate();
    }
  });

  test('for many do not overtake the answer to the handshake', async () => {
    const rig = await startRig();
    const line = await openLine(rig);
    const client = await rawClient(await rawUrl(rig));
    client.send(json({ protocol: 'json', version: 1 }));
    const { connectionId } = await line.first(T.openConnection);
    line.send(
      { type: T.multiConnectionData, connectionIds: [connectionId, 'nobody'], payloads: saying('said', 1), extensions: {} },
      { type: T.connectionData, connectionId, payload: Buffer.from(`{}${RS}`), extensions: { dataMessageType: 1 } },
      { type: T.multiConnectionData, connectionIds: [connectionId], payloads: saying('said', 2), extensions: {} },
    );
    await client.frame(3);
    expect(client.frames[0]?.bytes.toString()).toBe(`{}${RS}`);
    expect(client.received()).toMatchObject([{ arguments: [1] }, { arguments: [2] }]);
    client.ws.terminate();
  });

  test('behind a handshake in the same frame reach the application server', async () => {
    const rig = await startRig();
    await startAppServer(rig);
    const client = await rawClient(await rawUrl(rig));
    client.send(json({ protocol: 'json', version: 1 }) + json({ type: 1, target: 'Echo', arguments: ['x'], invocationId: '1' }));
    expect(await client.messages(1)).toMatchObject([{ type: 3, result: 'x' }]);
    client.ws.terminate();
  });

  test('reach groups, users and all but some, in either protocol, once each', async () => {
    const rig = await startRig();
    const { lines, opened } = await startAppServer(rig, 's', 1);
    const [line] = lines;
    const ann = await joined(rig, { identity: { userId: 'ann' } });
    const bob = await joined(rig, { protocol: 'messagepack', identity: { userId: 'bob' } });
    const eve = await joined(rig);
    const [annId = '', bobId = '', eveId = ''] = opened.map(({ connectionId }) => connectionId);
    for (const { client } of [ann, bob]) expect(await client.invoke('Join', 'tea')).toBe(true);
    expect(await bob.client.invoke('Join', 'cake')).toBe(true);
    const e = { extensions: {} };
    const group = { excludedUserIds: [], callerUserId: null, ...e };
    line?.send(
      { type: T.groupBroadcastData, group: 'tea', excludedConnectionIds: [], payloads: saying('said', 'tea'), ...group },
      { type: T.groupBroadcastData, group: 'tea', excludedConnectionIds: [annId], payloads: saying('said', 'not ann'), ...group },
      {
        type: T.groupBroadcastData,
        group: 'tea',
        excludedConnectionIds: [],
        payloads: saying('said', 'not bob'),
        ...group,
        excludedUserIds: ['bob'],
      },
      { type: T.multiGroupBroadcastData, groups: ['tea', 'cake'], payloads: saying('said', 'either'), ...e },
      { type: T.userData, userId: 'ann', payloads: saying('said', 'user ann'), ...e },
      { type: T.multiUserData, userIds: ['ann', 'bob', 'ann'], payloads: saying('said', 'users'), ...e },
      { type: T.multiConnectionData, connectionIds: [eveId, bobId], payloads: saying('said', 'two'), ...e },
      { type: T.leaveGroupWithAck, connectionId: bobId, group: null, ackId: 99, ...e },
      { type: T.multiGroupBroadcastData, groups: ['tea', 'cake'], payloads: saying('said', 'without bob'), ...e },
      {
        type: T.broadcastData,
        excludedConnectionIds: [],
        payloads: new Map([['json', saying('said', 'json only').get('json') ?? Buffer.alloc(0)]]),
        ...e,
      },
      { type: T.broadcastData, excludedConnectionIds: [eveId], payloads: saying('said', 'end'), ...e },
    );
    await eventually(() => expect([ann.said.at(-1), bob.said.at(-1)]).toEqual(['end', 'end']));
    expect(ann.said).toEqual(['tea', 'not bob', 'either', 'user ann', 'users', 'without bob', 'json only', 'end']);
    expect(bob.said).toEqual(['tea', 'not ann', 'either', 'users', 'two', 'end']);
    expect(eve.said).toEqual(['two', 'json only']);
  });

  test('a membership of a user covers connections to come, until its time is over', async () => {
    const clock = new FakeClock();
    const rig = await startRig({ clock });
    const { lines } = await startAppServer(rig, 's', 1);
    const [line] = lines;
    const e = { extensions: {} };
    line?.send(
      { type: T.userJoinGroup, userId: 'ann', group: 'short', extensions: { ttl: 10 } },
      { type: T.userJoinGroup, userId: 'ann', group: 'long', ...e },
      { type: T.userJoinGroup, userId: 'ann', group: 'never', extensions: { ttl: 0 } },
    );
    await eventually(() => expect(rig.emulator.trace.rows.at(-1)?.about).toBe('ann never'));
    const { said } = await joined(rig, { identity: { userId: 'ann' } });
    const toGroups = (words: string) =>
      ['short', 'long', 'never'].map(
        (group) =>
          ({ type: T.multiGroupBroadcastData, groups: [group], payloads: saying('said', `${words} ${group}`), ...e }) as const,
      );
    line?.send(...toGroups('first'));
    await eventually(() => expect(said).toEqual(['first short', 'first long']));
    clock.advance(11_000);
    line?.send(...toGroups('second'));
    await eventually(() => expect(said.at(-1)).toBe('second long'));
    expect(said).toEqual(['first short', 'first long', 'second long']);
  });
});

describe('where a client goes', () => {
  const whereabouts = (clients: readonly { client: HubConnection }[]) =>
    Promise.all(clients.map(({ client }) => client.invoke('Where')));

  test('is spread over server connections and servers', async () => {
    const rig = await startRig();
    await startAppServer(rig, 'a', 2);
    await startAppServer(rig, 'b', 2);
    const clients = [];
    for (let i = 0; i < 4; i++) clients.push(await joined(rig));
    expect((await whereabouts(clients)).sort()).toEqual(['a', 'a', 'b', 'b']);
  });

  test('is its own server where the token says so: always, or if it is there', async () => {
    const rig = await startRig();
    await startAppServer(rig, 'a', 1);
    const b = await startAppServer(rig, 'b', 1);
    const at = async (serverId: string, mode: 'Preferred' | 'Required') =>
      joined(rig, { token: await rig.clientToken({}, { sticky: { serverId, mode } }) });
    expect(await whereabouts([await at('b', 'Required'), await at('b', 'Preferred'), await at('b', 'Preferred')])).toEqual([
      'b',
      'b',
      'b',
    ]);
    b.lines[0]?.ws.terminate();
    await eventually(() => expect(rig.emulator.stats().serverConnections).toBe(1));
    expect(await whereabouts([await at('b', 'Preferred')])).toEqual(['a']);
    await expect(at('b', 'Required')).rejects.toThrow('No application server');
  });

  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
  ] as const)('after fin:%d it is another server, and %d of the old ones stay', async (mode, staying) => {
    const rig = await startRig();
    const leaving = await startAppServer(rig, 'a', 1);
    const { client } = await joined(rig);
    const closed = new Promise<boolean>((resolve) => client.onclose(() => resolve(true)));
    await startAppServer(rig, 'b', 1);
    leaving.lines[0]?.send(serverPings.fin(mode));
    await leaving.lines[0]?.first(T.ping);
    if (staying === 0) expect(await closed).toBe(true);
    expect(await whereabouts([await joined(rig), await joined(rig)])).toEqual(['b', 'b']);
    if (staying === 1) expect(await client.invoke('Where')).toBe('a');
  });
});

describe('asking a client', () => {
  test('of the same server, and of another one, in either protocol', async () => {
    const rig = await startRig();
    const a = await startAppServer(rig, 'a', 1);
    const b = await startAppServer(rig, 'b', 1);
    const sticky = (serverId: string) => rig.clientToken({}, { sticky: { serverId, mode: 'Required' } });
    const asker = await joined(rig, { token: await sticky('a') });
    const near = await joined(rig, { token: await sticky('a') });
    const far = await joined(rig, { token: await sticky('b'), protocol: 'messagepack' });
    near.client.on('ask', (x: string) => `near ${x}`);
    far.client.on('ask', (x: string) => `far ${x}`);
    expect(await asker.client.invoke('Ask', a.opened[1]?.connectionId, 'q')).toBe('near q');
    expect(await asker.client.invoke('Ask', b.opened[0]?.connectionId, 'q')).toBe('far q');
    // The hosting server hears of the call first, the caller of where it is.
    expect(b.lines[0]?.all(T.clientInvocation)).toHaveLength(1);
    expect(a.lines[0]?.all(T.serviceMapping)).toHaveLength(1);
    expect(await asker.client.invoke('Ask', 'nobody', 'q')).toEqual({ failed: 'The connection nobody is not there.' });
  });

  test('that goes away, or that takes too long, is an error for the caller', async () => {
    const clock = new FakeClock();
    const rig = await startRig({ clock, limits: { invocationMs: 5_000 } });
    const { opened } = await startAppServer(rig, 'a', 1);
    const asker = await joined(rig);
    const silent = await raw(rig);
    const first = asker.client.invoke('Ask', opened[1]?.connectionId, 'q');
    await silent.messages(1);
    silent.ws.terminate();
    expect(await first).toEqual({ failed: 'The client has disconnected.' });
    await raw(rig);
    const second = asker.client.invoke('Ask', opened[2]?.connectionId, 'q');
    await eventually(() => expect(rig.emulator.trace.rows.filter(({ what }) => what === 'clientInvocation')).toHaveLength(2));
    clock.advance(7_000);
    expect(await second).toEqual({ failed: 'The client did not answer in time.' });
  });
});

describe('a client that misbehaves', () => {
  test.each([
    ['no JSON', `{{${RS}`],
    ['no protocol', json({ version: 1 })],
    ['no end', 'x'.repeat(40_000)],
  ])('at the handshake (%s) is refused', async (_what, text) => {
    const rig = await startRig();
    const app = await startAppServer(rig);
    const client = await rawClient(await rawUrl(rig));
    client.send(text);
    expect((await client.frame(1)).bytes.toString()).toContain('error');
    expect(await client.waitClosed()).toBe(1000);
    expect(app.opened).toEqual([]);
  });

  test('does not shake hands in its time is closed: 15 s, or what its token says', async () => {
    const clock = new FakeClock();
    const rig = await startRig({ clock });
    const patient = await rawClient(await rawUrl(rig));
    const hasty = await rawClient(await rawUrl(rig, { handshakeTimeout: 5 }));
    clock.advance(7_000);
    expect(await hasty.waitClosed()).toBe(1000);
    expect(patient.closed()).toBeUndefined();
    clock.advance(10_000);
    expect(await patient.waitClosed()).toBe(1000);
  });

  test('says nothing for a minute is told to come back', async () => {
    const clock = new FakeClock();
    const rig = await startRig({ clock });
    const { lines, ended } = await startAppServer(rig, 's', 1);
    const client = await raw(rig);
    for (let i = 0; i < 13; i++) {
      clock.advance(5_000);
      lines[0]?.send(serverPings.askStatus);
      await eventually(() =>
        expect(lines[0]?.all(T.ping).filter(({ messages }) => messages[0] === 'status')).toHaveLength(i + 1),
      );
    }
    expect(await client.messages(1)).toEqual([{ type: 7, allowReconnect: true }]);
    await eventually(() => expect(ended).toHaveLength(1));
  });

  test('does not read is dropped, the others get everything', async () => {
    const rig = await startRig({ limits: { clientQueueBytes: 2_000_000 } });
    const { lines, opened, ended } = await startAppServer(rig, 's', 1);
    const deaf = await raw(rig);
    deaf.ws.pause();
    const { said } = await joined(rig);
    const words = 'x'.repeat(500_000);
    // More than the network between two sockets of one machine holds.
    for (let i = 0; i < 60; i++) {
      lines[0]?.send({ type: T.broadcastData, excludedConnectionIds: [], payloads: saying('said', words), extensions: {} });
      await eventually(() => expect(said).toHaveLength(i + 1));
    }
    expect(ended).toEqual([opened[0]?.connectionId]);
    expect(rig.emulator.trace.rows.find(({ what }) => what === 'client gone')?.about).toBe('SlowClient');
  });

  test('is in too many groups is not let into another', async () => {
    const rig = await startRig({ limits: { groupsPerClient: 2 } });
    await startAppServer(rig);
    const { client } = await joined(rig);
    expect([await client.invoke('Join', 'a'), await client.invoke('Join', 'b'), await client.invoke('Join', 'a')]).toEqual([
      true,
      true,
      true,
    ]);
    expect(await client.invoke('Join', 'c')).toBe(false);
  });
});

test('an application server that closes a connection which another one hosts has the host told', async () => {
  const rig = await startRig();
  const app = await startAppServer(rig, 's', 1);
  const weak = await openLine(rig, { serverId: 'management', connectionType: 2 });
  const client = await raw(rig);
  const connectionId = app.opened[0]?.connectionId ?? '';
  weak.send({ type: T.closeConnection, connectionId, errorMessage: null, headers: NO_HEADERS, extensions: {} });
  expect(await client.waitClosed()).toBe(1000);
  await eventually(() => expect(app.ended).toEqual([connectionId]));
});
