import { afterEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../../../../core/base/host.ts';
import { newClientSecret, newRoomId } from '../../../../../core/board/ids.ts';
import { CONTRACT_VERSION } from '../../../../../core/contract/hub-contract.ts';
import { createSession } from '../../../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../../../renderer/session/link/hub-client.ts';
import type { HubEvent } from '../../../../../renderer/session/link/hub-port.ts';
import { CatchUpReader } from '../../../../../renderer/session/sync/catch-up-reader.ts';
import { nodeClock, nodeRandom } from '../../../../../server/process/node-host.ts';
import { startHub } from '../../../../harness/hub.ts';
import { seededRandom } from '../../../../support/seeded.ts';
import { scribble } from '../world.ts';

const WAIT = { timeout: 40_000, interval: 20 };
vi.setConfig({ testTimeout: 120_000 });
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

test('nothing of a catch-up is told once the room was left or another one asked for: two streams would be read as one', async () => {
  const { server, kill } = await startHub();
  ends.push(kill);
  const room = newRoomId(nodeRandom);
  const host = { clock: nodeClock, random: nodeRandom };
  const bo = createSession({ room, name: 'Bo', color: 1, connect: signalRHub({ server }), ...host, log: silentLog });
  ends.push(() => bo.dispose());
  bo.start();
  scribble(bo, seededRandom(4), 200_000);
  await vi.waitFor(() => expect(bo.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 }), WAIT);

  const events: HubEvent[] = [];
  const client = signalRHub({ server })((event) => {
    events.push(event);
    // The hub may not have ended the one before yet.
    if (event.kind === 'catchUpFailed' && event.code === 'catch_up.busy') client.catchUp({});
  }, host);
  ends.push(() => client.close());
  const told = (kind: HubEvent['kind'], times: number): Promise<void> =>
    vi.waitFor(() => expect(events.filter((event) => event.kind === kind)).toHaveLength(times), WAIT);
  const join = (): void =>
    client.join({ version: CONTRACT_VERSION, room, secret: newClientSecret(nodeRandom), name: 'Ana', color: 2 });
  await told('open', 1);
  join();
  await told('welcome', 1);
  client.catchUp({});
  client.catchUp({});
  client.leave();
  join();
  await told('welcome', 2);
  client.catchUp({});
  await told('caughtUp', 1);
  const reader = new CatchUpReader();
  for (const event of events) if (event.kind === 'item') expect(reader.item(event.item).ok).toBe(true);
  expect(reader.finish().ok).toBe(true);
});

test('[CON-4] the hub grants no stateful reconnect: the outbox and catch-up carry every return', async () => {
  const { server, kill } = await startHub();
  ends.push(kill);
  const answer = await fetch(`${server}/hub/negotiate?negotiateVersion=1&useStatefulReconnect=true`, { method: 'POST' });
  const offered = (await answer.json()) as Record<string, unknown>;
  expect(offered.connectionToken).toEqual(expect.any(String));
  expect(offered).not.toHaveProperty('useStatefulReconnect');
});
