import type { Log } from '@inkroom/signalr/host';
import { expect, onTestFinished, test, vi } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { newRoomId } from '../../core/board/ids.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { liveHub } from '../hub/live-hub.ts';
import { draw, visible } from '../unit/renderer/session/world.ts';
import { emulate, servicesAt } from './service-rig.ts';

const PEOPLE = 30;
/** New clients in a second: a quarter of what the free tier takes, and a crowd to match, so that a slow machine meets the limit too. */
const RATE = 5;

test('[HS-13] when everybody loses the connection at once and the service lets in a few a second, all are back soon, with what they drew, and nobody is told that a quota is used up', async () => {
  let turnedAway = 0;
  const log: Log = {
    ...silentLog,
    warn: (_event, fields) => {
      if (fields?.status === 429) turnedAway++;
    },
  };
  const emulator = await emulate({ log, limits: { connectsPerSecond: RATE } });
  onTestFinished(() => emulator.stop());
  const hub = await liveHub({ azureSignalR: servicesAt(emulator.connectionString) });
  onTestFinished(() => hub.stop());
  const room = newRoomId(nodeRandom);
  const told = new Set<unknown>();
  const people = Array.from({ length: PEOPLE }, (_, i) => {
    const connect = signalRHub({ server: hub.server });
    const session = createSession({
      room,
      name: `person ${i}`,
      color: i % 8,
      connect,
      clock: nodeClock,
      random: nodeRandom,
      log: silentLog,
    });
    onTestFinished(() => session.dispose());
    session.onStatus(({ notYet }) => told.add(notYet));
    session.start();
    return session;
  });
  const allLive = (): void => {
    for (const session of people) expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  };
  await vi.waitFor(allLive, { timeout: 60_000, interval: 50 });
  turnedAway = 0;
  emulator.chaos.dropClients();
  for (const session of people.slice(0, 5)) draw(session);
  const since = performance.now();
  await vi.waitFor(allLive, { timeout: 60_000, interval: 50 });
  const tookMs = performance.now() - since;
  // At least this long: the rate allows no faster return.
  expect(tookMs).toBeGreaterThan(((PEOPLE - RATE) / RATE - 1) * 1_000);
  expect(turnedAway).toBeGreaterThan(0);
  // Asking four times on average would be hammering.
  expect(turnedAway).toBeLessThan(4 * PEOPLE);
  await vi.waitFor(() => expect(new Set(people.map((session) => session.fingerprint())).size).toBe(1), { timeout: 20_000 });
  for (const session of people) expect(visible(session)).toHaveLength(5);
  expect(told).toEqual(new Set([undefined]));
}, 180_000);
