import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { expect } from 'playwright/test';
import type { Check } from '../check.ts';
import type { BoardApp } from './board-app.ts';
import { registeredRoutes } from './registered.ts';

interface Listener {
  readonly client: HubConnection;
  readonly heard: unknown[];
}

/** A stock client that negotiates with the functions. */
async function listen(api: string, protocol: 'json' | 'messagepack'): Promise<Listener> {
  const builder = new HubConnectionBuilder()
    .withUrl(api, { transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None);
  const client = (protocol === 'messagepack' ? builder.withHubProtocol(new MessagePackHubProtocol()) : builder).build();
  const heard: unknown[] = [];
  client.on('notice', (notice: unknown) => heard.push(notice));
  await client.start();
  return { client, heard };
}

/** The functions in Azure's own runtime and in the local host, the page, the service's signatures. */
export async function checkBoard(check: Check, { api, functionKey, service }: BoardApp, bundle: string): Promise<void> {
  const announce = async (announcement: object): Promise<number> => {
    const init = { method: 'POST', headers: { 'x-functions-key': functionKey }, body: JSON.stringify(announcement) };
    return (await fetch(`${api}/broadcast`, init)).status;
  };
  const listeners: Listener[] = [];

  await check.step('Azure Functions finds every function in the bundle', async () => {
    const routes = await registeredRoutes(bundle);
    expect(routes).toHaveLength(7);
    return routes.join(', ');
  });
  await check.step('two stock clients join through negotiate, one in JSON and one in MessagePack', async () => {
    for (const protocol of ['json', 'messagepack'] as const) listeners.push(await listen(api, protocol));
    return 'both connected';
  });
  const page = await check.visit(`${api}/board`);
  await check.step('the page joins too', async () => {
    await check.until(() => expect(page.getByRole('status')).toHaveText('Connected. New announcements appear here.'));
    return page.title();
  });
  await check.step('a broadcast reaches both clients and the page', async () => {
    const text = 'The lecture moves to room 7.';
    expect(await announce({ text, from: 'Office' })).toBe(202);
    for (const { heard } of listeners)
      await check.until(() => expect(heard).toEqual([{ kind: 'announcement', text, from: 'Office' }]));
    await check.until(() => expect(page.getByRole('listitem').filter({ hasText: text })).toBeVisible());
    return 'three receivers';
  });
  await check.step('the page follows a topic: an announcement about it reaches only the page', async () => {
    await page.getByLabel('Follow a topic').fill('course-1');
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await check.until(() => expect(page.getByRole('button', { name: 'Stop following course-1' })).toBeVisible());
    expect(await announce({ text: 'Bring your books.', topic: 'course-1' })).toBe(202);
    await check.until(() => expect(page.getByText('Bring your books.')).toBeVisible());
    expect(await announce({ text: 'Last one.' })).toBe(202);
    for (const { heard } of listeners) await check.until(() => expect(heard).toHaveLength(2));
    return 'two for each client, three on the page';
  });
  await check.step('the requests of the service came signed, and were taken', async () => {
    const told = service.toldUpstream();
    expect(told).toEqual([...Array<string>(3).fill('connections/connected 204'), 'messages/Follow 200']);
    return told.join(', ');
  });
  await check.step('a request with a wrong signature gets 401', async () => {
    const headers = {
      'x-asrs-connection-id': 'somebody',
      'x-asrs-hub': 'announcements',
      'x-asrs-category': 'connections',
      'x-asrs-event': 'connected',
      'x-asrs-signature': `sha256=${'0'.repeat(64)}`,
    };
    const { status } = await fetch(`${api}/upstream/connections/connected?code=${functionKey}`, { method: 'POST', headers });
    expect(status).toBe(401);
    return String(status);
  });
  await check.step('who leaves is told to the functions', async () => {
    for (const { client } of listeners) await client.stop();
    await page.context().close();
    const left = (): number => service.toldUpstream().filter((one) => one === 'connections/disconnected 204').length;
    await check.until(() => expect(left()).toBe(3));
    return 'three left';
  });
}
