import type { EndpointRole } from '@inkroom/azure-signalr/endpoints/named-endpoint';
import type { Emulator } from '@inkroom/emulator/emulator';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Clock, type Log, silentLog } from '../../core/base/host.ts';
import { newRoomId } from '../../core/board/ids.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { type LiveHub, liveHub } from '../hub/live-hub.ts';
import { anyOf, startPerson } from '../support/people.ts';
import { waitsOf } from '../support/waits.ts';
import { draw } from '../unit/renderer/session/world.ts';
import { emulate, servicesAt } from './service-rig.ts';

const WAIT = { timeout: 60_000, interval: 20 };
const { isLive, agreeOn } = waitsOf(WAIT);
const PEOPLE = 12;
/** Services and hubs live this much faster than people. More would let them give up people for whom a busy machine has no time. */
const FASTER = 2;

const start = nodeClock.mono();
const fastClock: Clock = {
  now: () => nodeClock.now(),
  mono: () => start + (nodeClock.mono() - start) * FASTER,
  after: (ms, run) => nodeClock.after(ms / FASTER, run),
};

/** `turnedAway` is called for each client that comes while too many others do. */
async function service(turnedAway: () => void): Promise<Emulator> {
  const warn: Log['warn'] = (_event, fields) => {
    if (fields?.status === 429) turnedAway();
  };
  // Half of the free tier's rate: what is left to those who come back.
  const emulator = await emulate({ clock: fastClock, log: { ...silentLog, warn }, limits: { connectsPerSecond: 10 } });
  onTestFinished(() => emulator.stop());
  return emulator;
}

const hostOf = ({ url }: Emulator): string => new URL(url).host;
const events = ({ logged }: LiveHub, event: string): number => logged.filter((one) => one.event === event).length;

interface Scene {
  readonly east: Emulator;
  readonly west: Emulator;
  readonly hubs: readonly LiveHub[];
  readonly people: readonly Session[];
  /** How many others the first person saw, whenever that changed. */
  readonly counts: ReadonlySet<number>;
  turnedAway(): number;
}

/** Two hubs whose primary service `east` is down. All people are at `west`. */
async function scene(role: EndpointRole): Promise<Scene> {
  let turnedAway = 0;
  const count = (): void => void turnedAway++;
  const [east, west] = [await service(count), await service(count)];
  const azureSignalR = servicesAt({ east: east.connectionString, [`west:${role}`]: west.connectionString });
  const hubs: LiveHub[] = [];
  for (let i = 0; i < 2; i++) {
    const hub = await liveHub({ azureSignalR }, fastClock);
    onTestFinished(() => hub.stop());
    hubs.push(hub);
  }
  for (const emulator of [east, west]) await vi.waitFor(() => expect(emulator.stats().serverConnections).toBe(10), WAIT);
  const room = newRoomId(nodeRandom);
  east.chaos.offline();
  for (const hub of hubs) await vi.waitFor(() => expect(events(hub, 'azure.offline')).toBe(1), WAIT);
  const people: Session[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    const servers = hubs.map(({ server }) => server);
    const person = startPerson(anyOf(i % 2 === 0 ? servers : servers.reverse()), room, `person ${i}`);
    onTestFinished(() => person.dispose());
    people.push(person);
    await isLive(person);
  }
  expect(hostsOf(people)).toEqual(people.map(() => hostOf(west)));
  const [watcher] = people as [Session];
  await vi.waitFor(() => expect(watcher.members()).toHaveLength(PEOPLE - 1), WAIT);
  const counts = new Set<number>();
  const counting = watcher.onPresence(() => counts.add(watcher.members().length));
  onTestFinished(() => counting.dispose());
  return { east, west, hubs, people, counts, turnedAway: () => turnedAway };
}

const hostsOf = (people: readonly Session[]): (string | undefined)[] => people.map((person) => person.status().carrier);

const countAt = (people: readonly Session[], service: Emulator): number =>
  hostsOf(people).filter((host) => host === hostOf(service)).length;

/** Everybody draws until so many are at `east`, and no hub moves more. */
async function drawUntilMoved({ east, hubs, people }: Scene, count: number): Promise<void> {
  const drawn = people.map((person) => draw(person));
  await agreeOn(drawn, ...people);
  east.chaos.online();
  for (const hub of hubs) await vi.waitFor(() => expect(events(hub, 'azure.online')).toBe(1), WAIT);
  await vi.waitFor(
    () => {
      for (const person of people) drawn.push(draw(person));
      expect(countAt(people, east)).toBeGreaterThanOrEqual(count);
      for (const hub of hubs) expect(events(hub, 'azure.moved_back')).toBe(events(hub, 'azure.moving_back'));
    },
    { timeout: 120_000, interval: 500 },
  );
  for (const person of people) drawn.push(draw(person));
  await agreeOn(drawn, ...people);
}

test('[CLS-6] when the primary service is back for a minute, people and mirrors return to it from the secondary one: no member is seen to leave, and every stroke arrives', async () => {
  const all = await scene('secondary');
  await drawUntilMoved(all, PEOPLE);
  const { east, west, hubs, counts } = all;
  // The mirrors have moved too, without a moment in which the hubs do not hear each other.
  await vi.waitFor(() => expect([east, west].map((emulator) => emulator.stats().clients)).toEqual([PEOPLE + 2, 0]), WAIT);
  expect(all.turnedAway()).toBe(0);
  expect(counts).toEqual(new Set([PEOPLE - 1]));
  for (const hub of hubs) expect(events(hub, 'azure.mirror_stays')).toBe(0);
}, 300_000);

test('[CLS-6] when one of two primary services is back for a minute, up to half of the people go there, and no member is seen to leave', async () => {
  const all = await scene('primary');
  // Each hub rounds its own half down, and who comes back late on a busy machine is sent by lot.
  await drawUntilMoved(all, PEOPLE / 4);
  const { east, people, counts } = all;
  expect(countAt(people, east)).toBeLessThanOrEqual(PEOPLE / 2);
  expect(counts).toEqual(new Set([PEOPLE - 1]));
}, 300_000);
