import { axeFinds } from './axe.ts';
import { cutWords } from './cut-words.ts';
import { expect, test } from './fixtures.ts';

const { INKROOM_PICTURES } = process.env;

test('a shortcut is changed by pressing keys, with a conflict named, shown everywhere, kept on the device and given back', async ({
  hub,
  open,
}) => {
  const ana = await open(hub.link);
  const { page } = ana;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const picture = async (name: string): Promise<void> => {
    if (INKROOM_PICTURES !== undefined) await page.screenshot({ path: `${INKROOM_PICTURES}/${name}.png` });
  };
  const dialog = page.getByRole('dialog', { name: 'Change keyboard shortcuts' });
  const row = (name: string) => dialog.getByRole('button', { name: new RegExp(`^${name}( · changed)?( [A-Z0-9]| no key)`) });

  // From the sheet, by keyboard alone.
  await page.keyboard.press('?');
  await page
    .getByRole('dialog', { name: 'Keyboard shortcuts' })
    .getByRole('button', { name: 'Change keyboard shortcuts' })
    .click();
  await expect(dialog.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('ellipse');
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await row('Ellipse').focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Press new keys' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Press the keys. Escape stops.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await expect(row('Ellipse')).toBeFocused();
  await dialog.getByRole('button', { name: 'Press new keys' }).click();
  await page.keyboard.press('Space');
  await expect(dialog.getByText('Space moves the board.')).toBeVisible();
  // The pen has it.
  await page.keyboard.press('b');
  await expect(dialog.getByText('B is the key of “Pen”.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Take it from there' })).toBeFocused();
  await picture('keys-conflict');
  expect(await axeFinds(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Take it from there' }).click();
  await expect(dialog.getByText('“Ellipse” has B. “Pen” lost a key.')).toBeVisible();
  await expect(row('Ellipse')).toBeFocused();
  await expect(row('Ellipse')).toHaveText('Ellipse · changedB');
  await dialog.getByRole('searchbox').fill('pen');
  await expect(row('Pen')).toHaveText('Pen · changedP7');
  await dialog.getByRole('searchbox').fill('');
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await picture(`keys-${width}-${colorScheme}`);
      expect(await axeFinds(page, colorScheme === 'light' ? 'all' : 'contrast')).toEqual([]);
    }
    expect(await cutWords(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  // It works, and the usual key does nothing.
  await page.keyboard.press('b');
  await expect(ana.tool('Ellipse')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('r');
  await page.keyboard.press('o');
  await expect(ana.tool('Rectangle')).toHaveAttribute('aria-pressed', 'true');
  // The tooltip, the list of commands and the sheet say so.
  await expect(ana.tool('Ellipse')).toHaveAttribute('aria-keyshortcuts', 'B');
  await ana.tool('Ellipse').hover();
  await expect(ana.tool('Ellipse').locator('kbd')).toHaveText('B');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('Ellipse');
  await expect(page.getByRole('option', { name: 'Ellipse B', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(
    page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Ellipse', { exact: true }).locator('..'),
  ).toHaveText('EllipseB');
  await page.keyboard.press('Escape');

  // The device keeps it.
  await page.reload();
  await ana.live();
  await page.keyboard.press('b');
  await expect(ana.tool('Ellipse')).toHaveAttribute('aria-pressed', 'true');

  // Back to the usual keys: the pen gets its key back.
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Change keyboard shortcuts' }).click();
  await dialog.getByRole('searchbox').fill('pen');
  await row('Pen').click();
  await dialog.getByRole('button', { name: 'Usual keys', exact: true }).click();
  await expect(dialog.getByText('“Pen” has its usual keys. “Ellipse” lost a key.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(row('Pen')).toHaveText('Pen · changedP7');
  await dialog.getByRole('button', { name: 'Usual keys for all' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('o');
  await expect(ana.tool('Ellipse')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('b');
  await expect(ana.tool('Ellipse')).toHaveAttribute('aria-pressed', 'false');
});

test('in German the dialog says the same, and cuts no word in a narrow window', async ({ hub, open }) => {
  const { page } = await open(hub.link);
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Menü', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Tastenkürzel ändern' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tastenkürzel ändern' });
  await dialog.getByRole('searchbox').fill('rückgängig');
  await dialog.getByRole('button', { name: /^Rückgängig/ }).click();
  await dialog.getByRole('button', { name: 'Neue Tasten drücken' }).click();
  await page.keyboard.press('Control+d');
  await expect(dialog.getByText('Strg+D gehört zu „Duplizieren“.')).toBeVisible();
  if (INKROOM_PICTURES !== undefined) await page.screenshot({ path: `${INKROOM_PICTURES}/keys-de.png` });
  expect(await cutWords(page)).toEqual([]);
});
