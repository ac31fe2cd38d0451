import { afterEach, describe, expect, test } from 'vitest';
import {
  CallRefused,
  type ClientConnection,
  type ClientTransport,
  type HubMethodEntry,
  type HubMethods,
} from '../../server/ports/client-transport.ts';
import { eventually } from '../support/eventually.ts';

/** A client of the transport under test, as an application on the other side sees it. */
export interface ContractClient {
  readonly received: { readonly target: string; readonly args: readonly unknown[] }[];
  /** Rejects with the text that the client was shown. */
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
  send(method: string, ...args: readonly unknown[]): Promise<void>;
  stream(method: string, ...args: readonly unknown[]): Promise<unknown[]>;
  /** Resolves with the error of the Close message, or undefined. */
  readonly closed: Promise<string | undefined>;
  stop(): Promise<void>;
}

export interface TransportUnderTest {
  readonly transport: ClientTransport;
  connect(): Promise<ContractClient>;
  stop(): Promise<void>;
}

/** What every `ClientTransport` must do. `start` serves the given methods. */
export function clientTransportContract(name: string, start: (hub: HubMethods) => Promise<TransportUnderTest>): void {
  describe(`client transport: ${name}`, () => {
    const running: TransportUnderTest[] = [];
    afterEach(async () => {
      for (const one of running.splice(0)) await one.stop();
    });

    async function serve() {
      const connections: ClientConnection[] = [];
      const ended: { readonly id: string; readonly reason: string }[] = [];
      const pushed: (readonly unknown[])[] = [];
      const hub: HubMethods = {
        methods: new Map<string, HubMethodEntry>([
          ['who', { kind: 'call', run: ({ connection }) => connection.id }],
          ['echo', { kind: 'call', run: async ({ args }) => args }],
          ['size', { kind: 'call', run: ({ bytes }) => bytes }],
          ['push', { kind: 'call', run: ({ args }) => void pushed.push(args) }],
          ['pair', { kind: 'call', parameters: 2, run: ({ args }) => void pushed.push(args) }],
          ['one', { kind: 'stream', parameters: 1, run: ({ args }) => one(args) }],
          [
            'refuse',
            {
              kind: 'call',
              run: () => {
                throw new CallRefused('room.full: try later');
              },
            },
          ],
          ['refuseLater', { kind: 'call', run: () => Promise.reject(new CallRefused('join.needed: join')) }],
          ['fail', { kind: 'call', run: () => Promise.reject(new Error('an inner secret')) }],
          [
            'refuseStream',
            {
              kind: 'stream',
              run({ args }) {
                if (args[0] === 0) throw new CallRefused('catch_up.malformed: no');
                return (async function* () {
                  for (let i = 0; i < Number(args[0]); i++) yield i;
                  throw new CallRefused('catch_up.busy: wait');
                })();
              },
            },
          ],
          [
            'count',
            {
              kind: 'stream',
              async *run({ args }) {
                for (let i = 0; i < Number(args[0]); i++) yield i;
              },
            },
          ],
        ]),
        connected(connection) {
          connection.attachment = { number: connections.push(connection) };
        },
        disconnected: ({ id }, reason) => void ended.push({ id, reason }),
      };
      const under = await start(hub);
      running.push(under);
      return { ...under, connections, ended, pushed };
    }

    const idOf = async (client: ContractClient): Promise<string> => String(await client.call('who'));

    test('calls reach the hub with their arguments, in order, and answers come back', async () => {
      const { connect, pushed } = await serve();
      const client = await connect();
      for (let i = 0; i < 20; i++) await client.send('push', i, [i]);
      expect(await client.call('echo', 1, 'a', [null, true])).toEqual([1, 'a', [null, true]]);
      expect(pushed).toEqual(Array.from({ length: 20 }, (_, i) => [i, [i]]));
    });

    test('byte strings arrive as bytes in both directions', async () => {
      const { connect } = await serve();
      const client = await connect();
      const [bytes] = (await client.call('echo', Uint8Array.of(1, 2, 255))) as [Uint8Array];
      expect([...bytes]).toEqual([1, 2, 255]);
    });

    test('a call tells the bytes of its message', async () => {
      const { connect } = await serve();
      const client = await connect();
      const small = Number(await client.call('size'));
      const large = Number(await client.call('size', 'x'.repeat(1_000)));
      expect(small).toBeGreaterThan(0);
      expect(large - small).toBeGreaterThanOrEqual(1_000);
    });

    test('a call with more or fewer arguments than its method takes fails, the method hears nothing, and the connection lives', async () => {
      const { connect, pushed } = await serve();
      const client = await connect();
      for (const args of [[], [1], [1, 2, 3], [1, 2, null]]) await expect(client.call('pair', ...args)).rejects.toThrow('pair');
      for (const args of [[], [1, 2]]) await expect(client.stream('one', ...args)).rejects.toThrow('one');
      expect(pushed).toEqual([]);
      await client.call('pair', 1, 2);
      expect(pushed).toEqual([[1, 2]]);
      expect(await client.stream('one', 'a')).toEqual(['a']);
    });

    test('a refusal shows its text, any other error shows nothing of itself, and the connection lives', async () => {
      const { connect } = await serve();
      const client = await connect();
      await expect(client.call('refuse')).rejects.toThrow('room.full: try later');
      await expect(client.call('refuseLater')).rejects.toThrow('join.needed: join');
      await expect(client.call('fail')).rejects.toThrow(/^(?!.*secret)/);
      await expect(client.call('toString')).rejects.toThrow();
      await expect(client.call('__proto__')).rejects.toThrow();
      expect(await client.call('echo', 1)).toEqual([1]);
    });

    test('a stream that is refused shows why, before its first item or after', async () => {
      const { connect } = await serve();
      const client = await connect();
      await expect(client.stream('refuseStream', 0)).rejects.toThrow('catch_up.malformed: no');
      await expect(client.stream('refuseStream', 3)).rejects.toThrow('catch_up.busy: wait');
    });

    test('a stream brings its items in order, and then ends', async () => {
      const { connect } = await serve();
      const client = await connect();
      expect(await client.stream('count', 500)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    });

    test('the hub finds its attachment at every call, and each connection has its own', async () => {
      const { connect, connections } = await serve();
      const [first, second] = [await connect(), await connect()];
      const ids = [await idOf(first), await idOf(second)];
      expect(connections.map(({ id }) => id)).toEqual(ids);
      expect(connections.map(({ attachment }) => attachment)).toEqual([{ number: 1 }, { number: 2 }]);
    });

    test('a connection can be sent to, and after its end it takes nothing', async () => {
      const { connect, connections, ended } = await serve();
      const client = await connect();
      await idOf(client);
      const [connection] = connections;
      expect(connection?.send('hello', [1, 'two'])).toBe(true);
      await eventually(() => expect(client.received).toEqual([{ target: 'hello', args: [1, 'two'] }]));
      await client.stop();
      await eventually(() => expect(ended).toHaveLength(1));
      expect(connection?.send('hello', [])).toBe(false);
    });

    test('a group send reaches every member and nobody else; adding twice is adding once', async () => {
      const { connect, transport } = await serve();
      const clients = [await connect(), await connect(), await connect()];
      const [a, b, c] = clients as [ContractClient, ContractClient, ContractClient];
      await transport.addToGroup(await idOf(a), 'g');
      await transport.addToGroup(await idOf(a), 'g');
      await transport.addToGroup(await idOf(b), 'g');
      await transport.addToGroup(await idOf(c), 'other');
      const bytes = transport.sendToGroup('g', 'news', [7]);
      // In MessagePack: its length, a list of type, headers, id, target and arguments. Where nobody bills, nobody counts.
      expect(bytes).toBe(transport.reach === 'all' ? 1 + 1 + 3 + 5 + 2 : 0);
      transport.sendToGroup('other', 'mark', []);
      transport.sendToGroup('nobody', 'news', []);
      await eventually(() => expect(c.received).toEqual([{ target: 'mark', args: [] }]));
      for (const member of [a, b]) await eventually(() => expect(member.received).toEqual([{ target: 'news', args: [7] }]));
    });

    test('who was taken out of a group, or has gone, hears no more of it', async () => {
      const { connect, transport, ended } = await serve();
      const [a, b, c] = [await connect(), await connect(), await connect()];
      for (const client of [a, b, c]) await transport.addToGroup(await idOf(client), 'g');
      await transport.removeFromGroup(await idOf(a), 'g');
      await b.stop();
      await eventually(() => expect(ended).toHaveLength(1));
      transport.sendToGroup('g', 'news', []);
      await eventually(() => expect(c.received).toHaveLength(1));
      expect(await a.call('echo', 1)).toEqual([1]);
      expect(a.received).toEqual([]);
    });

    test('messages to one member arrive in the order in which they were sent, group or not', async () => {
      const { connect, connections, transport } = await serve();
      const client = await connect();
      await transport.addToGroup(await idOf(client), 'g');
      for (let i = 0; i < 50; i++) {
        transport.sendToGroup('g', 'n', [2 * i]);
        connections[0]?.send('n', [2 * i + 1]);
      }
      await eventually(() =>
        expect(client.received.map(({ args }) => args[0])).toEqual(Array.from({ length: 100 }, (_, i) => i)),
      );
    });

    test('closing sends what was queued, shows the reason, and is told to the hub once', async () => {
      const { connect, connections, ended } = await serve();
      const client = await connect();
      const id = await idOf(client);
      connections[0]?.send('last', []);
      connections[0]?.close({ error: 'rate.messages: too many', allowReconnect: false });
      connections[0]?.close({ error: 'again' });
      expect(await client.closed).toContain('rate.messages: too many');
      expect(client.received).toEqual([{ target: 'last', args: [] }]);
      await eventually(() => expect(ended).toEqual([{ id, reason: expect.any(String) }]));
    });
  });
}

async function* one(items: readonly unknown[]): AsyncGenerator<unknown> {
  yield* items;
}
