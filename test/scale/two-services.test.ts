import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joined } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { ServiceLives } from '../chaos/service-lives.ts';
import { type HubProcess, startHub } from '../harness/hub.ts';
import type { TcpLine } from '../harness/tcp-line.ts';
import { METRICS_TOKEN, metricsText } from '../hub/live-hub.ts';
import { startPerson } from '../support/people.ts';
import { draw, visible } from '../unit/renderer/session/world.ts';

const WAIT = { timeout: 45_000, interval: 25 };
/** Strokes of each person. A service is killed after the first third, and is back after the second. */
const ROUNDS = 60;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface ServiceProcess {
  readonly lives: ServiceLives;
  readonly line: TcpLine;
  readonly connectionString: string;
}

/** An emulator as a process, at an address that stays when it is killed and started again. */
async function serviceProcess(): Promise<ServiceProcess> {
  const folder = await mkdtemp(joined(tmpdir(), 'inkroom-services-'));
  const lives = new ServiceLives(joined(folder, 'service.log'));
  await lives.start();
  const line = await lives.openLine();
  ends.push(async () => {
    await lives.kill();
    await line.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { lives, line, connectionString: lives.connectionString(line) };
}

async function hubAt(env: Readonly<Record<string, string>>, name: string): Promise<HubProcess> {
  const hub = await startHub({ env: { ...env, INKROOM_INSTANCE_NAME: name, INKROOM_METRICS_TOKEN: METRICS_TOKEN } });
  ends.push(() => hub.kill());
  await vi.waitFor(async () => {
    expect((await metricsText(hub.server)).match(/^inkroom_azure_server_connections\{.*\} 5$/gm)).toHaveLength(2);
  }, WAIT);
  return hub;
}

function join({ server }: HubProcess, room: RoomId, name: string): Session {
  const session = startPerson(signalRHub({ server }), room, name);
  ends.push(() => session.dispose());
  return session;
}

interface Scene {
  readonly east: ServiceProcess;
  readonly hubs: readonly HubProcess[];
  readonly people: readonly Session[];
}

/** Six people at two hubs, which use the services `east`, a primary one, and `west`. */
async function scene(role: 'primary' | 'secondary'): Promise<Scene> {
  const [east, west] = [await serviceProcess(), await serviceProcess()];
  const env = {
    INKROOM_AZURE_SIGNALR__east: east.connectionString,
    [`INKROOM_AZURE_SIGNALR__west__${role}`]: west.connectionString,
  };
  const hubs = await Promise.all(['one', 'two'].map((name) => hubAt(env, name)));
  const room = newRoomId(nodeRandom);
  const people = Array.from({ length: 6 }, (_, i) => join(hubs[i % 2] as HubProcess, room, `person ${i}`));
  for (const person of people) await vi.waitFor(() => expect(person.status().state.phase).toBe('live'), WAIT);
  // Two hubs that open a room at the same moment agree on its epoch a moment later.
  await vi.waitFor(() => expect(new Set(people.map((person) => person.status().epoch)).size).toBe(1), WAIT);
  return { east, hubs, people };
}

/** Everybody draws a stroke in each round, at the pace of people. */
async function drawRounds({ people }: Scene, after: (round: number) => unknown): Promise<readonly string[]> {
  const drawn: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    for (const person of people) drawn.push(draw(person));
    await after(round);
    await new Promise((resolve) => nodeClock.after(50, () => resolve(undefined)));
  }
  expect(drawn).toHaveLength(people.length * ROUNDS);
  return drawn;
}

async function allHave({ people }: Scene, drawn: readonly string[], timeout = WAIT.timeout): Promise<void> {
  await vi.waitFor(
    () => {
      for (const person of people) {
        expect(person.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, lostCopy: undefined });
        expect(visible(person)).toEqual([...drawn].sort());
      }
      expect(new Set(people.map((person) => `${person.fingerprint()} ${person.status().epoch}`)).size).toBe(1);
    },
    { ...WAIT, timeout },
  );
}

const timesOffline = ({ hubs }: Scene): number[] => hubs.map((hub) => hub.log().match(/azure\.offline/g)?.length ?? 0);

test.each(['secondary', 'primary'] as const)(
  'people who draw while one of two services is killed, the other one being %s, keep every stroke, and so while it comes back',
  async (role) => {
    const all = await scene(role);
    const { east, people } = all;
    const { epoch } = people[0]?.status() ?? {};
    const drawn = await drawRounds(all, async (round) => {
      if (round === ROUNDS / 3) await east.lives.kill();
      if (round === (2 * ROUNDS) / 3) await east.lives.start();
    });
    await allHave(all, drawn);
    expect(people[0]?.status().epoch).toBe(epoch);
    expect(timesOffline(all)).toEqual([1, 1]);
  },
  240_000,
);

test('a service that hangs without a word is given up after its 30 s of silence; its people go on at the other with every stroke', async () => {
  const all = await scene('secondary');
  const drawn = await drawRounds(all, (round) => {
    if (round === ROUNDS / 3) all.east.line.become({ at: 'stalled' });
  });
  await allHave(all, drawn, 120_000);
  // People have gone on before the hubs give the silent connections up.
  await vi.waitFor(() => expect(timesOffline(all)).toEqual([1, 1]), { ...WAIT, timeout: 120_000 });
}, 300_000);

test('[CLS-6] when the process of the primary service is back for a minute, everybody returns to it: no member is seen to leave, and every stroke arrives', async () => {
  const all = await scene('secondary');
  const { east, hubs, people } = all;
  const carriers = (): readonly (string | undefined)[] => people.map((person) => person.status().carrier);
  const [atEast] = carriers();
  expect(new Set(carriers())).toEqual(new Set([atEast]));
  await east.lives.kill();
  const drawn = people.map((person) => draw(person));
  await allHave(all, drawn);
  expect(carriers()).not.toContain(atEast);
  const watcher = people[0] as Session;
  await vi.waitFor(() => expect(watcher.members()).toHaveLength(people.length - 1), WAIT);
  const counts = new Set<number>();
  const counting = watcher.onPresence(() => counts.add(watcher.members().length));
  ends.push(() => counting.dispose());
  await east.lives.start();
  await vi.waitFor(
    () => {
      for (const person of people) drawn.push(draw(person));
      expect(new Set(carriers())).toEqual(new Set([atEast]));
    },
    { timeout: 180_000, interval: 500 },
  );
  for (const person of people) drawn.push(draw(person));
  await allHave(all, drawn);
  expect([...counts].every((count) => count === people.length - 1)).toBe(true);
  for (const hub of hubs) expect(hub.log()).toContain('azure.online');
}, 300_000);
