import { randomBytes } from 'node:crypto';
import type { HubMethod } from '@inkroom/signalr/hub';
import type { HubConnection } from '@microsoft/signalr';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { eventually } from '../support/eventually.ts';
import { type ListeningHub, listenHub } from './listening-hub.ts';
import { type ProtocolName, stockClient } from './stock-clients.ts';

const DROPS = 200;

let server: ListeningHub | undefined;
let line: TcpLine | undefined;
let client: HubConnection | undefined;

afterEach(async () => {
  await client?.stop();
  await line?.close();
  await server?.close();
  client = line = server = undefined;
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.each<ProtocolName>(['json', 'messagepack'])('stateful reconnect of the stock client with %s', (protocol) => {
  test(`[91][93][94] over ${DROPS} lost TCP connections every message arrives once and in order, both ways`, async () => {
    const up: number[] = [];
    let disconnects = 0;
    const methods = new Map<string, HubMethod>([
      ['Up', { kind: 'call', parameters: 1, run: ({ args }) => void up.push(Number(args[0])) }],
      ['Ask', { kind: 'call', parameters: 1, run: ({ args }) => args[0] }],
    ]);
    const hub = { methods, onDisconnected: () => void disconnects++ };
    server = await listenHub(hub, { statefulReconnect: true, limits: { reattaches: 10_000, sweepIntervalMs: 50 } });
    line = await openTcpLine(Number(new URL(server.origin).port));
    client = stockClient(`${line.server}/hub`, { protocol, change: (builder) => builder.withStatefulReconnect() });
    const down: number[] = [];
    const reconnecting = vi.fn();
    client.on('down', (n: number) => down.push(n));
    client.onreconnecting(reconnecting);
    client.onclose(reconnecting);
    await client.start();
    const id = client.connectionId ?? '';
    expect(server.hub.groups.add(id, 'everybody')).toBe(true);

    let sent = 0;
    let asked = 0;
    let answered = 0;
    let wrong = 0;
    /** One message each way, and a call with an answer. */
    const exchange = (): void => {
      const n = sent++;
      void client?.send('Up', n);
      if (n % 2 === 0) server?.hub.groups.send('everybody', 'down', [n]);
      else server?.hub.send(id, 'down', [n]);
      if (n % 5 !== 0) return;
      asked++;
      client?.invoke('Ask', n).then(
        (answer) => {
          answered++;
          if (answer !== n) wrong++;
        },
        () => wrong++,
      );
    };
    for (let drops = 0; drops < DROPS; drops++) {
      for (let i = 0; i < 5; i++) exchange();
      // Some drops meet messages that were not even written, some those on their way, some the answers.
      if (drops % 3 > 0) await turn();
      if (drops % 3 > 1) await eventually(() => expect(down.length).toBe(sent));
      // The socket, and perhaps the idle one that negotiated.
      expect(line.drop()).toBeGreaterThan(0);
      for (let i = 0; i < 5; i++) exchange();
      // A stock client tries once: a line that is lost again before it was there would be the end (reference 6.4).
      await eventually(() => expect(down.length).toBe(sent));
    }
    const all = Array.from({ length: sent }, (_, n) => n);
    await eventually(() => {
      expect(up.length).toBeGreaterThanOrEqual(sent);
      expect(down.length).toBeGreaterThanOrEqual(sent);
      expect(answered).toBe(asked);
    });
    expect(up).toEqual(all);
    expect(down).toEqual(all);
    expect(wrong).toBe(0);
    expect(client.connectionId).toBe(id);
    expect(reconnecting).not.toHaveBeenCalled();
    expect(disconnects).toBe(0);
    expect(server.hub.stats().connections).toBe(1);
  }, 60_000);

  test('[91][93] a stream of large items that stay comes whole over a line that is lost again and again', async () => {
    const item = (n: number): Uint8Array => body.subarray(n * 65_536, (n + 1) * 65_536);
    const body = new Uint8Array(randomBytes(10 * 1024 * 1024));
    async function* run(): AsyncGenerator<readonly [number, Uint8Array]> {
      for (let n = 0; n < 160; n++) yield [n, item(n)];
    }
    const hub = { methods: new Map<string, HubMethod>([['Body', { kind: 'stream', itemsStay: true, run }]]) };
    server = await listenHub(hub, { statefulReconnect: true, limits: { reattaches: 10_000 } });
    line = await openTcpLine(Number(new URL(server.origin).port));
    client = stockClient(`${line.server}/hub`, { protocol, change: (builder) => builder.withStatefulReconnect() });
    await client.start();
    const came: number[] = [];
    let wrong = 0;
    let ended: 'complete' | Error | undefined;
    client.stream<readonly [number, Uint8Array | string]>('Body').subscribe({
      next([n, bytes]) {
        came.push(n);
        const got = typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : Buffer.from(bytes);
        if (got.compare(item(n)) !== 0) wrong++;
        // A socket that has brought something counts as one: the next may be lost.
        if (n % 20 === 10) line?.drop();
      },
      complete: () => {
        ended = 'complete';
      },
      error: (error) => {
        ended = error;
      },
    });
    await eventually(() => expect(ended).toBeDefined());
    expect(ended).toBe('complete');
    expect(came).toEqual(Array.from({ length: 160 }, (_, n) => n));
    expect(wrong).toBe(0);
  }, 60_000);
});
