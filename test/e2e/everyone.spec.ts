import type { Page } from 'playwright/test';
import { axeFinds } from './axe.ts';
import type { BoardPage } from './board-page.ts';
import { cutWords } from './cut-words.ts';
import { expect, test } from './fixtures.ts';

/** A folder for pictures of every surface, for people to look at. Unset: none is taken. */
const { INKROOM_PICTURES } = process.env;

/** The command with this name in the list of all commands. */
async function command(page: Page, name: string, field = 'Find a command'): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: field }).fill(name);
  await page.keyboard.press('Enter');
}

interface Surface {
  readonly name: string;
  open(board: BoardPage): Promise<void>;
  /** Pressed to close it; Escape if it is not named. */
  readonly key?: string;
}

/** Opens one surface of the chrome at a time. */
const SURFACES: readonly Surface[] = [
  { name: 'board', open: async () => {} },
  { name: 'menu', open: ({ page }) => page.getByRole('button', { name: 'Menu', exact: true }).click() },
  { name: 'status', open: ({ pill }) => pill.click() },
  { name: 'people', open: ({ page }) => page.getByTestId('others').click() },
  { name: 'profile', open: ({ page }) => page.getByTestId('you').click() },
  { name: 'share', open: ({ page }) => page.getByTestId('share').click() },
  { name: 'help', open: ({ page }) => page.keyboard.press('?') },
  { name: 'keys', open: ({ page }) => command(page, 'Change keyboard shortcuts') },
  { name: 'commands', open: ({ page }) => page.keyboard.press('Control+k') },
  { name: 'find', open: ({ page }) => page.keyboard.press('Control+f') },
  { name: 'join', open: ({ page }) => command(page, 'Join a room') },
  { name: 'boards', open: ({ page }) => command(page, 'Boards') },
  { name: 'frames', open: ({ page }) => command(page, 'Frames') },
  { name: 'list', open: ({ page }) => command(page, 'Board as a list') },
  { name: 'clear', open: ({ page }) => command(page, 'Clear the board') },
  { name: 'about', open: ({ page }) => command(page, 'About') },
  { name: 'picture', open: ({ page }) => command(page, 'Picture…') },
  { name: 'pen test', open: ({ page }) => command(page, 'Test the pen') },
  { name: 'slides', open: ({ page }) => command(page, 'Present the frames') },
  { name: 'replay', open: ({ page }) => command(page, 'Replay the board') },
  { name: 'map', open: ({ page }) => page.keyboard.press('m'), key: 'm' },
  { name: 'eraser', open: ({ page }) => page.keyboard.press('e'), key: 'v' },
  { name: 'pen', open: ({ page }) => page.keyboard.press('p'), key: 'v' },
  { name: 'text style', open: ({ page }) => page.keyboard.press('t'), key: 'v' },
  { name: 'context menu', open: ({ page }) => page.mouse.click(420, 340, { button: 'right' }) },
  { name: 'chat', open: ({ page }) => page.keyboard.press('Alt+c'), key: 'Alt+c' },
  {
    name: 'together',
    key: 'Alt+c',
    async open(board) {
      await board.page.keyboard.press('Alt+c');
      await board.button('Together').click();
      await board.button('Start a timer of 5 minutes').click();
      await board.button('Start the vote').click();
    },
  },
  {
    name: 'vote',
    key: 'Alt+c',
    async open(board) {
      await board.page.keyboard.press('Alt+c');
      await board.button('Put dots').click();
      await board.page.mouse.click(420, 340);
      await board.button('End and show the result').click();
    },
  },
];

async function furnish(ana: BoardPage): Promise<void> {
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 320, y: 240 }, { x: 420, y: 320 }, { x: 560, y: 440 });
  await ana.page.keyboard.press('f');
  await ana.drag({ x: 700, y: 240 }, { x: 800, y: 320 }, { x: 920, y: 420 });
  await ana.page.keyboard.press('v');
  await ana.page.keyboard.press('Control+a');
}

async function picture(page: Page, name: string): Promise<void> {
  if (INKROOM_PICTURES !== undefined) await page.screenshot({ path: `${INKROOM_PICTURES}/${name}.png` });
}

/** What is wrong in both themes. Names and roles are the same in both. */
async function wrongIn(page: Page, surface: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [colorScheme, what] of [
    ['light', 'all'],
    ['dark', 'contrast'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    for (const line of await axeFinds(page, what)) found.push(`${surface}, ${colorScheme}: ${line}`);
    await picture(page, `${colorScheme}-${surface}`);
  }
  return found;
}

test('axe finds nothing wrong in both themes, with every panel and dialog open', async ({ hub, open }) => {
  // The page of a server without a room makes one, and its device is the host there.
  const ana = await open(`${hub.server}/`);
  const ben = await open(ana.page.url());
  await ben.page.keyboard.press('Alt+c');
  await ben.page.getByRole('textbox', { name: 'Message' }).fill('See https://example.org/a');
  await ben.page.keyboard.press('Enter');
  for (const { page } of [ana, ben]) await page.emulateMedia({ reducedMotion: 'reduce' });
  await furnish(ana);
  await expect(ana.page.getByRole('button', { name: 'Chat and meeting, 1 new message' })).toBeVisible();
  const found: string[] = [];
  for (const { name, open: show, key = 'Escape' } of SURFACES) {
    await show(ana);
    found.push(...(await wrongIn(ana.page, name)));
    await ana.page.keyboard.press(key);
  }
  await ana.page.getByTestId('others').click();
  await ana.button('Set a password').click();
  await ana.page.getByLabel(/^New password/).fill('blue whale');
  found.push(...(await wrongIn(ana.page, 'new password')));
  await ana.button('Set').click();
  await expect(ben.page.getByTestId('password')).toBeVisible();
  found.push(...(await wrongIn(ben.page, 'password')));
  expect(found).toEqual([]);
});

test('axe finds nothing wrong in a narrow window, with every panel and dialog open', async ({ hub, open }) => {
  const ana = await open(`${hub.server}/`);
  await open(ana.page.url());
  await ana.page.bringToFront();
  await ana.page.emulateMedia({ reducedMotion: 'reduce' });
  await furnish(ana);
  await ana.page.setViewportSize({ width: 390, height: 844 });
  const found: string[] = [];
  for (const { name, open: show, key = 'Escape' } of SURFACES) {
    await show(ana);
    for (const line of await axeFinds(ana.page)) found.push(`${name}: ${line}`);
    await picture(ana.page, `narrow-${name}`);
    await ana.page.keyboard.press(key);
  }
  expect(found).toEqual([]);
});

/** Words are longer in German: what opens here must hold them, in a wide and in a narrow window. */
const IN_GERMAN: readonly { readonly name: string; open(page: Page): Promise<void>; readonly key?: string }[] = [
  { name: 'board', open: async () => {} },
  { name: 'menu', open: (page) => page.getByRole('button', { name: 'Menü', exact: true }).click() },
  { name: 'status', open: (page) => page.getByTestId('status-pill').click() },
  { name: 'share', open: (page) => page.getByTestId('share').click() },
  { name: 'profile', open: (page) => page.getByTestId('you').click() },
  { name: 'help', open: (page) => page.keyboard.press('?') },
  { name: 'keys', open: (page) => command(page, 'Tastenkürzel ändern', 'Befehl suchen') },
  {
    name: 'chat',
    key: 'Alt+c',
    async open(page) {
      await page.keyboard.press('Alt+c');
      await page.getByRole('button', { name: 'Chat', exact: true }).click();
    },
  },
  {
    name: 'together',
    key: 'Alt+c',
    async open(page) {
      await page.keyboard.press('Alt+c');
      await page.getByRole('button', { name: 'Gemeinsam', exact: true }).click();
    },
  },
  { name: 'list', open: (page) => command(page, 'Board als Liste', 'Befehl suchen') },
  { name: 'join', open: (page) => command(page, 'Raum beitreten', 'Befehl suchen') },
  { name: 'about', open: (page) => command(page, 'Über Inkroom', 'Befehl suchen') },
  { name: 'pen test', open: (page) => command(page, 'Stift testen', 'Befehl suchen') },
];

test('the page speaks German by its setting: menus, the list of commands, numbers and the attribute for screen readers', async ({
  hub,
  open,
}) => {
  const { page } = await open(hub.link);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(
    page.getByRole('toolbar', { name: 'Werkzeuge' }).getByRole('button', { name: 'Stift', exact: true }),
  ).toBeVisible();
  await expect(page.getByTestId('status-pill')).toContainText('Live · nur im Speicher');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Tastenkürzel' })).toContainText('StrgUmschaltZ');
  await page.keyboard.press('Escape');
  await command(page, 'Rückgängig', 'Befehl suchen');
  const cut: string[] = [];
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const { name, open: show, key = 'Escape' } of IN_GERMAN) {
      await show(page);
      for (const line of await cutWords(page)) cut.push(`${name}, ${width} wide: ${line}`);
      await picture(page, `de-${width}-${name}`);
      await page.keyboard.press(key);
    }
  }
  expect(cut, 'words that their places cut').toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Menü', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('two shapes are made, connected and found by keyboard alone, and the other window hears of it', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const ben = await open(hub.link);
  const { page } = ana;
  await command(page, 'Add a rectangle');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Plan');
  await page.keyboard.press('Escape');
  await command(page, 'Add an ellipse');
  await page.keyboard.press('Shift+ArrowRight');
  await command(page, 'Board as a list');
  const list = page.getByRole('region', { name: 'Board as a list' });
  await expect(list.getByRole('checkbox')).toHaveCount(2);
  const plan = list.getByRole('checkbox', { name: /^Rectangle “Plan”/ });
  await plan.focus();
  await page.keyboard.press('Space');
  await expect(plan).toBeChecked();
  await expect(list.getByRole('checkbox', { name: /^Ellipse/ })).toBeChecked();
  await command(page, 'Connect the two');
  await expect(page.getByText('Connected.')).toBeVisible();
  await command(page, 'Board as a list');
  await expect(list.getByRole('checkbox', { name: /^Arrow/ })).toHaveCount(1);
  await picture(page, 'list');
  const place = list.getByText(/^Rectangle “Plan”/);
  const before = (await place.textContent()) ?? '';
  await ben.page.keyboard.press('ControlOrMeta+a');
  await ben.page.keyboard.press('Shift+ArrowRight');
  await expect(place, 'what another person moves').not.toHaveText(before);
  await expect(ben.page.getByTestId('changes-said')).toContainText(/Others changed \d elements?\./);
  await ben.holds(3);
});
