import type { Emulator, EmulatorOptions } from '@inkroom/emulator/emulator';
import { TIERS } from '@inkroom/emulator/quota';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { type LiveHub, liveHub } from '../hub/live-hub.ts';
import { startPerson } from '../support/people.ts';
import { waitsOf } from '../support/waits.ts';
import { draw } from '../unit/renderer/session/world.ts';
import { emulate, servicesAt } from './service-rig.ts';

const WAIT = { timeout: 20_000, interval: 20 };

async function hubWith(
  limits: NonNullable<EmulatorOptions['limits']>,
): Promise<{ readonly hub: LiveHub; readonly emulator: Emulator }> {
  const emulator = await emulate({ limits });
  onTestFinished(() => emulator.stop());
  const hub = await liveHub({ azureSignalR: servicesAt(emulator.connectionString) });
  onTestFinished(() => hub.stop());
  return { hub, emulator };
}

function join({ server }: LiveHub, room: RoomId, name: string): Session {
  const session = startPerson(signalRHub({ server }), room, name);
  onTestFinished(() => session.dispose());
  return session;
}

const { isLive } = waitsOf(WAIT);

test('[HS-12] one person too many for the tier is told so, and nobody else notices', async () => {
  // Five server connections, the mirror of the hub, and two people.
  const { hub, emulator } = await hubWith({ ...TIERS.Free_F1, connectionQuota: 8 });
  const room = newRoomId(nodeRandom);
  await vi.waitFor(() => expect(emulator.stats()).toMatchObject({ serverConnections: 5 }), WAIT);
  const [ana, bo] = [join(hub, room, 'Ana'), join(hub, room, 'Bo')];
  await isLive(ana);
  await isLive(bo);
  await vi.waitFor(() => expect(emulator.stats()).toMatchObject({ serverConnections: 5, clients: 3 }), WAIT);
  const cy = join(hub, room, 'Cy');
  await vi.waitFor(
    () => expect(cy.status()).toMatchObject({ state: { phase: 'connecting' }, notYet: 'service.connections' }),
    WAIT,
  );
  draw(ana);
  await vi.waitFor(() => expect(bo.fingerprint()).toBe(ana.fingerprint()), WAIT);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, notYet: undefined });
});

test('[HS-12] when the messages of the day are used up everybody is told so, by the service and by the hub, and keeps what is drawn', async () => {
  const { hub, emulator } = await hubWith({ ...TIERS.Free_F1, dailyMessages: 60 });
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [join(hub, room, 'Ana'), join(hub, room, 'Bo')];
  await isLive(ana);
  await isLive(bo);
  const drawn = setInterval(() => draw(ana), 50);
  onTestFinished(() => clearInterval(drawn));
  for (const session of [ana, bo])
    await vi.waitFor(
      () => expect(session.status()).toMatchObject({ state: { phase: 'connecting' }, notYet: 'service.messages' }),
      WAIT,
    );
  clearInterval(drawn);
  draw(ana);
  expect(ana.status().unsent).toBeGreaterThan(0);
  await vi.waitFor(() => expect(emulator.stats()).toMatchObject({ clients: 0, serverConnections: 0 }), WAIT);
  const late = join(hub, room, 'Cy');
  await vi.waitFor(() => expect(late.status().notYet).toBe('service.messages'), WAIT);
});
