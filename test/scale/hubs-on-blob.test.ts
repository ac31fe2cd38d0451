import { afterEach, expect, test, vi } from 'vitest';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { startAzurite } from '../harness/azurite.ts';
import { type HubProcess, startHub } from '../harness/hub.ts';
import { startRedis } from '../harness/redis.ts';
import { joinAsGuest } from '../support/guest.ts';
import { waitsOf } from '../support/waits.ts';
import { draw } from '../unit/renderer/session/world.ts';

const WAIT = { timeout: 45_000, interval: 25 };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function join(server: string, room: RoomId, name: string): Session {
  const session = joinAsGuest(formatRoomLink({ server, room }), name);
  ends.push(() => session.dispose());
  return session;
}

const { agreeOn } = waitsOf(WAIT);

test('[SAVE-1] [SAVE-9] two hubs on one Redis and one storage account keep one board: all hubs may be killed at once, and what was shown as saved is there', async () => {
  const [redis, azurite] = await Promise.all([startRedis(), startAzurite()]);
  ends.push(
    () => redis.close(),
    () => azurite.close(),
  );
  const env = { INKROOM_REDIS: redis.address, INKROOM_STORE: 'azure-blob', INKROOM_BLOB: azurite.connectionString };
  const hubAt = async (port = 0): Promise<HubProcess> => {
    const hub = await startHub({ env, port });
    ends.push(() => hub.kill());
    await vi.waitFor(async () => expect((await fetch(`${hub.server}/readyz`)).status).toBe(200), WAIT);
    return hub;
  };
  const hubs = await Promise.all([hubAt(), hubAt()]);
  const [one, two] = hubs as [HubProcess, HubProcess];
  expect(await (await fetch(`${one.server}/healthz`)).text()).toMatch(/^boards: kept \(azure-blob\)$/m);
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [join(one.server, room, 'Ana'), join(two.server, room, 'Bo')];
  await agreeOn([], ana, bo);
  const drawn = [draw(ana), draw(bo), draw(ana), draw(bo)];
  await agreeOn(drawn, ana, bo);
  expect(ana.status().persistence?.mode).toBe('azure-blob');
  const { epoch } = ana.status();

  await Promise.all(hubs.map((hub) => hub.kill()));
  // Drawn while there is no hub.
  drawn.push(draw(ana), draw(bo));
  const again = await Promise.all(hubs.map(({ port }) => hubAt(port)));
  await agreeOn(drawn, ana, bo);
  expect(ana.status().epoch).toBe(epoch);
  const newcomer = join((again[0] as HubProcess).server, room, 'Cy');
  await agreeOn(drawn, ana, bo, newcomer);
  expect(newcomer.status().epoch).toBe(epoch);

  // The hubs end in peace: everything is in the snapshot, and a hub alone finds it.
  for (const hub of again) expect(await hub.stop()).toBe(0);
  const last = await hubAt();
  const late = join(last.server, room, 'Di');
  await agreeOn(drawn, late);
  expect(late.status().epoch).toBe(epoch);
  for (const hub of again) expect(hub.log()).not.toMatch(/ error /);
}, 240_000);
