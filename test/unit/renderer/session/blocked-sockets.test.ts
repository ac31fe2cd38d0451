import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { silentLog } from '../../../../core/base/host.ts';
import { newRoomId } from '../../../../core/board/ids.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../../renderer/session/link/hub-client.ts';
import type { DirectSocket } from '../../../../renderer/session/link/transport-memory.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../../../server/process/node-host.ts';
import { type Blocking, openBlockingProxy } from '../../../harness/blocking-proxy.ts';
import { type HubProcess, startHub } from '../../../harness/hub.ts';
import { draw } from './world.ts';

const WAIT = { timeout: 30_000, interval: 20 };
/** By when a client is live, whatever the network does to WebSockets, milliseconds. */
const LIVE_MS = 10_000;
vi.setConfig({ testTimeout: 120_000 });
const ends: (() => unknown)[] = [];
/** For the tests that leave it alive: each has a room of its own. */
let shared: HubProcess;
beforeAll(async () => {
  shared = await startHub();
}, 60_000);
afterAll(() => shared.kill());

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function behind(blocking: Blocking, hub = shared) {
  const proxy = await openBlockingProxy(hub.port, blocking);
  ends.push(() => proxy.close());
  const room = newRoomId(nodeRandom);
  const open = (server: string, directSocket?: DirectSocket): Session => {
    const connect = signalRHub({ server, ...(directSocket ? { directSocket } : {}) });
    const session = createSession({
      ...{ room, name: server, color: 2, connect },
      clock: nodeClock,
      random: nodeRandom,
      log: silentLog,
    });
    ends.push(() => session.dispose());
    session.start();
    return session;
  };
  return { hub, proxy, open };
}

const live = (session: Session): Promise<void> => vi.waitFor(() => expect(session.status().state.phase).toBe('live'), WAIT);

test.each<Blocking>(['forbidden', 'page', 'reset', 'stripped', 'swallowed'])(
  '[CON-1] where the upgrade is %s a client is live over long polling within ten seconds, and draws and sees what others draw',
  async (blocking) => {
    const { hub, proxy, open } = await behind(blocking);
    const bo = open(hub.server);
    await live(bo);
    expect(bo.status().transport).toBe('WebSockets');
    const from = nodeClock.mono();
    const ana = open(proxy.server);
    await live(ana);
    expect(nodeClock.mono() - from).toBeLessThan(LIVE_MS);
    expect(ana.status().transport).toBe('long polling');
    const [hers, his] = [draw(ana), draw(bo)];
    await vi.waitFor(() => {
      for (const session of [ana, bo]) {
        expect(session.status().unsent).toBe(0);
        for (const id of [hers, his]) expect(session.board().get(id)?.ended).toBe(true);
      }
    }, WAIT);
  },
);

test('[CON-3] an idle client over long polling is not taken for one that hears nothing, and its return asks for no WebSocket', async () => {
  const hub = await startHub();
  ends.push(() => hub.kill());
  const { proxy, open } = await behind('forbidden', hub);
  const ana = open(proxy.server);
  await live(ana);
  const phases = new Set<string>();
  ana.onStatus(({ state }) => phases.add(state.phase));
  const from = nodeClock.mono();
  // Longer than the silence after which a connection is given up.
  await vi.waitFor(() => expect(nodeClock.mono() - from).toBeGreaterThan(12_000), WAIT);
  expect([...phases].filter((phase) => phase !== 'live')).toEqual([]);
  expect(proxy.upgrades()).toBe(1);
  await hub.kill();
  await vi.waitFor(() => expect(ana.status().state.phase).toBe('connecting'), WAIT);
  const again = await startHub({ port: hub.port });
  ends.push(() => again.kill());
  await live(ana);
  expect(ana.status().transport).toBe('long polling');
  expect(proxy.upgrades()).toBe(1);
});

test('[CON-2] where each WebSocket is reset after two seconds a client is soon live over long polling, and stays so', async () => {
  const { proxy, open } = await behind('resetsOpen');
  const ana = open(proxy.server);
  await live(ana);
  expect(ana.status().transport).toBe('WebSockets');
  await vi.waitFor(() => expect(ana.status()).toMatchObject({ state: { phase: 'live' }, transport: 'long polling' }), WAIT);
  expect(proxy.upgrades()).toBe(3);
  const from = nodeClock.mono();
  const phases = new Set<string>();
  ana.onStatus(({ state }) => phases.add(state.phase));
  draw(ana);
  await vi.waitFor(() => expect(nodeClock.mono() - from).toBeGreaterThan(3_000), WAIT);
  expect([...phases]).toEqual(['live']);
  expect(ana.status().unsent).toBe(0);
});

test('a return over a WebSocket asks for one at once; when that is blocked meanwhile, it negotiates and falls back', async () => {
  const { proxy, open } = await behind('nothing');
  const ana = open(proxy.server);
  await live(ana);
  const back = async (upgrades: number): Promise<void> => {
    proxy.drop();
    await vi.waitFor(() => expect(proxy.upgrades()).toBeGreaterThanOrEqual(upgrades), WAIT);
    await live(ana);
  };
  await back(2);
  expect(ana.status().transport).toBe('WebSockets');
  expect(proxy.negotiations()).toBe(1);
  proxy.become('forbidden');
  await back(4);
  await vi.waitFor(() => expect(ana.status().transport).toBe('long polling'), WAIT);
});

test('a page that is loaded again asks for a WebSocket at once; where it was moved to another network, it negotiates and falls back', async () => {
  const { proxy, open } = await behind('nothing');
  let kept = false;
  const tab: DirectSocket = {
    read: () => kept,
    write(isDirect) {
      kept = isDirect;
    },
  };
  const reload = async (before: Session | undefined): Promise<Session> => {
    before?.dispose();
    const session = open(proxy.server, tab);
    await live(session);
    return session;
  };
  const first = await reload(undefined);
  expect(proxy.negotiations()).toBe(1);
  const second = await reload(first);
  expect(second.status().transport).toBe('WebSockets');
  expect(proxy.negotiations()).toBe(1);
  proxy.become('forbidden');
  const third = await reload(second);
  expect(third.status().transport).toBe('long polling');
  expect(kept).toBe(false);
});
