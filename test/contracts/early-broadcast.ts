import type { HubHandle } from '@inkroom/signalr/hub-handle';
import { afterEach, describe, expect, test } from 'vitest';
import { json, negotiate, type RawClient, RS, rawClient } from '../signalr/raw-client.ts';
import { eventually } from '../support/eventually.ts';

export interface HubUnderTest {
  /** `http://host:port/hub` */
  readonly url: string;
  readonly server: HubHandle;
  stop(): Promise<void>;
}

/** What a client may hear of a broadcast that reaches its open WebSocket before its handshake, wherever the hub serves it. */
export function earlyBroadcastContract(name: string, start: () => Promise<HubUnderTest>): void {
  describe(`early broadcast: ${name}`, () => {
    const running: HubUnderTest[] = [];
    afterEach(async () => {
      for (const one of running.splice(0)) await one.stop();
    });

    test.each(['json', 'messagepack'] as const)(
      'a client that then asks for %s hears nothing in another protocol',
      async (protocol) => {
        const hub = await start();
        running.push(hub);
        const witness = await openClient(hub.url);
        witness.send(json({ protocol: 'json', version: 1 }));
        await witness.frame(1);
        const client = await openClient(hub.url);
        hub.server.sendAll('said', ['early']);
        expect(await witness.messages(1)).toMatchObject([{ target: 'said', arguments: ['early'] }]);

        client.send(json({ protocol, version: 1 }));
        expect((await client.frame(1)).bytes.subarray(0, 3).toString()).toBe(`{}${RS}`);
        hub.server.sendAll('said', ['late']);
        const heard = await eventually(() => {
          const messages = client.received();
          expect(wordsOf(protocol, messages)).toContain('late');
          return messages;
        });
        // The early broadcast is kept until the handshake, or misses a client that has not joined yet.
        expect([['late'], ['early', 'late']]).toContainEqual(wordsOf(protocol, heard));
        const kind = protocol === 'json' ? 'text' : 'binary';
        expect(client.frames.slice(1).every((frame) => frame.kind === kind)).toBe(true);
        for (const { ws } of [witness, client]) ws.terminate();
      },
    );
  });
}

/** A WebSocket that is open and has sent no handshake. */
async function openClient(url: string): Promise<RawClient> {
  const here = await negotiate(url);
  const { url: address = url, accessToken } = here;
  if (accessToken === undefined) return rawClient(`${address}?id=${here.connectionToken}`);
  return rawClient(`${address}&access_token=${accessToken}`);
}

/** The arguments of the invocations; fails when one is not of that protocol. */
function wordsOf(protocol: 'json' | 'messagepack', messages: readonly unknown[]): unknown[] {
  return messages.map((message) => {
    if (Array.isArray(message) !== (protocol === 'messagepack')) throw new Error(`not ${protocol}: ${JSON.stringify(message)}`);
    return Array.isArray(message) ? message[4][0] : (message as { readonly arguments: readonly unknown[] }).arguments[0];
  });
}
