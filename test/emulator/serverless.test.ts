import { createHmac } from 'node:crypto';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { Secret } from '@inkroom/azure-signalr/secret';
import { readUpstreamEvent } from '@inkroom/azure-signalr/serverless/upstream-event';
import { readUpstreamInvocation } from '@inkroom/azure-signalr/serverless/upstream-invocation';
import type { EmulatorOptions } from '@inkroom/emulator/emulator';
import { type UpstreamTemplate, upstreamUrl } from '@inkroom/emulator/serverless/upstream-settings';
import type { Outcome } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectRaw, json, RS, rawClient } from '../signalr/raw-client.ts';
import { type ProtocolName, stockClient } from '../signalr/stock-clients.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openLine, saying } from './app-server.ts';
import { KEY, type Rig, startRig } from './emulator-rig.ts';
import { startUpstream, type Upstream, type UpstreamReply, type UpstreamRequest } from './upstream-rig.ts';

const TEMPLATE = '/up/{hub}/{category}/{event}?code=1';

/** An emulator in Serverless mode and its upstream. */
async function serverless(
  reply?: (request: UpstreamRequest) => UpstreamReply | Promise<UpstreamReply>,
  options: Partial<EmulatorOptions> = {},
): Promise<{ readonly rig: Rig; readonly upstream: Upstream }> {
  const upstream = await startUpstream(reply);
  const rig = await startRig({ serverless: { upstream: [{ urlTemplate: `${upstream.url}${TEMPLATE}` }] }, ...options });
  return { rig, upstream };
}

async function joined(rig: Rig, protocol: ProtocolName = 'json', userId?: string) {
  const token = await rig.clientToken({ ...(userId === undefined ? {} : { userId }), claims: [['role', 'reader']] });
  const client = stockClient(rig.clientUrl('room=7'), { protocol, token });
  onTestFinished(() => client.stop());
  const said: unknown[] = [];
  client.on('said', (value: unknown) => said.push(value));
  await client.start();
  return { client, said };
}

/** Answers every call with this outcome, as an upstream would. */
const answering =
  (outcome: Outcome) =>
  ({ headers, body }: UpstreamRequest): UpstreamReply => {
    const call = readUpstreamInvocation(String(headers['content-type']), body);
    return { status: 200, ...(call === undefined ? {} : { body: call.answer(outcome).body }) };
  };

describe('upstream settings (reference 10.2)', () => {
  const named = { hub: 'chat', category: 'messages', event: 'said' } as const;
  const to = (templates: readonly UpstreamTemplate[], event = 'said') => upstreamUrl(templates, { ...named, event });

  test('the first template that matches wins; none is no address', () => {
    const templates = [
      { urlTemplate: 'http://a/1', hubPattern: 'other' },
      { urlTemplate: 'http://a/2', categoryPattern: 'connections' },
      { urlTemplate: 'http://a/3', eventPattern: 'asked, said' },
      { urlTemplate: 'http://a/4', hubPattern: '*' },
    ];
    expect(to(templates)).toBe('http://a/3');
    expect(to(templates, 'whispered')).toBe('http://a/4');
    expect(to(templates.slice(0, 3), 'whispered')).toBeUndefined();
    expect(to([])).toBeUndefined();
  });

  test.each([
    ['said', 'http://a/chat/messages/said'],
    ['a/b?c#d', 'http://a/chat/messages/a%2Fb%3Fc%23d'],
    ['{hub}', 'http://a/chat/messages/%7Bhub%7D'],
    ['\ud800', 'http://a/chat/messages/%EF%BF%BD'],
    ['..', undefined],
    ['.', undefined],
  ])('the event %j goes to %j', (event, url) => {
    expect(to([{ urlTemplate: 'http://a/{hub}/{category}/{event}' }], event)).toBe(url);
  });
});

describe('Serverless mode', () => {
  test('takes clients without an application server, and refuses one; one that only sends is welcome', async () => {
    const { rig } = await serverless();
    const { said } = await joined(rig);
    const line = await openLine(rig);
    expect((await line.first(T.handshakeResponse)).errorMessage).toContain('Serverless mode');
    await eventually(() => expect(line.closed()).toBe(1000));
    const weak = await openLine(rig, { connectionType: 2 });
    expect((await weak.first(T.handshakeResponse)).errorMessage).toBeNull();
    weak.send({ type: T.broadcastData, excludedConnectionIds: [], payloads: saying('said', 1), extensions: {} });
    await eventually(() => expect(said).toEqual([1]));
    expect(rig.emulator.stats().clients).toBe(1);
  });

  test.each(['json', 'messagepack'] as const)('a broadcast by REST reaches a client that speaks %s', async (protocol) => {
    const { rig } = await serverless();
    const { said } = await joined(rig, protocol);
    const body = JSON.stringify({ target: 'said', arguments: [{ deep: [1, null, 'x'] }] });
    expect((await rig.rest('POST', '/:send', { body })).status).toBe(202);
    await eventually(() => expect(said).toEqual([{ deep: [1, null, 'x'] }]));
  });

  test('tells the upstream who came and went, signed, with the headers of reference 10.3', async () => {
    const { rig, upstream } = await serverless();
    const { client } = await joined(rig, 'json', 'ann é');
    await client.stop();
    await eventually(() =>
      expect(upstream.paths()).toEqual(['connected', 'disconnected'].map((event) => `/up/chat/connections/${event}?code=1`)),
    );
    const [came, went] = upstream.requests;
    const id = String(came?.headers['x-asrs-connection-id']);
    expect(came?.method).toBe('POST');
    expect(came?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-asrs-hub': 'chat',
      'x-asrs-category': 'connections',
      'x-asrs-event': 'connected',
      'x-asrs-user-id': 'ann %C3%A9',
      'x-asrs-signature': `sha256=${createHmac('sha256', KEY).update(id).digest('hex')}`,
    });
    expect(came?.headers['x-asrs-user-claims']).toContain('role: reader');
    expect(came?.headers['x-asrs-client-query']).toContain('room=7');
    expect(String(came?.headers['x-asrs-client-query'])).not.toContain('access_token');
    expect(JSON.parse(String(came?.body))).toEqual({ type: 10 });
    expect(JSON.parse(String(went?.body))).toEqual({ type: 11 });
    expect(went?.headers['x-asrs-connection-id']).toBe(id);
  });

  test('names the reason when a client is lost', async () => {
    const { rig, upstream } = await serverless();
    await joined(rig);
    rig.emulator.chaos.dropClients();
    await eventually(() => expect(upstream.requests).toHaveLength(2));
    expect(JSON.parse(String(upstream.requests[1]?.body))).toEqual({ type: 11, error: 'lost' });
  });

  test('two keys make two signatures, and a function that knows either takes the request', async () => {
    const { rig, upstream } = await serverless(undefined, { accessKeys: [new Secret(KEY), new Secret('next')] });
    await joined(rig);
    await eventually(() => expect(upstream.requests).toHaveLength(1));
    const headers = new Headers(
      Object.entries(upstream.requests[0]?.headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
    );
    for (const [key, kind] of [
      [KEY, 'event'],
      ['next', 'event'],
      ['old', 'unsigned'],
    ] as const)
      expect(readUpstreamEvent(headers, [new Secret(key)]).kind).toBe(kind);
    headers.set('x-asrs-connection-id', 'another');
    expect(readUpstreamEvent(headers, [new Secret(KEY)]).kind).toBe('unsigned');
  });

  test.each([
    ['json', 'application/json'],
    ['messagepack', 'application/x-msgpack'],
  ] as const)('a call of a %s client goes up as it is, and the answer comes back', async (protocol, type) => {
    const { rig, upstream } = await serverless(answering({ kind: 'value', value: { sum: 3 } }));
    const { client } = await joined(rig, protocol);
    expect(await client.invoke('add', 1, [2])).toEqual({ sum: 3 });
    const call = upstream.requests[1];
    expect(call?.path).toBe('/up/chat/messages/add?code=1');
    expect(call?.headers['content-type']).toBe(type);
    expect(readUpstreamInvocation(type, call?.body ?? Buffer.alloc(0))).toMatchObject({ target: 'add', args: [1, [2]] });
  });

  test.each([
    ['200 without a body', { status: 200 }, undefined],
    ['204', { status: 204 }, undefined],
    ['401', { status: 401, body: 'no' }, 'status code 401'],
    ['302', { status: 302 }, 'status code 302'],
    ['an answer that is no message', { status: 200, body: '{"type":3}' }, 'not a hub message'],
    ['an answer of more than 16 MB', { status: 200, body: Buffer.alloc(17 * 1024 * 1024) }, 'response too large'],
  ] as const)('an upstream that answers %s', async (_what, reply, error) => {
    const { rig } = await serverless(({ path }) => (path.includes('messages') ? reply : { status: 200 }));
    const { client } = await joined(rig);
    const called = client.invoke('add');
    if (error === undefined) expect(await called).toBeUndefined();
    else await expect(called).rejects.toThrow(error);
    // The connection goes on.
    expect(rig.emulator.stats().clients).toBe(1);
  });

  test('an upstream that refuses or is not there keeps no client out; its calls fail', async () => {
    const rig = await startRig({ serverless: { upstream: [{ urlTemplate: 'http://127.0.0.1:1/{event}' }] } });
    const { client, said } = await joined(rig);
    await expect(client.invoke('add')).rejects.toThrow('status code 500');
    await rig.rest('POST', '/:send', { body: JSON.stringify({ target: 'said', arguments: [1] }) });
    await eventually(() => expect(said).toEqual([1]));
  });

  test('events go up one after the other, the first before all calls', async () => {
    const first = Promise.withResolvers<UpstreamReply>();
    const { rig, upstream } = await serverless(({ path }) => (path.includes('/connected') ? first.promise : { status: 200 }));
    const { client } = await joined(rig);
    const calls = [client.invoke('one'), client.invoke('two'), client.send('three')];
    await eventually(() => expect(upstream.requests).toHaveLength(1));
    first.resolve({ status: 200 });
    await Promise.all(calls);
    await eventually(() =>
      expect(upstream.paths()).toEqual(
        ['connections/connected', 'messages/one', 'messages/two', 'messages/three'].map((path) => `/up/chat/${path}?code=1`),
      ),
    );
  });

  test('an upstream that hangs is given up, and the next call is made', async () => {
    const clock = new FakeClock();
    const { rig, upstream } = await serverless(
      ({ path }) => (path.includes('slow') ? new Promise<UpstreamReply>(() => {}) : { status: 200 }),
      { clock },
    );
    const { client } = await joined(rig);
    const slow = expect(client.invoke('slow')).rejects.toThrow('status code 500');
    await eventually(() => expect(upstream.paths().at(-1)).toContain('slow'));
    clock.advance(30_001);
    await slow;
    expect(await client.invoke('quick')).toBeUndefined();
  });

  test('pings its clients, because nobody else does', async () => {
    const clock = new FakeClock();
    const { rig } = await serverless(undefined, { clock });
    const raw = await connectRaw(`${rig.clientUrl()}&access_token=${await rig.clientToken()}`, 'json');
    onTestFinished(() => raw.ws.terminate());
    clock.advance(15_001);
    expect(await raw.messages(1)).toEqual([{ type: 6 }]);
  });

  test.each([
    ['another protocol', '{"protocol":"cbor","version":1}', "The protocol 'cbor' is not supported."],
    ['another version', '{"protocol":"json","version":9}', 'does not support version 9'],
  ])('refuses %s in the handshake', async (_what, request, text) => {
    const { rig, upstream } = await serverless();
    const raw = await rawClient(`${rig.clientUrl()}&access_token=${await rig.clientToken()}`);
    raw.send(`${request}${RS}`);
    expect((await raw.frame(1)).bytes.toString()).toContain(text);
    expect(await raw.waitClosed()).toBe(1000);
    expect(upstream.requests).toEqual([]);
  });

  test('a message that cannot be read ends its client and no other', async () => {
    const { rig, upstream } = await serverless();
    const { said } = await joined(rig);
    const raw = await connectRaw(`${rig.clientUrl()}&access_token=${await rig.clientToken()}`, 'json');
    raw.send(json({ type: 1, target: 7 }));
    expect(await raw.waitClosed()).toBe(1000);
    await rig.rest('POST', '/:send', { body: JSON.stringify({ target: 'said', arguments: [1] }) });
    await eventually(() => expect(said).toEqual([1]));
    await eventually(() => expect(JSON.parse(String(upstream.requests.at(-1)?.body))).toEqual({ type: 11, error: 'BadRequest' }));
  });
});
