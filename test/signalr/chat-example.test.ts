import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HubConnection } from '@microsoft/signalr';
import { afterEach, expect, test } from 'vitest';
import { createChat } from '../../server/signalr/examples/chat.ts';
import { eventually } from '../support/eventually.ts';
import { type ProtocolName, stockClient } from './stock-clients.ts';

let chat: Server;
const clients: HubConnection[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await new Promise((resolve) => {
    chat.close(resolve);
    chat.closeAllConnections();
  });
});

test("the README's chat works with stock clients of both protocols", async () => {
  chat = createChat();
  await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(chat.address() as AddressInfo).port}/chat`;
  const heard: unknown[] = [];
  const [ann, bob] = (['json', 'messagepack'] satisfies ProtocolName[]).map((protocol) => stockClient(url, { protocol }));
  if (ann === undefined || bob === undefined) throw new Error('no clients');
  clients.push(ann, bob);
  for (const [name, client] of [
    ['ann', ann],
    ['bob', bob],
  ] as const) {
    client.on('said', (who, words) => heard.push([name, who, words]));
    await client.start();
  }
  await ann.invoke('Join', 'tea');
  await bob.invoke('Join', 'tea');
  expect(await bob.invoke('Say', 'tea', 'hello')).toBe(2);
  await eventually(() => expect(heard).toHaveLength(2));
  expect(heard).toContainEqual(['ann', bob.connectionId, 'hello']);
  await expect(ann.invoke('Say', 'tea', 7)).rejects.toThrow(/^Failed to invoke 'Say' due to an error on the server\.$/);
});
