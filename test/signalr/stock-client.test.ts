import { HttpTransportType, type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type ListeningHub, listenHub } from './listening-hub.ts';
import { type SampleHub, sampleHub } from './sample-hub.ts';

let hub: SampleHub;
let server: ListeningHub | undefined;
const clients: HubConnection[] = [];

async function serve(
  ...options: Parameters<typeof listenHub> extends [unknown, ...infer Rest] ? Rest : never
): Promise<ListeningHub> {
  hub = sampleHub();
  server = await listenHub(hub, ...options);
  hub.server = server.hub;
  return server;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await server?.close();
  server = undefined;
});

function client(
  protocol: string,
  url: string,
  change = (builder: HubConnectionBuilder): HubConnectionBuilder => builder,
): HubConnection {
  const builder = change(new HubConnectionBuilder().withUrl(url).configureLogging(LogLevel.None));
  const made = (protocol === 'messagepack' ? builder.withHubProtocol(new MessagePackHubProtocol()) : builder).build();
  clients.push(made);
  return made;
}

describe.each(['json', 'messagepack'])('the stock client with %s', (protocol) => {
  test('connects, and both sides agree on the connection id', async () => {
    const { url } = await serve();
    const one = client(protocol, url);
    await one.start();
    expect(one.connectionId).toBe(await one.invoke('ConnectionId'));
  });

  test('gets results of synchronous and asynchronous methods, null for none', async () => {
    const { url } = await serve();
    const one = client(protocol, url);
    await one.start();
    expect(await one.invoke('Add', 40, 2)).toBe(42);
    expect(await one.invoke('Later', 'x')).toBe('x');
    expect(await one.invoke('Void')).toBeNull();
    expect(await one.invoke('eCHO', { deep: [1, 'é☃😀', null, true, -1.5, Number.MAX_SAFE_INTEGER] })).toEqual({
      deep: [1, 'é☃😀', null, true, -1.5, Number.MAX_SAFE_INTEGER],
    });
  });

  test("sees the texts of Microsoft's server when a call fails", async () => {
    const { url } = await serve();
    const one = client(protocol, url);
    await one.start();
    await expect(one.invoke('Fail')).rejects.toThrow(
      "An unexpected error occurred invoking 'Fail' on the server. HubException: boom",
    );
    await expect(one.invoke('FailPlain')).rejects.toThrow(/^An unexpected error occurred invoking 'FailPlain' on the server\.$/);
    await expect(one.invoke('Nope')).rejects.toThrow(
      "Failed to invoke 'Nope' due to an error on the server. HubException: Method does not exist.",
    );
    await expect(one.invoke('Echo', 1, 2)).rejects.toThrow(/^Failed to invoke 'Echo' due to an error on the server\.$/);
  });

  test('receives what is sent to it, to its group and to all, in order', async () => {
    const { url } = await serve();
    const one = client(protocol, url);
    const two = client(protocol, url);
    const got: Record<string, unknown[]> = { one: [], two: [] };
    one.on('message', (value) => got.one?.push(value));
    two.on('message', (value) => got.two?.push(value));
    await Promise.all([one.start(), two.start()]);
    await one.invoke('JoinGroup', 'g');
    await two.invoke('JoinGroup', 'g');
    await one.invoke('SendToGroup', 'g', 1);
    await one.invoke('SendToOthersInGroup', 'g', 2);
    await two.invoke('LeaveGroup', 'g');
    await one.invoke('SendToGroup', 'g', 3);
    await one.invoke('SendToAll', 4);
    await one.invoke('SendToCaller', 5);
    await one.invoke('SendToConnection', two.connectionId, 6);
    await eventually(() => expect(got).toEqual({ one: [1, 3, 4, 5], two: [1, 2, 4, 6] }));
  });

  test('gets a stream to its end, and its error after its items', async () => {
    const { url } = await serve();
    const one = client(protocol, url);
    await one.start();
    const run = (method: string, count: number): Promise<unknown[]> =>
      new Promise((resolve) => {
        const items: unknown[] = [];
        one.stream(method, count).subscribe({
          next: (item) => items.push(item),
          complete: () => resolve([...items, 'complete']),
          error: (error: Error) => resolve([...items, error.message]),
        });
      });
    expect(await run('Counter', 3)).toEqual([0, 1, 2, 'complete']);
    expect(await run('StreamFails', 2)).toEqual([
      0,
      1,
      'An error occurred on the server while streaming results. HubException: stream broke',
    ]);
    const many = await run('Counter', 20_000);
    expect(many).toHaveLength(20_001);
    expect(many[19_999]).toBe(19_999);
  });

  test('[77] stops a stream that never ends, and calls still work while it runs', async () => {
    const { url } = await serve();
    const one = client(protocol, url);
    await one.start();
    let items = 0;
    const subscription = one.stream('Endless', 'x'.repeat(100)).subscribe({ next: () => items++, complete() {}, error() {} });
    await eventually(() => expect(items).toBeGreaterThan(1_000));
    expect(await one.invoke('Echo', 'meanwhile')).toBe('meanwhile');
    subscription.dispose();
    await eventually(() => expect(hub.events).toContain('stopped'));
    expect(await one.invoke('Echo', 'after')).toBe('after');
  });

  test('stops without an error on either side', async () => {
    const { url } = await serve();
    const one = client(protocol, url);
    const closed = vi.fn();
    one.onclose(closed);
    await one.start();
    await one.stop();
    expect(closed).toHaveBeenCalledWith(undefined);
    await eventually(() => expect(hub.events).toEqual(['connected', 'disconnected clientClosed']));
    await eventually(() => expect(server?.hub.stats().connections).toBe(0));
  });

  test('is closed by the server without coming back, or with, as the server says', async () => {
    const { url } = await serve();
    const fast = (builder: HubConnectionBuilder): HubConnectionBuilder => builder.withAutomaticReconnect([0, 0, 50, 50, 50]);
    const gone = client(protocol, url, fast);
    const closed = vi.fn();
    gone.onclose(closed);
    await gone.start();
    await gone.send('Abort');
    await eventually(() => expect(closed).toHaveBeenCalledWith(undefined));

    const back = client(protocol, url, fast);
    const reconnected = vi.fn();
    back.onreconnected(reconnected);
    await back.start();
    const before = back.connectionId;
    await back.send('CloseForReconnect');
    await eventually(() => expect(reconnected).toHaveBeenCalledOnce());
    expect(back.connectionId).not.toBe(before);
  });

  test('[88] comes back by itself after a graceful shutdown', async () => {
    const first = await serve();
    const port = Number(new URL(first.url).port);
    const one = client(protocol, first.url, (builder) => builder.withAutomaticReconnect(Array.from({ length: 100 }, () => 20)));
    const reconnecting = vi.fn();
    one.onreconnecting(reconnecting);
    await one.start();
    await first.close();
    await eventually(() => expect(reconnecting).toHaveBeenCalledOnce());
    await serve({}, port);
    await eventually(() => expect(one.state).toBe(HubConnectionState.Connected));
    expect(await one.invoke('Echo', 'again')).toBe('again');
  });

  test('[25] connects without negotiate', async () => {
    const { url } = await serve();
    const builder = new HubConnectionBuilder()
      .withUrl(url, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None);
    const one = (protocol === 'messagepack' ? builder.withHubProtocol(new MessagePackHubProtocol()) : builder).build();
    clients.push(one);
    await one.start();
    expect(await one.invoke('Echo', 1)).toBe(1);
  });
});

test('bytes and dates cross MessagePack unchanged; on JSON bytes arrive as base64', async () => {
  const { url } = await serve();
  const binary = client('messagepack', url);
  const json = client('json', url);
  const got = vi.fn();
  json.on('message', got);
  await Promise.all([binary.start(), json.start()]);
  expect(await binary.invoke('Echo', new Uint8Array([1, 2, 255]))).toEqual(new Uint8Array([1, 2, 255]));
  expect(await binary.invoke('Echo', new Date(1_700_000_000_123))).toEqual(new Date(1_700_000_000_123));
  await binary.invoke('SendToAll', new Uint8Array([1, 2, 255]));
  await eventually(() => expect(got).toHaveBeenCalledWith('AQL/'));
});
