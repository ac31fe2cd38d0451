import { startHub } from '../harness/hub.ts';
import { expect, test } from './fixtures.ts';

test('a link that works on this computer only is not offered to others: no code, and what to do about it', {
  tag: '@app',
}, async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.getByTestId('share').click();
  const panel = ana.page.getByRole('dialog', { name: 'Share' });
  await expect(panel).toContainText('this link works nowhere else');
  await expect(panel).toContainText('--host 0.0.0.0');
  await expect(panel.getByRole('heading', { name: 'Share this board' })).toBeVisible();
  await expect(panel.getByRole('img')).toHaveCount(0);
  expect(await panel.getByTestId('share-link').inputValue()).toBe(hub.link);
});

test('a hub with an address of its own is shared by that, however this window reached it', async ({ open }) => {
  const hub = await startHub({ flags: ['--public-url', 'https://ink.example'] });
  try {
    const own = `http://127.0.0.1:${/port=(\d+)/.exec(hub.log())?.[1]}`;
    const ana = await open(hub.link.replace('https://ink.example', own));
    await ana.page.getByTestId('share').click();
    await expect(ana.page.getByTestId('share-link')).toHaveValue(hub.link);
    expect(await ana.page.getByRole('img', { name: 'QR code of the link' }).getAttribute('data-link')).toBe(hub.link);
    // The hub goes before the window does.
    await ana.page.goto('about:blank');
  } finally {
    await hub.kill();
  }
});
