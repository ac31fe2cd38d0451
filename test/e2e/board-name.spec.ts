import { expect, test } from './fixtures.ts';

test('the room is called the same for everybody, its paper is shared, and undo takes back both', { tag: '@app' }, async ({
  hub,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page
    .getByRole('button', { name: /rename for everybody/ })
    .first()
    .click();
  await ana.page.getByLabel('Name of this room, for everybody').fill('Sprint 12');
  await ana.page.keyboard.press('Enter');
  await expect(ben.page.getByRole('button', { name: 'Sprint 12: rename for everybody' })).toBeVisible();
  await expect(ben.page).toHaveTitle(/^Sprint 12/);

  const plain = await ben.pixels();
  await ana.page.keyboard.press('Control+k');
  await ana.page.getByRole('combobox', { name: 'Find a command' }).fill('paper sq');
  await ana.page.keyboard.press('Enter');
  await expect(ana.page.getByRole('combobox')).toHaveCount(0);
  await expect.poll(async () => Buffer.compare(await ben.pixels(), plain)).not.toBe(0);

  await ana.page.keyboard.press('Control+z');
  await ana.page.keyboard.press('Control+z');
  await expect(ben.page.getByRole('button', { name: /^Sprint 12/ })).toHaveCount(0);
});

test('Escape leaves the list of commands and the board has the keys again', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('Control+k');
  await ana.page.getByRole('combobox').fill('no such thing');
  await expect(ana.page.getByText('No command is called that.')).toBeVisible();
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('e');
  await expect(ana.tool('Eraser')).toHaveAttribute('aria-pressed', 'true');
});
