import { Secret } from '@inkroom/azure-signalr/secret';
import { startEmulator } from '@inkroom/emulator/emulator';
import { nodeClock, nodeRandom, silentLog } from '@inkroom/signalr/node-host';
import { axeFinds } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { makeRoom } from './make-room.ts';

test('a host follows a batch of another person from the pen to the pixels; a guest finds no such panel', async ({
  hub,
  open,
}, info) => {
  const host = await open(hub.link);
  const link = await makeRoom(host);
  const guest = await open(link);
  await guest.live();

  await guest.button('1 other person in this room').click();
  await expect(guest.page.getByRole('dialog', { name: 'People' })).toBeVisible();
  await expect(guest.page.getByRole('button', { name: 'See the messages flow' })).toHaveCount(0);
  await guest.page.keyboard.press('Escape');

  const palette = async (tab: typeof host): Promise<void> => {
    await tab.page.keyboard.press('ControlOrMeta+k');
    await tab.page.getByRole('combobox', { name: 'Find a command' }).fill('messages flow');
  };
  await palette(guest);
  await expect(guest.page.getByRole('option', { name: 'See the messages flow' })).toHaveCount(0);
  await guest.page.keyboard.press('Escape');
  await palette(host);
  await host.page.getByRole('option', { name: 'See the messages flow' }).click();
  await expect(host.page.getByRole('region', { name: 'Messages' })).toBeVisible();
  await host.page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Close' }).click();

  await host.button('1 other person in this room').click();
  await host.page.getByRole('button', { name: 'See the messages flow' }).click();
  const panel = host.page.getByRole('region', { name: 'Messages' });
  await expect(panel).toContainText('Draw something');
  let strokes = 0;
  await expect(async () => {
    await guest.draw({ x: 200 + strokes * 9, y: 200 }, { x: 420, y: 260 + strokes * 9 });
    strokes++;
    await expect(panel.locator('.trace-chart')).toContainText('Painted', { timeout: 2_500 });
  }).toPass({ timeout: 40_000 });
  for (const words of ['Outbox', 'To the server', 'Checked', 'Waits for its frame', 'To another person'])
    await expect(panel.locator('.trace-chart')).toContainText(words);
  await expect(panel.locator('.trace-list')).toContainText('Changes');
  await panel.getByRole('button', { name: 'Pause' }).click();
  const shown = await panel.locator('.trace-list').textContent();
  await guest.draw({ x: 200, y: 400 }, { x: 420, y: 460 });
  // The host's own status panel would take the place of this one.
  await guest.holds(strokes + 1);
  expect(await panel.locator('.trace-list').textContent()).toBe(shown);
  await panel.getByRole('combobox', { name: 'Which messages' }).selectOption({ label: 'Changes' });
  await expect(panel.locator('.trace-list li').first()).toContainText('Changes');
  await expect(panel.locator('.trace-list')).not.toContainText('Frame');

  for (const theme of ['light', 'dark'] as const)
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ] as const) {
      await host.page.setViewportSize({ width, height });
      // Without motion no colour is half way when axe looks.
      await host.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      // The narrow window has a finding of another's: the pill without words.
      if (width === 1280) expect(await axeFinds(host.page, theme === 'light' ? 'all' : 'contrast')).toEqual([]);
      await host.page.screenshot({ path: info.outputPath(`trace-${theme}-${width}.png`) });
      expect(await panel.evaluate((node) => node.scrollWidth <= node.clientWidth)).toBe(true);
    }
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toHaveCount(0);
});

test('the page of the emulator follows a message through the service, filters, pauses, and shows text only as text', async ({
  seat,
}, info) => {
  const emulator = await startEmulator({
    host: '127.0.0.1',
    port: 0,
    accessKeys: [new Secret('a-key-for-this-test')],
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
  });
  const tab = await seat(emulator.url);
  try {
    const hostile = '<img src=x onerror="document.title=1">';
    const row = (what: string, peer: string, bytes: number) =>
      ({ hub: 'board', way: 'server > service', peer, what, about: 'room:a', bytes }) as const;
    const send = (peer: string): void =>
      emulator.trace.noteWith(row('groupBroadcastData', peer, 5_000), () => {
        for (const person of ['ann', 'bob'])
          emulator.trace.note({
            hub: 'board',
            way: 'service > client',
            peer: person,
            what: 'messagepack',
            about: hostile,
            bytes: 4_900,
            units: 3,
          });
      });
    send('server-1');
    const page = await tab.context.newPage();
    await page.goto(`${emulator.url}/trace`);
    const [rows, way] = [page.getByRole('table', { name: 'Messages' }), page.getByRole('table', { name: 'What became of it' })];
    await expect(rows.getByRole('row')).toHaveCount(3);
    await expect(rows).toContainText(hostile);
    await expect(page.locator('#about')).toContainText('5000 bytes, from server-1: 2 messages, 6 units of 2 KiB are billed');
    await expect(way.getByRole('row')).toHaveCount(3);
    await page.getByLabel('Person or connection').fill('bob');
    await expect(rows.getByRole('row')).toHaveCount(1);
    await page.getByLabel('Person or connection').fill('');
    await page.getByLabel('Type').selectOption('groupBroadcastData');
    await expect(rows.getByRole('row')).toHaveCount(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    send('server-2');
    await page.getByLabel('Type').selectOption('');
    await expect(rows.getByRole('row')).toHaveCount(3);
    await page.getByRole('button', { name: 'Go on' }).click();
    send('server-3');
    await expect(page.locator('#about')).toContainText('from server-3');
    await expect(rows.getByRole('row')).toHaveCount(6);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFinds(page, colorScheme === 'light' ? 'all' : 'contrast')).toEqual([]);
      await page.screenshot({ path: info.outputPath(`emulator-${colorScheme}.png`) });
    }
    expect(await page.title()).toBe('Messages through the service');
  } finally {
    await tab.close();
    await emulator.stop();
  }
});
