import { Secret } from '@inkroom/azure-signalr/secret';
import type { Emulator } from '@inkroom/emulator/emulator';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Clock } from '../../core/base/host.ts';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { type LiveHub, liveHub } from '../hub/live-hub.ts';
import { anyOf, startPerson } from '../support/people.ts';
import { draw, visible } from '../unit/renderer/session/world.ts';
import { emulate, KEY, servicesAt } from './service-rig.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const HOUR_MS = 3_600_000;

async function hubBehind(connectionString: string, clock: Clock = nodeClock): Promise<LiveHub> {
  const hub = await liveHub({ azureSignalR: servicesAt(connectionString) }, clock);
  onTestFinished(() => hub.stop());
  return hub;
}

function join(hubs: readonly LiveHub[], room: RoomId, name: string): Session {
  const session = startPerson(anyOf(hubs.map(({ server }) => server)), room, name);
  onTestFinished(() => session.dispose());
  return session;
}

const agreeOn = (strokes: number, ...all: readonly Session[]): Promise<void> =>
  vi.waitFor(() => {
    for (const session of all)
      expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, lostCopy: undefined });
    for (const session of all) expect(visible(session)).toHaveLength(strokes);
    expect(new Set(all.map((session) => session.fingerprint())).size).toBe(1);
  }, WAIT);

const instanceOf = (session: Session): unknown => session.status().instance?.id;

async function service(keys: readonly [Secret, ...Secret[]] = [new Secret(KEY)], clock: Clock = nodeClock): Promise<Emulator> {
  const emulator = await emulate({ accessKeys: keys, clock });
  onTestFinished(() => emulator.stop());
  return emulator;
}

test('a hub that leaves says so to the service and its people: they go on at another hub, in the same room, with what they drew meanwhile', async () => {
  const emulator = await service();
  const [one, two] = [await hubBehind(emulator.connectionString), await hubBehind(emulator.connectionString)];
  const room = newRoomId(nodeRandom);
  const ana = join([one, two], room, 'Ana');
  await agreeOn(0, ana);
  // The service chooses the hub for each of them, so some are at the one that leaves.
  const others = Array.from({ length: 4 }, (_, i) => join([two, one], room, `person ${i}`));
  draw(ana);
  await agreeOn(1, ana, ...others);
  const everybody = [ana, ...others];
  expect(new Set(everybody.map(instanceOf)).size).toBe(2);
  const { epoch } = ana.status();
  const leaving = one.stop();
  for (const person of everybody) draw(person);
  await leaving;
  await agreeOn(1 + everybody.length, ...everybody);
  expect(new Set(everybody.map(instanceOf)).size).toBe(1);
  expect(ana.status().epoch).toBe(epoch);
  await vi.waitFor(() => expect(emulator.stats()).toMatchObject({ serverConnections: 5, clients: everybody.length + 1 }), WAIT);
});

test('after two hours the tokens of all have run out: nobody is cut off, and who loses the connection comes back with a new one', async () => {
  let aheadMs = 0;
  const clock: Clock = {
    now: () => nodeClock.now() + aheadMs,
    mono: () => nodeClock.mono(),
    after: (ms, run) => nodeClock.after(ms, run),
  };
  const emulator = await service(undefined, clock);
  const hub = await hubBehind(emulator.connectionString, clock);
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [join([hub], room, 'Ana'), join([hub], room, 'Bo')];
  await agreeOn(0, ana, bo);
  aheadMs = 2 * HOUR_MS;
  draw(ana);
  await agreeOn(1, ana, bo);
  // Two people, and the hub's own mirror.
  expect(emulator.chaos.dropClients()).toBe(3);
  draw(bo);
  await agreeOn(2, ana, bo);
  expect(emulator.chaos.dropServerConnections()).toBe(5);
  draw(ana);
  await agreeOn(3, ana, bo);
  expect(emulator.trace.rows.filter(({ about }) => about.includes('token: expired'))).toEqual([]);
});

test('keys are changed one after the other while people draw: hubs with different keys share the room, and the old key ends with its hub', async () => {
  const emulator = await service([new Secret(KEY), new Secret('second')]);
  const withSecond = emulator.connectionString.replace(KEY, 'second');
  const first = await hubBehind(emulator.connectionString);
  const second = await hubBehind(withSecond);
  const room = newRoomId(nodeRandom);
  const ana = join([first, second], room, 'Ana');
  await agreeOn(0, ana);
  const bo = join([second], room, 'Bo');
  draw(ana);
  draw(bo);
  await agreeOn(2, ana, bo);

  // The hub with the old key leaves, then the primary key is made anew.
  await first.stop();
  emulator.changeKeys([new Secret('new'), new Secret('second')]);
  draw(ana);
  await agreeOn(3, ana, bo);
  emulator.chaos.dropClients();
  draw(bo);
  await agreeOn(4, ana, bo);

  // A hub that still has the old key is refused, and says so to who comes to it.
  const late = await hubBehind(emulator.connectionString);
  await vi.waitFor(async () => expect((await fetch(`${late.server}/readyz`)).status).toBe(503), WAIT);
  const cy = join([late, second], room, 'Cy');
  await agreeOn(4, ana, bo, cy);
  expect(emulator.trace.rows.some(({ about }) => about.includes('token: signature'))).toBe(true);
});
