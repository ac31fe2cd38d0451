import { ReadableStream as NodeStream } from 'node:stream/web';
import { Secret } from '@inkroom/azure-signalr/secret';
import { upstreamSignature } from '@inkroom/azure-signalr/serverless/upstream-signature';
import { nodeClock } from '@inkroom/signalr/node-host';
import { describe, expect, test } from 'vitest';
import { requestBody } from '../../build/functions/request-body.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ACCESS_KEY, FUNCTION_KEY, type FunctionsRig, PAGE_ORIGIN, startFunctions } from './functions-rig.ts';

/** Headers of the service for one connection, signed with `key`. */
const fromService = (event: string, change: Readonly<Record<string, string>> = {}, key = ACCESS_KEY): Record<string, string> => ({
  'x-asrs-connection-id': 'c-1',
  'x-asrs-hub': 'announcements',
  'x-asrs-category': 'connections',
  'x-asrs-event': event,
  'x-asrs-signature': upstreamSignature([new Secret(key)], 'c-1'),
  ...change,
});

const codeOf = async (response: Response): Promise<unknown> => ((await response.json()) as { readonly code: unknown }).code;

/** What the service did for the upstream, as its trace tells it. */
const told = ({ emulator }: FunctionsRig): string[] =>
  emulator.trace.rows.filter(({ way }) => way === 'service > upstream').map(({ what, about }) => `${what} ${about}`);

describe('an announcement', () => {
  test('reaches everybody, in the protocol of each [ANN-1]', async () => {
    const rig = await startFunctions();
    const people = [await rig.join({ protocol: 'json' }), await rig.join({ protocol: 'messagepack' })];
    const answer = await rig.broadcast({ text: 'The lecture moves to room 7.', from: 'Office' });
    expect([answer.status, await answer.json()]).toEqual([202, {}]);
    const notice = { kind: 'announcement', text: 'The lecture moves to room 7.', from: 'Office' };
    for (const { heard } of people) await eventually(() => expect(heard).toEqual([notice]));
  });

  test('about a topic reaches those who follow it: by their address, or by a call [ANN-2]', async () => {
    const rig = await startFunctions();
    const byAddress = await rig.join({ topics: 'course-1,NOT A TOPIC' });
    const byCall = await rig.join({ protocol: 'messagepack' });
    const nobody = await rig.join();
    await byCall.client.invoke('Follow', 'course-1');
    await eventually(() => expect(told(rig)).toHaveLength(4));
    await rig.broadcast({ text: 'one', topic: 'course-1' });
    await eventually(() => expect([byAddress.heard, byCall.heard].map(({ length }) => length)).toEqual([1, 1]));
    await byCall.client.invoke('Unfollow', 'course-1');
    await rig.broadcast({ text: 'two', topic: 'course-1' });
    await rig.broadcast({ text: 'all' });
    const texts = (heard: readonly { readonly text: string }[]) => heard.map(({ text }) => text);
    await eventually(() => expect(texts(byAddress.heard)).toEqual(['one', 'two', 'all']));
    await eventually(() => expect(texts(byCall.heard)).toEqual(['one', 'all']));
    await eventually(() => expect(texts(nobody.heard)).toEqual(['all']));
  });

  test.each([
    ['no JSON', '{'],
    ['no text', {}],
    ['blanks only', { text: '  ' }],
    ['more than 500 units', { text: 'x'.repeat(501) }],
    ['a text that is none', { text: 7 }],
    ['a topic that is none', { text: 'a', topic: 'Course 1' }],
    ['a sender that is none', { text: 'a', from: {} }],
    ['a member that is not known', { text: 'a', to: 'all' }],
    ['a list', []],
    ['null', 'null'],
  ])('with %s is refused, and nobody gets anything', async (_what, body) => {
    const rig = await startFunctions();
    const answer = await rig.broadcast(body);
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'functions.malformed']);
    expect(rig.emulator.stats().toClients).toBe(0);
  });

  test('needs the key of the function', async () => {
    const rig = await startFunctions();
    expect((await rig.broadcast({ text: 'a' }, 'another')).status).toBe(401);
    expect((await fetch(`${rig.url}/api/broadcast`, { method: 'POST', body: '{"text":"a"}' })).status).toBe(401);
    const byQuery = await fetch(`${rig.url}/api/broadcast?code=${FUNCTION_KEY}`, { method: 'POST', body: '{"text":"a"}' });
    expect(byQuery.status).toBe(202);
  });

  test('is told to the caller when the service refuses it, is full, or is away', async () => {
    const wrongKey = await startFunctions({
      env: () => ({ AzureSignalRConnectionString: 'Endpoint=http://127.0.0.1:1;AccessKey=x;' }),
    });
    const away = await wrongKey.broadcast({ text: 'a' });
    expect([away.status, await codeOf(away)]).toEqual([502, 'functions.service_failed']);
    const full = await startFunctions({ fetch: async () => new Response(null, { status: 429 }) });
    const busy = await full.broadcast({ text: 'a' });
    expect([busy.status, await codeOf(busy)]).toEqual([503, 'functions.service_busy']);
    expect(full.lines).toEqual(['broadcast.failed functions.service_busy']);
  });

  test('is given up when the service does not answer for ten seconds', async () => {
    const clock = new FakeClock();
    const hanging = Promise.withResolvers<AbortSignal>();
    const rig = await startFunctions({
      clock,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new Error('given up')));
          if (init?.signal) hanging.resolve(init.signal);
        }),
    });
    const answer = rig.broadcast({ text: 'a' });
    const signal = await hanging.promise;
    clock.advance(9_999);
    expect(signal.aborted).toBe(false);
    clock.advance(1);
    expect(await codeOf(await answer)).toBe('functions.service_failed');
    expect(clock.timers).toBe(0);
  });
});

describe('a request of the service', () => {
  test('comes for every connection and every call, and passes', async () => {
    const rig = await startFunctions();
    const { client } = await rig.join();
    await client.invoke('Follow', 'course-1');
    await client.stop();
    await eventually(() =>
      expect(told(rig)).toEqual(['connections/connected 204', 'messages/Follow 200', 'connections/disconnected 204']),
    );
  });

  test.each([
    ['another key', fromService('connected', {}, 'another')],
    ['the signature of another connection', fromService('connected', { 'x-asrs-connection-id': 'c-2' })],
    ['no signature', fromService('connected', { 'x-asrs-signature': '' })],
    ['a signature that is none', fromService('connected', { 'x-asrs-signature': 'sha256=zz' })],
    ['no connection', fromService('connected', { 'x-asrs-connection-id': '' })],
  ])('with %s gets 401', async (_what, headers) => {
    const rig = await startFunctions();
    const answer = await rig.upstream('connections/connected', headers);
    expect([answer.status, await codeOf(answer)]).toEqual([401, 'functions.unsigned']);
    expect(rig.lines).toEqual(['upstream.unsigned']);
  });

  test('without the key in its address gets 401 before anything is read', async () => {
    const rig = await startFunctions();
    const url = `${rig.url}/api/upstream/connections/connected`;
    expect((await fetch(url, { method: 'POST', headers: fromService('connected') })).status).toBe(401);
    expect(rig.lines).toEqual([]);
  });

  test.each([
    ['an event that is not known', 'connections/exploded', fromService('exploded')],
    ['another event than in its address', 'connections/connected', fromService('disconnected')],
    ['another hub', 'connections/connected', fromService('connected', { 'x-asrs-hub': 'other' })],
    ['another category', 'connections/connected', fromService('connected', { 'x-asrs-category': 'messages' })],
    [
      'a call that is not known',
      'messages/Erase',
      fromService('Erase', { 'x-asrs-category': 'messages' }),
      '{"type":1,"target":"Erase","arguments":[]}',
    ],
    [
      'a call whose body names another',
      'messages/Follow',
      fromService('Follow', { 'x-asrs-category': 'messages' }),
      '{"type":1,"target":"Unfollow","arguments":["a"]}',
    ],
    ['a call that cannot be read', 'messages/Follow', fromService('Follow', { 'x-asrs-category': 'messages' }), '{"type":1'],
  ])('with %s gets 404', async (_what, path, headers, body?: string) => {
    const rig = await startFunctions();
    const answer = await rig.upstream(path, headers, body);
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'functions.event_unknown']);
  });

  test('a client learns that its call is not known or wrong, and stays', async () => {
    const rig = await startFunctions();
    const { client, heard } = await rig.join();
    await expect(client.invoke('Erase')).rejects.toThrow('status code 404');
    await expect(client.invoke('Follow', 'NOT A TOPIC')).rejects.toThrow('topic.malformed');
    await expect(client.invoke('Follow')).rejects.toThrow('topic.malformed');
    await rig.broadcast({ text: 'still here' });
    await eventually(() => expect(heard).toHaveLength(1));
  });
});

describe('keys and tokens', () => {
  test('with the second key of the service everything works while the first is made anew', async () => {
    const rig = await startFunctions({
      accessKeys: [new Secret('made-anew'), new Secret('second')],
      env: (text) => ({ AzureSignalRConnectionString: text.replace('made-anew', 'second') }),
    });
    const { client, heard } = await rig.join({ topics: 'course-1' });
    await client.invoke('Follow', 'course-2');
    expect((await rig.broadcast({ text: 'a', topic: 'course-2' })).status).toBe(202);
    await eventually(() => expect(heard).toHaveLength(1));
    expect(told(rig)).toEqual(['connections/connected 204', 'messages/Follow 200']);
  });

  test('a key that the service no longer has signs nothing', async () => {
    const rig = await startFunctions({
      accessKeys: [new Secret('new')],
      env: (text) => ({ AzureSignalRConnectionString: text.replace('=new;', '=old;') }),
    });
    await expect(rig.join()).rejects.toThrow(/401|Unauthorized/);
    expect(await codeOf(await rig.broadcast({ text: 'a' }))).toBe('functions.service_refused');
    const signed = await rig.upstream('connections/connected', fromService('connected', {}, 'new'));
    expect(signed.status).toBe(401);
  });

  test('a token lasts an hour: with one of two hours ago the service lets nobody in', async () => {
    const late = { ...nodeClock, now: () => Date.now() - 2 * 3_600_000 };
    const rig = await startFunctions({ clock: late });
    await expect(rig.join()).rejects.toThrow(/401|Unauthorized/);
    expect(await codeOf(await rig.broadcast({ text: 'a' }))).toBe('functions.service_refused');
    expect(rig.emulator.trace.rows.map(({ about }) => about).join()).toContain('token: expired');
  });

  test.each([
    ['', undefined],
    ['yes', 'mallory'],
  ])('with INKROOM_TRUST_SIGN_IN=%j the header of a person gives the user id %j', async (trusted, userId) => {
    const rig = await startFunctions({ env: () => ({ INKROOM_TRUST_SIGN_IN: trusted }) });
    const asked = await fetch(`${rig.url}/api/negotiate`, { method: 'POST', headers: { 'x-ms-client-principal-id': 'mallory' } });
    const { accessToken } = (await asked.json()) as { readonly accessToken: string };
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    expect(claims['asrs.s.uid']).toBe(userId);
  });

  test.each([
    ['no connection string', '', 'No connection string was specified.'],
    [
      'an app registration without a secret',
      'Endpoint=https://a.example;AuthType=azure.app;ClientId=a;TenantId=b;',
      'clientSecret',
    ],
  ])('with %s every function says so, and the log says why', async (_what, text, problem) => {
    const rig = await startFunctions({ env: () => ({ AzureSignalRConnectionString: text }) });
    const asked = await fetch(`${rig.url}/api/negotiate`, { method: 'POST' });
    expect([asked.status, await codeOf(asked)]).toEqual([503, 'functions.settings']);
    expect((await rig.broadcast({ text: 'a' })).status).toBe(503);
    expect(rig.lines[0]).toContain(problem);
  });
});

const HUNDRED_MB = 100 * 1024 * 1024;

/** In parts, so that no length is told before. */
function inParts(bytes: number): ReadableStream<Uint8Array> {
  const part = new Uint8Array(1024 * 1024);
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close();
      controller.enqueue(part);
      left -= part.length;
    },
  });
}

describe('the local host', () => {
  test('100 MB get 413, with their length and without, and the next request is served', async () => {
    const rig = await startFunctions();
    const url = `${rig.url}/api/broadcast?code=${FUNCTION_KEY}`;
    for (const body of [new Uint8Array(HUNDRED_MB), inParts(HUNDRED_MB)])
      expect((await fetch(url, { method: 'POST', body, ...{ duplex: 'half' } })).status).toBe(413);
    expect((await rig.broadcast({ text: 'a' })).status).toBe(202);
  });

  test.each([
    ['messages/Follow', fromService('Follow', { 'x-asrs-category': 'messages' })],
    ['connections/connected', fromService('connected')],
  ])('a long body to upstream/%s gets 413', async (path, headers) => {
    const rig = await startFunctions();
    const answer = await rig.upstream(path, headers, ' '.repeat(16 * 1024 + 1));
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'functions.too_large']);
  });

  test('a function reads no more of a body than it takes', async () => {
    let parts = 0;
    const body = new NodeStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000).fill(++parts)) });
    const request = { method: 'POST', url: '', headers: new Headers(), query: new URLSearchParams(), params: {}, body };
    expect(await requestBody(request, 10_000)).toBeUndefined();
    expect(parts).toBeLessThan(15);
  });

  test('lets pages of the named origins ask, with credentials, and no others', async () => {
    const rig = await startFunctions();
    const asked = async (origin: string) => {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-signalr-user-agent',
      };
      const preflight = await fetch(`${rig.url}/api/negotiate`, { method: 'OPTIONS', headers });
      const negotiated = await fetch(`${rig.url}/api/negotiate`, { method: 'POST', headers: { origin } });
      return [preflight, negotiated].map(({ headers: got }) => got.get('access-control-allow-origin'));
    };
    expect(await asked(PAGE_ORIGIN)).toEqual([PAGE_ORIGIN, PAGE_ORIGIN]);
    expect(await asked('https://evil.example')).toEqual([null, null]);
  });

  test.each([
    ['GET', 'negotiate', 405],
    ['POST', 'nothing', 404],
    ['POST', 'upstream/messages', 404],
    ['POST', 'upstream/messages/%zz', 404],
  ])('%s /api/%s gets %i', async (method, path, status) => {
    const rig = await startFunctions();
    expect((await fetch(`${rig.url}/api/${path}`, { method })).status).toBe(status);
  });

  test('serves the page, which may speak to the service and to nobody else', async () => {
    const rig = await startFunctions();
    const page = await fetch(`${rig.url}/api/board`);
    expect(await page.text()).toBe('<p>page</p>');
    const { host } = new URL(rig.emulator.url);
    expect(page.headers.get('content-security-policy')).toContain(`connect-src 'self' http://${host} ws://${host};`);
    expect((await fetch(`${rig.url}/api/board/board.js`)).headers.get('content-type')).toContain('text/javascript');
    expect((await fetch(`${rig.url}/api/board/board.css`)).headers.get('content-type')).toContain('text/css');
  });
});
