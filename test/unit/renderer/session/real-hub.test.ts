import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Clock, type Random, silentLog } from '../../../../core/base/host.ts';
import { newRoomId, type RoomId } from '../../../../core/board/ids.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../../renderer/session/link/hub-client.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../../../server/process/node-host.ts';
import { type HubProcess, startHub } from '../../../harness/hub.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { draw, Pen, visible } from './world.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const clock: Clock = nodeClock;
const random: Random = nodeRandom;

/** For the tests that leave it alive: each has a room of its own. */
let shared: HubProcess;
beforeAll(async () => {
  shared = await startHub();
}, 60_000);
afterAll(() => shared.kill());

const sessions: Session[] = [];
const hubs: HubProcess[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) session.dispose();
  for (const hub of hubs.splice(0)) await hub.kill();
});

async function hubOn(port = 0): Promise<HubProcess> {
  const hub = await startHub({ port });
  hubs.push(hub);
  return hub;
}

function join(server: string, room: RoomId, name: string, ids: Random = random): Session {
  const session = createSession({
    room,
    name,
    color: 2,
    connect: signalRHub({ server }),
    clock,
    random: ids,
    log: silentLog,
  });
  sessions.push(session);
  session.start();
  return session;
}

const isLive = (session: Session): Promise<void> => vi.waitFor(() => expect(session.status().state.phase).toBe('live'), WAIT);
const agree = (...all: readonly Session[]): Promise<void> =>
  vi.waitFor(() => {
    for (const session of all) expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
    expect(new Set(all.map((session) => session.fingerprint())).size).toBe(1);
  }, WAIT);

test('two people draw over a real hub, see each other, and end with equal boards', async () => {
  const { server } = shared;
  const room = newRoomId(random);
  const [ana, bo] = [join(server, room, 'Ana'), join(server, room, 'Bo')];
  await Promise.all([isLive(ana), isLive(bo)]);
  await vi.waitFor(() => expect(ana.members().map(({ name }) => name)).toEqual(['Bo']), WAIT);
  const pen = new Pen(ana);
  await vi.waitFor(() => expect(bo.board().get(pen.id)?.pointCount).toBe(3), WAIT);
  pen.move();
  await vi.waitFor(() => expect(bo.board().get(pen.id)?.pointCount).toBe(7), WAIT);
  pen.lift();
  const other = draw(bo);
  await vi.waitFor(() => expect(visible(ana)).toEqual([pen.id, other].sort()), WAIT);
  await agree(ana, bo);
  bo.pointAt({ x: 12.4, y: -7 });
  await vi.waitFor(() => expect(ana.members()[0]?.cursor).toEqual({ x: 12, y: -7 }), WAIT);
  expect(ana.status()).toMatchObject({
    persistence: { mode: 'none' },
    grant: 'draw',
    transport: 'WebSockets',
    carrier: undefined,
  });
  bo.lookAt({ x: 160, y: -320, width: 16_000, height: 9_000 });
  await vi.waitFor(() => expect(ana.members()[0]?.shown?.view).toEqual({ x: 160, y: -320, width: 16_000, height: 9_000 }), WAIT);
  expect(ana.members()[0]?.cursor).toEqual({ x: 12, y: -7 });
  bo.changeProfile({ name: 'Bob' });
  await vi.waitFor(() => expect(ana.members().map(({ name }) => name)).toEqual(['Bob']), WAIT);
  await agree(ana, bo);
  bo.dispose();
  await vi.waitFor(() => expect(ana.members()).toEqual([]), WAIT);
});

test('[PRS-5] a laser and a selection are seen by those who are here and by who comes later, and are gone with their person', async () => {
  const { server } = await hubOn();
  const room = newRoomId(random);
  const [ana, bo] = [join(server, room, 'Ana'), join(server, room, 'Bo')];
  await Promise.all([isLive(ana), isLive(bo)]);
  const drawn = draw(ana);
  ana.pointAt({ x: 1, y: 2 });
  ana.showOthers({ laser: true, selected: [drawn] });
  const seenBy = (one: typeof bo) => one.members().find(({ name }) => name === 'Ana');
  await vi.waitFor(() => expect(seenBy(bo)?.shown).toEqual({ laser: true, selected: [drawn] }), WAIT);
  const cy = join(server, room, 'Cy');
  await isLive(cy);
  await vi.waitFor(() => expect(seenBy(cy)?.shown).toEqual({ laser: true, selected: [drawn] }), WAIT);
  ana.pointAt(undefined);
  ana.showOthers({ laser: false, selected: [drawn] });
  await vi.waitFor(() => expect(seenBy(bo)).toMatchObject({ cursor: undefined, shown: { laser: false } }), WAIT);
  ana.showOthers({ laser: false, selected: [] });
  await vi.waitFor(() => expect(seenBy(cy)).not.toHaveProperty('shown'), WAIT);
  ana.showOthers({ laser: true, selected: [] });
  await vi.waitFor(() => expect(seenBy(cy)?.shown).toEqual({ laser: true, selected: [] }), WAIT);
  ana.dispose();
  await vi.waitFor(() => expect(seenBy(cy)).toBeUndefined(), WAIT);
  expect(bo.board().elementCount).toBe(1);
});

test('who joins late gets the whole board', async () => {
  const { server } = shared;
  const room = newRoomId(random);
  const ana = join(server, room, 'Ana');
  for (let i = 0; i < 200; i++) draw(ana, 8);
  await agree(ana);
  const bo = join(server, room, 'Bo');
  await agree(ana, bo);
  expect(visible(bo)).toHaveLength(200);
});

test('[HS-1] a hub that was killed and started again on its port has a new epoch; nobody loses a stroke, and a restore brings each once', async () => {
  const first = await hubOn();
  const room = newRoomId(random);
  const [ana, bo] = [join(first.server, room, 'Ana'), join(first.server, room, 'Bo')];
  await Promise.all([isLive(ana), isLive(bo)]);
  const before = [draw(ana), draw(ana), draw(bo)].sort();
  await agree(ana, bo);
  const epoch = ana.status().epoch;
  await first.kill();
  await vi.waitFor(() => expect(ana.status().state.phase).toBe('connecting'), WAIT);
  const offline = draw(ana);
  await hubOn(first.port);
  await vi.waitFor(() => expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: { elements: 4 } }), WAIT);
  await vi.waitFor(() => expect(bo.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: { elements: 3 } }), WAIT);
  expect(ana.status().epoch).not.toBe(epoch);
  expect(visible(ana)).toEqual([]);
  ana.resolveLostCopy('restore');
  bo.resolveLostCopy('restore');
  await vi.waitFor(() => expect(visible(bo)).toEqual([...before, offline].sort()), WAIT);
  await agree(ana, bo);
  expect(ana.status()).toMatchObject({ lostCopy: undefined, refused: undefined, elements: 4 });
});

test('[HS-4] a second session of the same client takes the place, and the first says so instead of fighting for it', async () => {
  const { server } = shared;
  const room = newRoomId(random);
  const first = join(server, room, 'Ana', seededRandom(9));
  await isLive(first);
  const second = join(server, room, 'Ana', seededRandom(9));
  await isLive(second);
  await vi.waitFor(() => expect(first.status().state).toEqual({ phase: 'refused', code: 'join.replaced' }), WAIT);
  expect(second.clientId).toBe(first.clientId);
  draw(second);
  await agree(second);
});

test('[CLS-1] a hub that is shut down properly lets its clients go at once', async () => {
  const hub = await hubOn();
  const ana = join(hub.server, newRoomId(random), 'Ana');
  await isLive(ana);
  const id = draw(ana);
  expect(await hub.stop()).toBe(0);
  await vi.waitFor(() => expect(ana.status().state.phase).toBe('connecting'), WAIT);
  await hubOn(hub.port);
  await vi.waitFor(() => expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: { elements: 1 } }), WAIT);
  ana.resolveLostCopy('restore');
  await agree(ana);
  expect(visible(ana)).toEqual([id]);
});

test('a large file goes through a real hub at the pace that it allows, and arrives whole', async () => {
  const { server } = shared;
  const room = newRoomId(random);
  const source = join(server, newRoomId(random), 'Source');
  for (let i = 0; i < 3_000; i++) draw(source, 20);
  const bytes = source.copyBytes();
  const [ana, bo] = [join(server, room, 'Ana'), join(server, room, 'Bo')];
  await Promise.all([isLive(ana), isLive(bo)]);
  expect(ana.importCopy(bytes)).toEqual({ imported: 3_000 });
  await vi.waitFor(() => expect(bo.status().elements).toBe(3_000), WAIT);
  await agree(ana, bo);
  expect(ana.status().refused).toBeUndefined();
});

test('a server that is none is tried again and again, and drawing goes on', async () => {
  const ana = join('http://127.0.0.1:9', newRoomId(random), 'Ana');
  const id = draw(ana);
  await vi.waitFor(() => expect(ana.status().state).toMatchObject({ phase: 'connecting', attempt: 2 }), WAIT);
  expect(visible(ana)).toEqual([id]);
  expect(ana.status().unsent).toBe(1);
});
