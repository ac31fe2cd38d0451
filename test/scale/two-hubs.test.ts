import type { Emulator } from '@inkroom/emulator/emulator';
import { afterEach, expect, test, vi } from 'vitest';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { emulate } from '../azure-signalr/service-rig.ts';
import { type HubProcess, startHub } from '../harness/hub.ts';
import { anyOf, startPerson } from '../support/people.ts';
import { waitsOf } from '../support/waits.ts';
import { draw, Pen } from '../unit/renderer/session/world.ts';

const WAIT = { timeout: 45_000, interval: 25 };

const sessions: Session[] = [];
const hubs: HubProcess[] = [];
let emulator: Emulator | undefined;

afterEach(async () => {
  for (const session of sessions.splice(0)) session.dispose();
  for (const hub of hubs.splice(0)) await hub.kill();
  await emulator?.stop();
  emulator = undefined;
});

async function hubAt(service: Emulator, name: string): Promise<HubProcess> {
  const env = { INKROOM_AZURE_SIGNALR: service.connectionString, INKROOM_INSTANCE_NAME: name };
  const hub = await startHub({ env });
  hubs.push(hub);
  await vi.waitFor(async () => expect((await fetch(`${hub.server}/readyz`)).status).toBe(200), WAIT);
  return hub;
}

function join(servers: readonly string[], room: RoomId, name: string): Session {
  const session = startPerson(anyOf(servers), room, name);
  sessions.push(session);
  return session;
}

const { isLive, agreeOn } = waitsOf(WAIT);

test('[INS-3] [INS-4] [PRS-3] two hubs behind one service are one room: everybody sees everybody and every stroke, and a hub that is killed takes nothing with it', async () => {
  emulator = await emulate();
  const [one, two] = await Promise.all([hubAt(emulator, 'one'), hubAt(emulator, 'two')]);
  const room = newRoomId(nodeRandom);
  const ana = join([one.server, two.server], room, 'Ana');
  await isLive(ana);
  const early = draw(ana);
  const bo = join([two.server], room, 'Bo');
  await isLive(bo);
  expect(new Set([ana, bo].map((session) => session.status().instance?.name))).toEqual(new Set(['one', 'two']));
  await agreeOn([early], ana, bo);
  await vi.waitFor(() => expect(ana.members().map(({ name }) => name)).toEqual(['Bo']), WAIT);
  await vi.waitFor(() => expect(bo.members().map(({ name }) => name)).toEqual(['Ana']), WAIT);
  const pen = new Pen(ana);
  await vi.waitFor(() => expect(bo.board().get(pen.id)?.pointCount).toBe(3), WAIT);
  pen.move();
  pen.lift();
  const others = draw(bo);
  await agreeOn([early, pen.id, others], ana, bo);
  const { epoch } = ana.status();

  await one.kill();
  const away = draw(ana);
  const meanwhile = draw(bo);
  await agreeOn([early, pen.id, others, away, meanwhile], ana, bo);
  expect(ana.status()).toMatchObject({ instance: { name: 'two' }, epoch });
  await vi.waitFor(() => expect(bo.members().map(({ name }) => name)).toEqual(['Ana']), WAIT);

  // A hub that starts now serves the whole board, and goes on alone.
  const three = await hubAt(emulator, 'three');
  const cy = join([three.server], room, 'Cy');
  await agreeOn([early, pen.id, others, away, meanwhile], ana, bo, cy);
  expect(cy.status()).toMatchObject({ instance: { name: 'three' }, epoch });
  const last = draw(cy);
  await agreeOn([early, pen.id, others, away, meanwhile, last], ana, bo, cy);
}, 240_000);

test('a hub process that an operator ends sends its people to the other one: the same room and epoch, every stroke, and no connection of it is left', async () => {
  emulator = await emulate();
  const [one, two] = [await hubAt(emulator, 'one'), await hubAt(emulator, 'two')];
  const room = newRoomId(nodeRandom);
  const people: Session[] = [];
  for (let i = 0; i < 4; i++) {
    const person = join(i % 2 === 0 ? [one.server, two.server] : [two.server, one.server], room, `person ${i}`);
    people.push(person);
    await isLive(person);
  }
  const names = (): Set<string | undefined> => new Set(people.map((session) => session.status().instance?.name));
  expect(names()).toEqual(new Set(['one', 'two']));
  const drawn = people.map((person) => draw(person));
  await agreeOn(drawn, ...people);
  const { epoch } = people[0]?.status() ?? {};
  const ending = one.stop();
  for (const person of people) drawn.push(draw(person));
  expect(await ending).toBe(0);
  await agreeOn(drawn, ...people);
  expect(names()).toEqual(new Set(['two']));
  for (const person of people) expect(person.status()).toMatchObject({ epoch, unsent: 0, lostCopy: undefined });
  await vi.waitFor(() => expect(emulator?.stats()).toMatchObject({ serverConnections: 5, clients: people.length + 1 }), WAIT);
});

test('[INS-2] [INS-3] people on three hubs lose nothing while connections to the service break and a hub is killed and comes back', async () => {
  const service = await emulate();
  emulator = service;
  const names = ['one', 'two', 'three'];
  const running = await Promise.all(names.map((name) => hubAt(service, name)));
  const room = newRoomId(nodeRandom);
  const people = running.map((_, i) => {
    const servers = running.map((_hub, k) => (running[(i + k) % running.length] as HubProcess).server);
    return join(servers, room, `person ${i}`);
  });
  await Promise.all(people.map(isLive));
  const drawn: string[] = [];
  const everybodyDraws = (): void => {
    for (const person of people) drawn.push(draw(person));
  };
  const storms: (() => unknown)[] = [
    () => service.chaos.dropClients(),
    () => service.chaos.dropServerConnections(),
    () => (running[0] as HubProcess).kill(),
    () => service.chaos.dropClients(),
    async () => {
      const { port } = running[0] as HubProcess;
      running[0] = await startHub({
        port,
        env: { INKROOM_AZURE_SIGNALR: service.connectionString, INKROOM_INSTANCE_NAME: 'one again' },
      });
      hubs.push(running[0]);
    },
    () => service.chaos.dropServerConnections(),
  ];
  for (const storm of storms) {
    everybodyDraws();
    await storm();
    everybodyDraws();
    await Promise.all(people.map(isLive));
  }
  everybodyDraws();
  await agreeOn(drawn, ...people);
  for (const person of people) await vi.waitFor(() => expect(person.members()).toHaveLength(people.length - 1), WAIT);
}, 240_000);

test('a service that goes away and comes back costs no stroke: hubs keep the board, people what they draw', async () => {
  const first = await emulate();
  emulator = first;
  const [one, two] = await Promise.all([hubAt(first, 'one'), hubAt(first, 'two')]);
  const room = newRoomId(nodeRandom);
  const people = [join([one.server], room, 'Ana'), join([two.server], room, 'Bo')];
  await Promise.all(people.map(isLive));
  const drawn = people.map((person) => draw(person));
  await agreeOn(drawn, ...people);
  const epochs = people.map((person) => person.status().epoch);
  const { port } = new URL(first.url);
  await first.stop();
  for (const person of people) await vi.waitFor(() => expect(person.status().state.phase).not.toBe('live'), WAIT);
  for (const person of people) drawn.push(draw(person));
  emulator = await emulate({ port: Number(port) });
  await agreeOn(drawn, ...people);
  expect(people.map((person) => person.status().epoch)).toEqual(epochs);
}, 240_000);
