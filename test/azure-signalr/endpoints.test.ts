import type { Emulator } from '@inkroom/emulator/emulator';
import { afterEach, expect, test, vi } from 'vitest';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import { HUB_PATH } from '../../core/contract/hub-contract.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { type LiveHub, liveHub, metricsText } from '../hub/live-hub.ts';
import { startPerson } from '../support/people.ts';
import { waitsOf } from '../support/waits.ts';
import { draw } from '../unit/renderer/session/world.ts';
import { emulate, servicesAt } from './service-rig.ts';

const WAIT = { timeout: 30_000, interval: 20 };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Rig {
  readonly east: Emulator;
  readonly west: Emulator;
  readonly hubs: readonly LiveHub[];
}

/** Whole servers with a primary service `east`, and `west` of the given role. */
async function behindTwo(role: 'primary' | 'secondary', hubCount = 1): Promise<Rig> {
  const [east, west] = [await emulate(), await emulate()];
  ends.push(
    () => east.stop(),
    () => west.stop(),
  );
  const azureSignalR = servicesAt({ east: east.connectionString, [`west:${role}`]: west.connectionString });
  const hubs: LiveHub[] = [];
  for (let i = 0; i < hubCount; i++) {
    const hub = await liveHub({ azureSignalR });
    ends.push(() => hub.stop());
    hubs.push(hub);
  }
  for (const emulator of [east, west])
    await vi.waitFor(() => expect(emulator.stats().serverConnections).toBe(5 * hubCount), WAIT);
  return { east, west, hubs };
}

function join({ server }: LiveHub, room: RoomId, name: string): Session {
  const session = startPerson(signalRHub({ server }), room, name);
  ends.push(() => session.dispose());
  return session;
}

const { isLive, agreeOn } = waitsOf(WAIT);

async function hostOf({ server }: LiveHub): Promise<string> {
  const response = await fetch(`${server}${HUB_PATH}/negotiate?negotiateVersion=1`, { method: 'POST' });
  const { url } = (await response.json()) as { readonly url: string };
  return new URL(url).host;
}

const hostsOf = async (hub: LiveHub): Promise<Set<string>> => {
  const hosts = new Set<string>();
  for (let i = 0; i < 40; i++) hosts.add(await hostOf(hub));
  return hosts;
};

const eventsOf = (hub: LiveHub, event: string): unknown[] =>
  hub.logged.filter((one) => one.event === event).map(({ fields }) => fields.endpoint);

test('people are sent to the primary service; to the secondary one while the primary cannot be reached; and back', async () => {
  const { east, west, hubs } = await behindTwo('secondary');
  const [hub] = hubs as [LiveHub];
  const at = ({ url }: Emulator): Set<string> => new Set([new URL(url).host]);
  expect(await hostsOf(hub)).toEqual(at(east));
  east.chaos.offline();
  await vi.waitFor(async () => expect(await hostOf(hub)).toBe(new URL(west.url).host), WAIT);
  expect(await hostsOf(hub)).toEqual(at(west));
  east.chaos.online();
  await vi.waitFor(async () => expect(await hostOf(hub)).toBe(new URL(east.url).host), WAIT);
  expect(await hostsOf(hub)).toEqual(at(east));
});

test('no client is sent to a service that has been silent for two of its pings, although its connections are open', async () => {
  const { east, west, hubs } = await behindTwo('secondary');
  const [hub] = hubs as [LiveHub];
  east.chaos.silence(true);
  await vi.waitFor(async () => expect(await hostOf(hub)).toBe(new URL(west.url).host), WAIT);
  expect(eventsOf(hub, 'azure.offline')).toEqual([]);
  // With no other one to be had it is still tried: it may only be slow.
  west.chaos.offline();
  await vi.waitFor(() => expect(eventsOf(hub, 'azure.offline')).toEqual(['west']), WAIT);
  expect(await hostOf(hub)).toBe(new URL(east.url).host);
  west.chaos.online();
  await vi.waitFor(async () => expect(await hostOf(hub)).toBe(new URL(west.url).host), WAIT);
  east.chaos.silence(false);
  await vi.waitFor(async () => expect(await hostOf(hub)).toBe(new URL(east.url).host), WAIT);
}, 90_000);

test('people are spread over two primary services, and everybody sees everybody', async () => {
  const { east, west, hubs } = await behindTwo('primary');
  const [hub] = hubs as [LiveHub];
  expect((await hostsOf(hub)).size).toBe(2);
  const room = newRoomId(nodeRandom);
  const people: Session[] = [];
  const clients = (): number[] => [east, west].map((emulator) => emulator.stats().clients);
  // The mirror of the hub is one client. Twenty people on one side would be one chance in a million.
  for (let i = 0; i < 20 && Math.min(...clients()) < 2; i++) {
    const person = join(hub, room, `person ${i}`);
    people.push(person);
    await isLive(person);
  }
  expect(Math.min(...clients())).toBeGreaterThan(0);
  const drawn = people.map((person) => draw(person));
  await agreeOn(drawn, ...people);
});

test('a primary service that goes down is told once, with its name; its people go on at the other with every stroke; the probe stays ready', async () => {
  const { east, west, hubs } = await behindTwo('secondary', 2);
  const [one, two] = hubs as [LiveHub, LiveHub];
  const room = newRoomId(nodeRandom);
  const people = [join(one, room, 'Ana'), join(two, room, 'Bo'), join(one, room, 'Cy')];
  await Promise.all(people.map(isLive));
  const drawn: string[] = [];
  const everybodyDraws = (): void => {
    for (const person of people) drawn.push(draw(person));
  };
  everybodyDraws();
  await agreeOn(drawn, ...people);
  expect(people.map((person) => person.status().carrier)).toEqual(people.map(() => new URL(east.url).host));
  const { epoch } = people[0]?.status() ?? {};
  everybodyDraws();
  east.chaos.offline();
  everybodyDraws();
  await vi.waitFor(() => expect(eventsOf(one, 'azure.offline')).toEqual(['east']), WAIT);
  everybodyDraws();
  await agreeOn(drawn, ...people);
  for (const person of people) expect(person.status()).toMatchObject({ epoch, carrier: new URL(west.url).host });
  expect((await fetch(`${one.server}/readyz`)).status).toBe(200);
  const health = await (await fetch(`${one.server}/healthz`)).text();
  expect(health).toContain(`clients: not through east (${new URL(east.url).origin}), primary, no server connection to it\n`);
  expect(health).toMatch(/clients: through west \(http.*\), secondary, 5 server connections\n/);
  const text = await metricsText(one.server);
  expect(text).toContain('inkroom_azure_server_connections{endpoint="east",role="primary"} 0\n');
  expect(text).toContain('inkroom_azure_server_connections{endpoint="west",role="secondary"} 5\n');
  expect(text.match(/# TYPE inkroom_azure_server_connections /g)).toHaveLength(1);
  // It tries again and again, and says no more that it is offline.
  east.chaos.online();
  await vi.waitFor(() => expect(eventsOf(one, 'azure.online')).toEqual(['east']), WAIT);
  expect(eventsOf(one, 'azure.offline')).toEqual(['east']);
  everybodyDraws();
  await agreeOn(drawn, ...people);
});

test('two dozen people at two services and two hubs lose nothing while one hub after the other loses its connections to one of the services', async () => {
  const { east, west, hubs } = await behindTwo('primary', 2);
  const [one, two] = hubs as [LiveHub, LiveHub];
  const room = newRoomId(nodeRandom);
  // Somebody at each service, through either hub.
  const people: Session[] = [];
  for (let i = 0; i < 24; i++) people.push(join(i % 2 === 0 ? one : two, room, `person ${i}`));
  await Promise.all(people.map(isLive));
  const drawn = [draw(people[0] as Session)];
  await agreeOn(drawn, ...people);
  const serverIds = new Set<string>();
  for (const server of east.stats().hubs.flatMap(({ servers }) => servers)) serverIds.add(server);
  expect(serverIds.size).toBe(2);
  for (let round = 0; round < 4; round++) {
    // One hub after the other loses its connections to one of the services, and gets them back a moment later.
    const [service, serverId] = [round % 2 === 0 ? east : west, [...serverIds][round % 2]];
    await vi.waitFor(() => expect(service.stats().serverConnections).toBe(10), WAIT);
    expect(service.chaos.dropServerConnections(serverId === undefined ? {} : { serverId })).toBe(5);
    for (const person of people) drawn.push(draw(person));
    await Promise.all(people.map(isLive));
  }
  await agreeOn(drawn, ...people);
}, 90_000);

test('while no service can be reached the probe names all of them', async () => {
  const { east, west, hubs } = await behindTwo('secondary');
  const [hub] = hubs as [LiveHub];
  for (const emulator of [east, west]) emulator.chaos.offline();
  await vi.waitFor(async () => expect((await fetch(`${hub.server}/readyz`)).status).toBe(503), WAIT);
  expect(await (await fetch(`${hub.server}/readyz`)).text()).toMatch(/Azure SignalR Service: east \(.*\), west \(.*\)\n/);
  const refused = await fetch(`${hub.server}${HUB_PATH}/negotiate?negotiateVersion=1`, { method: 'POST' });
  expect(await refused.text()).toBe('Azure SignalR Service is not connected yet, please try again later.');
});
