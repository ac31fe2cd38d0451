import { type HubConnection, HubConnectionState, Subject } from '@microsoft/signalr';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { eventually } from '../support/eventually.ts';
import { type ListeningHub, listenHub } from './listening-hub.ts';
import { type SampleHub, sampleHub } from './sample-hub.ts';
import { type ProtocolName, stockClient, type TransportName } from './stock-clients.ts';

let hub: SampleHub;
let server: ListeningHub;
let line: TcpLine | undefined;
const clients: HubConnection[] = [];

async function serve(port = 0): Promise<ListeningHub> {
  hub = sampleHub();
  server = await listenHub(hub, { limits: { closeTimeoutMs: 500, sweepIntervalMs: 100 } }, port);
  hub.server = server.hub;
  return server;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await line?.close();
  line = undefined;
  await server.close();
});

function made(client: HubConnection): HubConnection {
  clients.push(client);
  return client;
}

const COMBINATIONS: readonly (readonly [ProtocolName, TransportName])[] = [
  ['json', 'WebSockets'],
  ['messagepack', 'WebSockets'],
  ['json', 'ServerSentEvents'],
  ['json', 'LongPolling'],
  ['messagepack', 'LongPolling'],
];

describe.each(COMBINATIONS)('the stock client with %s over %s', (protocol, transport) => {
  const connect = async (): Promise<HubConnection> => {
    const client = made(stockClient(server.url, { protocol, transport }));
    await client.start();
    return client;
  };

  test('calls, is called and streams, in order', async () => {
    await serve();
    const [one, two] = [await connect(), await connect()];
    const got: unknown[] = [];
    two.on('message', (value) => got.push(value));
    expect(server.hub.connection(two.connectionId ?? '')?.transportName).toBe(transport);
    expect(await one.invoke('Add', 40, 2)).toBe(42);
    await two.invoke('JoinGroup', 'g');
    for (let n = 0; n < 50; n++) await one.send('SendToGroup', 'g', n);
    await eventually(() => expect(got).toEqual(Array.from({ length: 50 }, (_, n) => n)));
    const items: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      one.stream('Counter', 500).subscribe({ next: (item) => items.push(item), complete: resolve, error: reject });
    });
    expect(items).toEqual(Array.from({ length: 500 }, (_, n) => n));
  });

  test('[79] sends a stream: the method sees all items in order, or its error', async () => {
    await serve();
    const one = await connect();
    const numbers = new Subject<number>();
    const sum = one.invoke('Sum', numbers);
    for (let n = 1; n <= 100; n++) numbers.next(n);
    numbers.complete();
    expect(await sum).toBe(5050);
    const broken = new Subject<number>();
    const failing = one.invoke('Sum', broken);
    broken.next(1);
    broken.error(new Error('producer broke'));
    await expect(failing).rejects.toThrow('HubException: producer broke');
  });

  test('[82] answers questions of the server, with a value or an error', async () => {
    await serve();
    const one = await connect();
    one.on('double', (n: number) => n * 2);
    one.on('refuse', () => {
      throw new Error('not today');
    });
    const id = one.connectionId ?? '';
    expect(await server.hub.ask(id, 'double', [21])).toBe(42);
    await expect(server.hub.ask(id, 'refuse', [])).rejects.toThrow('Error: not today');
    await expect(server.hub.ask(id, 'unheard', [])).rejects.toThrow("Client didn't provide a result.");
    // The method gives its place back while it waits, so that the client may call in order to answer.
    one.on('viaServer', async (n: number) => one.invoke('Add', n, 1));
    expect(await one.invoke('AskMe', 'viaServer', 41)).toBe(42);
  });

  test('stops: the server hears of it at once, as a goodbye', async () => {
    await serve();
    const one = await connect();
    const closed = vi.fn();
    one.onclose(closed);
    await one.stop();
    expect(closed).toHaveBeenCalledWith(undefined);
    await eventually(() => expect(hub.events).toEqual(['connected', 'disconnected clientClosed']));
    await eventually(() => expect(server.hub.stats().connections).toBe(0));
  });

  test('[88] is told to come back when the server shuts down, and does', async () => {
    const { origin } = await serve();
    const port = Number(new URL(origin).port);
    const change = Array.from({ length: 500 }, () => 20);
    const one = made(
      stockClient(server.url, { protocol, transport, change: (builder) => builder.withAutomaticReconnect(change) }),
    );
    const reconnecting = vi.fn();
    one.onreconnecting(reconnecting);
    await one.start();
    await server.close();
    await eventually(() => expect(reconnecting).toHaveBeenCalledOnce());
    await serve(port);
    await eventually(() => expect(one.state).toBe(HubConnectionState.Connected));
    expect(await one.invoke('Echo', 'again')).toBe('again');
  });

  test('comes back by automatic reconnect when its line is lost', async () => {
    await serve();
    line = await openTcpLine(Number(new URL(server.origin).port));
    const one = made(
      stockClient(`${line.server}/hub`, { protocol, transport, change: (b) => b.withAutomaticReconnect([0, 50, 50, 50, 50]) }),
    );
    const reconnected = vi.fn();
    one.onreconnected(reconnected);
    await one.start();
    const before = one.connectionId;
    expect(await one.invoke('Echo', 'before')).toBe('before');
    line.drop();
    await eventually(() => expect(reconnected).toHaveBeenCalledOnce());
    expect(one.connectionId).not.toBe(before);
    expect(await one.invoke('Echo', 'after')).toBe('after');
  });
});
