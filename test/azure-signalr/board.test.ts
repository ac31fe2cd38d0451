import type { Emulator } from '@inkroom/emulator/emulator';
import { afterEach, expect, test, vi } from 'vitest';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { type LiveHub, liveHub, metricsText } from '../hub/live-hub.ts';
import { startPerson } from '../support/people.ts';
import { draw, visible } from '../unit/renderer/session/world.ts';
import { emulate, servicesAt } from './service-rig.ts';

const WAIT = { timeout: 20_000, interval: 20 };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The whole server, with its clients carried by an emulator. */
async function hubBehindEmulator(): Promise<{ readonly hub: LiveHub; readonly emulator: Emulator }> {
  const emulator = await emulate();
  ends.push(() => emulator.stop());
  const hub = await liveHub({ azureSignalR: servicesAt(emulator.connectionString) });
  ends.push(() => hub.stop());
  return { hub, emulator };
}

function join(server: string, room: RoomId, name: string): Session {
  const session = startPerson(signalRHub({ server }), room, name);
  ends.push(() => session.dispose());
  return session;
}

const agree = (...all: readonly Session[]): Promise<void> =>
  vi.waitFor(() => {
    for (const session of all) expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
    expect(new Set(all.map((session) => session.fingerprint())).size).toBe(1);
  }, WAIT);

test('people draw through the service, see each other and end with equal boards; who comes late gets everything', async () => {
  const { hub } = await hubBehindEmulator();
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [join(hub.server, room, 'Ana'), join(hub.server, room, 'Bo')];
  await agree(ana, bo);
  for (let i = 0; i < 20; i++) draw(i % 2 === 0 ? ana : bo, 8);
  await agree(ana, bo);
  expect(visible(ana)).toHaveLength(20);
  await vi.waitFor(() => expect(bo.members().map(({ name }) => name)).toEqual(['Ana']), WAIT);
  const late = join(hub.server, room, 'Cem');
  await agree(ana, bo, late);
  expect(visible(late)).toHaveLength(20);
  expect(ana.status()).toMatchObject({ lostCopy: undefined, refused: undefined });
});

test('when every server connection is cut the people come back by themselves, with what they drew meanwhile', async () => {
  const { hub, emulator } = await hubBehindEmulator();
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [join(hub.server, room, 'Ana'), join(hub.server, room, 'Bo')];
  await agree(ana, bo);
  draw(ana);
  await agree(ana, bo);
  const { epoch } = ana.status();
  expect(emulator.chaos.dropServerConnections()).toBe(5);
  await vi.waitFor(() => expect(ana.status().state.phase).not.toBe('live'), WAIT);
  draw(ana);
  draw(bo);
  await agree(ana, bo);
  expect(visible(bo)).toHaveLength(3);
  expect(ana.status()).toMatchObject({ epoch, lostCopy: undefined });
});

test("a client's socket to the service that breaks costs nobody a stroke", async () => {
  const { hub, emulator } = await hubBehindEmulator();
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [join(hub.server, room, 'Ana'), join(hub.server, room, 'Bo')];
  await agree(ana, bo);
  draw(ana);
  // Two people, and the hub's own mirror.
  expect(emulator.chaos.dropClients()).toBe(3);
  draw(bo);
  await agree(ana, bo);
  expect(visible(ana)).toHaveLength(2);
});

test('the heartbeat comes through the service: a quiet room does not look dead', async () => {
  const { hub, emulator } = await hubBehindEmulator();
  const ana = join(hub.server, newRoomId(nodeRandom), 'Ana');
  await agree(ana);
  const phases = new Set<string>();
  ana.onStatus(({ state }) => phases.add(state.phase));
  const pingsSent = (): number =>
    emulator.trace.rows.filter(({ way, what }) => way === 'service > client' && what === 'messagepack').length;
  const seen = pingsSent();
  // Seven of them take some twenty seconds.
  await vi.waitFor(() => expect(pingsSent()).toBeGreaterThan(seen + 6), { ...WAIT, timeout: 60_000 });
  expect([...phases].filter((phase) => phase !== 'live')).toEqual([]);
});

test('the page may connect to the service, the probe says when nobody could come, and the figures say what is connected', async () => {
  const { hub, emulator } = await hubBehindEmulator();
  const page = await fetch(`${hub.server}/`);
  const { origin } = new URL(emulator.url);
  expect(page.headers.get('content-security-policy')).toContain(` ${origin} ${origin.replace('http', 'ws')};`);
  await vi.waitFor(async () => expect((await fetch(`${hub.server}/readyz`)).status).toBe(200), WAIT);
  await vi.waitFor(async () => expect(await hub.metric('inkroom_azure_server_connections\\{.*\\}')).toBe(5), WAIT);
  expect(await (await fetch(`${hub.server}/healthz`)).text()).toContain(', 5 server connections');
  emulator.chaos.offline();
  await vi.waitFor(async () => expect((await fetch(`${hub.server}/readyz`)).status).toBe(503), WAIT);
  expect(await (await fetch(`${hub.server}/healthz`)).text()).toContain('cannot come');
  const refused = await fetch(`${hub.server}/hub/negotiate?negotiateVersion=1`, { method: 'POST' });
  expect(refused.status).toBe(500);
  expect(await refused.text()).toBe('Azure SignalR Service is not connected yet, please try again later.');
  emulator.chaos.online();
  await vi.waitFor(async () => expect((await fetch(`${hub.server}/readyz`)).status).toBe(200), WAIT);
});

test('what the hub counts is what the service bills', async () => {
  const { hub, emulator } = await hubBehindEmulator();
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [join(hub.server, room, 'Ana'), join(hub.server, room, 'Bo')];
  await agree(ana, bo);
  const count = () => hub.metric('inkroom_azure_billed_messages_total');
  const [counted, billed] = [(await count()) ?? 0, emulator.stats().billedUnits];
  for (let i = 0; i < 60; i++) {
    draw(i % 2 === 0 ? ana : bo, 8);
    await agree(ana, bo);
  }
  const grown = emulator.stats().billedUnits - billed;
  expect(grown).toBeGreaterThan(200);
  await vi.waitFor(async () => {
    const share = (((await count()) ?? 0) - counted) / grown;
    // What is rare is not counted, and weighs more where a busy machine makes fewer frames.
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  }, WAIT);
});

test('no key and no token is logged or shown', async () => {
  const { hub, emulator } = await hubBehindEmulator();
  const ana = join(hub.server, newRoomId(nodeRandom), 'Ana');
  await agree(ana);
  const key = /AccessKey=([^;]+)/.exec(emulator.connectionString)?.[1] ?? '';
  expect(key.length).toBeGreaterThan(20);
  const said = [
    JSON.stringify(hub.logged),
    await metricsText(hub.server),
    await (await fetch(`${hub.server}/healthz`)).text(),
  ].join('\n');
  expect(said).not.toContain(key);
  expect(said).not.toMatch(/eyJ[A-Za-z0-9_-]{10}/);
});
