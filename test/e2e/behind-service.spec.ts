import { Secret } from '@inkroom/azure-signalr/secret';
import { type Emulator, startEmulator } from '@inkroom/emulator/emulator';
import { nodeHost } from '@inkroom/signalr/node-host';
import { startHub } from '../harness/hub.ts';
import { sameBoard } from './board-page.ts';
import { test as base, expect, LOST_LINE } from './fixtures.ts';

/** The same hub, with its clients carried by the emulator of Azure SignalR Service. */
const test = base.extend<{ emulator: Emulator }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  emulator: async ({}, use) => {
    const accessKeys: readonly [Secret] = [new Secret('a key of this test')];
    const emulator = await startEmulator({ ...nodeHost, host: '127.0.0.1', port: 0, accessKeys });
    await use(emulator);
    await emulator.stop();
  },
  hub: async ({ emulator }, use) => {
    const hub = await startHub({ env: { INKROOM_AZURE_SIGNALR: emulator.connectionString } });
    await expect.poll(async () => (await fetch(`${hub.server}/readyz`)).status).toBe(200);
    await use(hub);
    await hub.kill();
  },
});

test('two people draw through the service, whose address their pages may connect to', { tag: '@app' }, async ({
  hub,
  emulator,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 400, y: 260 }, { x: 520, y: 180 });
  await ben.holds(1);
  await ben.draw({ x: 300, y: 400 }, { x: 700, y: 520 });
  await ana.holds(2);
  await sameBoard(ana, ben);
  // The hub may be a client of the service too, for other hubs' sake.
  expect(emulator.stats().clients).toBeGreaterThanOrEqual(2);
});

test('when the service drops everybody they come back by themselves, and nothing drawn meanwhile is lost', async ({
  hub,
  emulator,
  open,
  expectProblems,
}) => {
  expectProblems(LOST_LINE);
  // A hub without the service answers no negotiation.
  expectProblems(/fetch/);
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 400, y: 260 });
  await ben.holds(1);
  emulator.chaos.dropServerConnections();
  await ana.draw({ x: 300, y: 400 }, { x: 700, y: 520 });
  await ben.holds(2);
  await ana.live();
  await ben.live();
  await sameBoard(ana, ben);
});

test('[PRS-4] a closed tab leaves the room at once, also behind a service', async ({ hub, open, leave }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await expect(ana.page.getByTestId('others')).toHaveAccessibleName('1 other person in this room');
  await leave(ben);
  await expect(ana.page.getByTestId('others')).toBeHidden({ timeout: 8_000 });
});
