import { request } from 'node:http';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { nodeRandom, silentLog } from '@inkroom/signalr/node-host';
import { encode } from '@msgpack/msgpack';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TraceRow } from '../../server/emulator/control/trace.ts';
import { stockClient } from '../signalr/stock-clients.ts';
import { eventually } from '../support/eventually.ts';
import { type AppServer, openLine, saying, startAppServer } from './app-server.ts';
import { type Rig, startRig } from './emulator-rig.ts';

interface Room {
  readonly rig: Rig;
  readonly app: AppServer;
  readonly said: { readonly json: unknown[]; readonly messagepack: unknown[] };
  readonly ids: readonly [json: string, messagepack: string];
  readonly closed: { readonly json: Promise<Error | undefined> };
}

/** Two clients, one in each protocol, of users `json` and `messagepack`. */
async function room(): Promise<Room> {
  const rig = await startRig();
  const app = await startAppServer(rig);
  const said = { json: [] as unknown[], messagepack: [] as unknown[] };
  const closed: Record<string, Promise<Error | undefined>> = {};
  for (const protocol of ['json', 'messagepack'] as const) {
    const client = stockClient(rig.clientUrl(), { protocol, token: await rig.clientToken({ userId: protocol }) });
    onTestFinished(() => client.stop());
    client.on('said', (...args: unknown[]) => said[protocol].push(...args));
    closed[protocol] = new Promise((resolve) => client.onclose(resolve));
    await client.start();
  }
  const [first, second] = app.opened.map(({ connectionId }) => connectionId);
  return { rig, app, said, ids: [first ?? '', second ?? ''], closed: { json: closed.json ?? Promise.resolve(undefined) } };
}

const body = (value: unknown): string => JSON.stringify({ target: 'said', arguments: [value] });

describe('REST', () => {
  test('sends to all, to groups, users and connections, in the protocol of each client', async () => {
    const { rig, said, ids } = await room();
    expect((await rig.rest('PUT', `/groups/a%20b/connections/${ids[0]}`)).status).toBe(200);
    expect((await rig.rest('PUT', `/groups/a%20b/connections/${ids[1]}`)).status).toBe(200);
    const sends: [string, unknown][] = [
      ['/:send', { deep: [1, null, 'x'] }],
      [`/:send?excluded=${ids[0]}`, 'not json'],
      ['/groups/a%20b/:send', 'group'],
      [`/groups/a%20b/:send?excluded=${ids[1]}&excluded=x`, 'not messagepack'],
      ['/users/json/:send', 'user'],
      [`/connections/${ids[1]}/:send`, 'connection'],
      ['', 'older form for all'],
      ['/groups/a%20b', 'older form for a group'],
    ];
    for (const [path, value] of sends) expect((await rig.rest('POST', path, { body: body(value) })).status).toBe(202);
    await eventually(() => expect(said.messagepack.at(-1)).toBe('older form for a group'));
    await eventually(() => expect(said.json.at(-1)).toBe('older form for a group'));
    const ends = ['older form for all', 'older form for a group'];
    expect(said.json).toEqual([{ deep: [1, null, 'x'] }, 'group', 'not messagepack', 'user', ...ends]);
    expect(said.messagepack).toEqual([{ deep: [1, null, 'x'] }, 'not json', 'group', 'connection', ...ends]);
  });

  test('takes payloads that are made already', async () => {
    const { rig, said } = await room();
    const payloads = Object.fromEntries([...saying('said', 7)].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
    for (const type of ['application/octet-stream', 'application/x-msgpack'])
      expect((await rig.rest('POST', '/:send', { body: encode(payloads), type })).status).toBe(202);
    await eventually(() => expect(said).toEqual({ json: [7, 7], messagepack: [7, 7] }));
  });

  test('says who is there, with the codes that the SDK looks for', async () => {
    const { rig, ids } = await room();
    await rig.rest('PUT', `/groups/g/connections/${ids[0]}`);
    const look = async (path: string) => {
      const answers = [await rig.rest('HEAD', path), await rig.rest('GET', path)];
      expect(answers[0]?.status).toBe(answers[1]?.status);
      return [answers[0]?.status, answers[0]?.headers.get('x-ms-error-code')];
    };
    expect(await look(`/connections/${ids[0]}`)).toEqual([200, null]);
    expect(await look('/connections/x')).toEqual([404, 'Warning.Connection.NotExisted']);
    expect(await look('/users/json')).toEqual([200, null]);
    expect(await look('/users/x')).toEqual([404, 'Warning.User.NotExisted']);
    expect(await look('/groups/g')).toEqual([200, null]);
    expect(await look('/groups/x')).toEqual([404, 'Warning.Group.NotExisted']);
    expect(await look('/users/json/groups/g')).toEqual([200, null]);
    expect(await look('/users/messagepack/groups/g')).toEqual([404, 'Info.User.NotInGroup']);
    const absent = await rig.rest('PUT', '/groups/g/connections/x');
    expect([absent.status, absent.headers.get('x-ms-error-code')]).toEqual([404, 'Error.Connection.NotExisted']);
  });

  test('puts users into groups, also those who come later, and out again', async () => {
    const { rig, said } = await room();
    expect((await rig.rest('PUT', '/users/json/groups/g?ttl=100')).status).toBe(200);
    expect((await rig.rest('PUT', '/users/later/groups/g')).status).toBe(200);
    expect((await rig.rest('GET', '/users/later/groups/g')).status).toBe(200);
    await rig.rest('POST', '/groups/g/:send', { body: body(1) });
    await eventually(() => expect(said.json).toEqual([1]));
    expect((await rig.rest('DELETE', '/users/json/groups/g')).status).toBe(204);
    expect((await rig.rest('DELETE', '/users/later/groups')).status).toBe(204);
    expect((await rig.rest('GET', '/users/later/groups/g')).status).toBe(404);
    expect((await rig.rest('GET', '/groups/g')).status).toBe(404);
  });

  test('closes connections with a reason, and the application server hears of it', async () => {
    const { rig, app, ids, closed } = await room();
    expect((await rig.rest('DELETE', `/connections/${ids[0]}?reason=enough`)).status).toBe(200);
    expect(String(await closed.json)).toContain('enough');
    await eventually(() => expect(app.ended).toEqual([ids[0]]));
    expect((await rig.rest('POST', `/:closeConnections?excluded=${ids[1]}`)).status).toBe(204);
    expect(rig.emulator.stats().clients).toBe(1);
    expect((await rig.rest('POST', '/users/messagepack/:closeConnections')).status).toBe(204);
    await eventually(() => expect(app.ended).toEqual([...ids]));
  });

  test.each([
    ['no JSON', 'POST', '/:send', '{', 400],
    ['no target', 'POST', '/:send', '{"arguments":[]}', 400],
    ['arguments that are no list', 'POST', '/:send', '{"target":"a","arguments":1}', 400],
    ['a body of more than 1 MB', 'POST', '/:send', ' '.repeat(1_100_000), 413],
    ['a group of blanks', 'PUT', '/groups/%20/connections/x', undefined, 400],
    ['a time to live that is no number', 'PUT', '/users/u/groups/g?ttl=x', undefined, 400],
    ['a method that is not there', 'PATCH', '/users/u', undefined, 405],
    ['an address that is not there', 'GET', '/rooms/x', undefined, 404],
    ['a malformed address', 'GET', '/users/%zz', undefined, 404],
  ])('%s is refused', async (_what, method, path, text, status) => {
    const rig = await startRig();
    expect((await rig.rest(method, path, text === undefined ? {} : { body: text })).status).toBe(status);
  });

  test('needs a token for the very address; health needs none', async () => {
    const rig = await startRig();
    const url = `${rig.emulator.url}/api/hubs/chat/:send`;
    const send = async (token: string) =>
      (
        await fetch(url, {
          method: 'POST',
          body: body(1),
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        })
      ).status;
    expect(await send(await rig.clientToken({}, {}, { audience: url }))).toBe(202);
    expect(await send(await rig.clientToken({}, {}, { audience: `${url}?api-version=2022-06-01` }))).toBe(202);
    expect(await send(await rig.clientToken({}, {}, { audience: `${rig.emulator.url}/api/hubs/other/:send` }))).toBe(401);
    expect(await send(await rig.clientToken())).toBe(401);
    expect((await fetch(url, { method: 'POST', body: body(1) })).status).toBe(401);
    for (const method of ['HEAD', 'GET']) expect((await fetch(`${rig.emulator.url}/api/health`, { method })).status).toBe(200);
  });
});

/** Status of a request with headers that `fetch` does not let one choose. */
function statusWith(rig: Rig, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${rig.emulator.url}${path}`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the control desk', () => {
  test('cuts server connections, as many as it is told', async () => {
    const { rig } = await room();
    expect(await (await rig.control('POST', '/chaos/drop-server-connections?count=1')).json()).toEqual({ dropped: 1 });
    expect(await (await rig.control('POST', '/chaos/drop-server-connections?hub=other')).json()).toEqual({ dropped: 0 });
    expect(await (await rig.control('POST', '/chaos/drop-server-connections')).json()).toEqual({ dropped: 1 });
    expect(rig.emulator.stats()).toMatchObject({ serverConnections: 0, clients: 0, hubs: [] });
  });

  test('does nothing for a parameter that it cannot read', async () => {
    const { rig } = await room();
    for (const query of ['count=two', 'count=', 'count=-1', 'cuont=1', 'ms=soon']) {
      const answer = await rig.control('POST', `/chaos/drop-clients?${query}`);
      expect(answer.status, query).toBe(400);
      expect(await answer.json()).toEqual({ error: `The parameter ${query.split('=')[0]} cannot be read.` });
    }
    expect(rig.emulator.stats()).toMatchObject({ clients: 2, serverConnections: 2 });
  });

  test('goes offline and comes back', async () => {
    const { rig, closed } = await room();
    await rig.control('POST', '/chaos/offline');
    expect(await closed.json).toBeDefined();
    await expect(openLine(rig)).rejects.toThrow('503');
    expect((await fetch(`${rig.emulator.url}/api/health`)).status).toBe(503);
    expect((await fetch(rig.clientUrl().replace('/client/?', '/client/negotiate?'), { method: 'POST' })).status).toBe(503);
    await rig.control('POST', '/chaos/online');
    await openLine(rig);
  });

  test('asks for a connection, gives connections up, says that an instance is gone', async () => {
    const rig = await startRig();
    const line = await openLine(rig);
    expect(await (await rig.control('POST', '/chaos/ask-for-connection')).json()).toEqual({ asked: 1 });
    expect((await line.first(T.ping)).messages).toEqual(['target', expect.stringMatching(/^emulator-/)]);
    await rig.control('POST', '/chaos/announce-offline');
    await eventually(() => expect(line.all(T.ping)[1]?.messages[0]).toBe('offline'));
    await rig.control('POST', '/chaos/fail-server-connections');
    expect((await line.first(T.serviceError)).errorMessage).toContain('give this connection up');
    await eventually(() => expect(line.closed()).toBe(1011));
  });

  test('falls silent towards servers, and speaks again', async () => {
    const rig = await startRig();
    const line = await openLine(rig);
    const ask = { type: T.checkUserExistenceWithAck, userId: 'u', extensions: {} } as const;
    await rig.control('POST', '/chaos/silence');
    line.send({ ...ask, ackId: 1 });
    await eventually(() => expect(rig.emulator.trace.rows.at(-1)?.what).toBe('checkUserExistenceWithAck'));
    await rig.control('POST', '/chaos/speak');
    line.send({ ...ask, ackId: 2 });
    expect((await line.first(T.ack)).ackId).toBe(2);
  });

  test('shows numbers, and messages as they flow, but not what they hold', async () => {
    const { rig } = await room();
    await rig.rest('POST', '/:send', { body: body('private words') });
    await eventually(() => expect(rig.emulator.stats().toClients).toBeGreaterThan(3));
    const stats = (await (await rig.control('GET', '/stats')).json()) as { billedUnits: number; hubs: unknown[] };
    expect(stats).toMatchObject({ clients: 2, serverConnections: 2, hubs: [{ hub: 'chat', clients: 2, servers: ['server-1'] }] });
    expect(stats.billedUnits).toBeGreaterThanOrEqual(4);
    expect(await (await rig.control('GET', '/')).text()).toContain('For development');

    const ended = new AbortController();
    onTestFinished(() => ended.abort());
    const stream = await fetch(`${rig.emulator.url}/emulator/trace`, { signal: ended.signal });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const reader = stream.body?.getReader();
    let text = '';
    while (!text.includes('"what":"openConnection"') || !text.includes('service > client'))
      text += Buffer.from((await reader?.read())?.value ?? []).toString();
    const rows = text
      .split('\n\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line.slice('data: '.length)) as TraceRow);
    expect(rows[0]).toMatchObject({ n: 1, hub: 'chat', way: 'service > server', what: 'handshakeResponse' });
    expect(text).not.toMatch(/private words|Bearer|eyJ/);
  });

  test('follows each message: what the service made of it, and what it bills', async () => {
    const { rig, app } = await room();
    const before = rig.emulator.stats().billedUnits;
    const payloads = saying('said', 'x'.repeat(3_000));
    app.lines[0]?.send({ type: T.broadcastData, excludedConnectionIds: [], payloads, extensions: {} });
    const rows = () => rig.emulator.trace.rows;
    const cause = () => rows().find(({ what }) => what === 'broadcastData');
    await eventually(() => expect(rows().filter((row) => row.cause !== undefined && row.cause === cause()?.n)).toHaveLength(2));
    const made = rows().filter((row) => row.cause === cause()?.n);
    expect(made).toMatchObject([
      { way: 'service > client', units: 2 },
      { way: 'service > client', units: 2 },
    ]);
    expect(made.every(({ mono }) => mono >= (cause()?.mono ?? 0))).toBe(true);
    expect(rig.emulator.stats().billedUnits).toBe(before + 4);
    expect(JSON.stringify(rows())).not.toContain('xxx');
  });

  test('the page that follows messages loads nothing from elsewhere, and is for this machine only', async () => {
    const { emulator } = await startRig();
    const page = await fetch(`${emulator.url}/trace`);
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    expect(text).toContain('One message followed');
    expect(text).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|https?:|src=/);
  });

  test('is for this machine only, and for no page of the web', async () => {
    const rig = await startRig();
    const { host } = new URL(rig.emulator.url);
    expect(await statusWith(rig, '/emulator/chaos/online', {})).toBe(200);
    expect(await statusWith(rig, '/emulator/chaos/online', { origin: `http://${host}` })).toBe(200);
    expect(await statusWith(rig, '/emulator/chaos/online', { origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith(rig, '/emulator/chaos/online', { host: 'evil.example' })).toBe(403);
    expect(await statusWith(rig, '/trace', { host: 'evil.example' })).toBe(403);
    expect((await rig.control('GET', '/chaos/online')).status).toBe(405);
    expect((await rig.control('GET', '/nothing')).status).toBe(404);
    for (const name of ['constructor', '__proto__']) expect((await rig.control('POST', `/chaos/${name}`)).status).toBe(405);
    expect((await rig.control('GET', '/chaos/constructor')).status).toBe(404);
  });
});

test('a fault of the emulator itself is answered with 500, and logged', async () => {
  const failures: unknown[] = [];
  let isBroken = false;
  const bytes = (count: number): Uint8Array => {
    if (isBroken) throw new Error('no randomness left');
    return nodeRandom.bytes(count);
  };
  const log = { ...silentLog, error: (event: string, facts?: object) => void failures.push({ event, ...facts }) };
  const rig = await startRig({ random: { ...nodeRandom, bytes }, log });
  const authorization = `Bearer ${await rig.clientToken()}`;
  isBroken = true;
  const url = rig.clientUrl().replace('/client/?', '/client/negotiate?');
  expect((await fetch(url, { method: 'POST', headers: { authorization } })).status).toBe(500);
  expect(failures).toEqual([{ event: 'emulator.failed', path: '/client/negotiate', reason: 'no randomness left' }]);
});
