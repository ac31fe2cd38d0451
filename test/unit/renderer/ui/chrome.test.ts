import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Epoch } from '../../../../core/board/ids.ts';
import { launchBrowser } from '../../../harness/browser.ts';
import { type ChromePage, serveChrome } from './chrome-page.ts';

/** The whole chrome in a real Chromium, with the policy that the product is served with: focus, keys and sheets as people meet them. */
/** A shared machine may take its time; nothing here depends on how long. */
const PATIENT = { timeout: 10_000 };

let browser: Browser;
let page: Page;
let served: ChromePage;
let problems: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  served = await serveChrome();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  served?.close();
});
beforeEach(async () => {
  problems = [];
  await page.setViewportSize({ width: 1280, height: 800 });
  // Nothing is stored between tests: loading the page again starts it all anew.
  await page.goto(served.url);
  await page.waitForFunction(() => 'stage' in window);
});
afterEach(() => expect(problems).toEqual([]));

const engineCalls = (): Promise<readonly string[]> => page.evaluate(() => window.stage.engine.calls);
const sessionCalls = (): Promise<readonly string[]> => page.evaluate(() => window.stage.session.calls);
const asked = (): Promise<readonly string[]> => page.evaluate(() => window.stage.asked);
const focused = (): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const LOST = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, removed: 0, upTo: Date.UTC(2026, 10, 21, 14, 3), elementsInRoom: 0 };

describe('keys', () => {
  test('choose tools, and the toolbar shows which one is in hand', async () => {
    await page.keyboard.press('e');
    await expect.poll(() => button('Eraser').getAttribute('aria-pressed'), PATIENT).toBe('true');
    await page.keyboard.press('v');
    await expect.poll(() => button('Select').getAttribute('aria-pressed'), PATIENT).toBe('true');
    expect(await engineCalls()).toEqual(['setTool "eraser"', 'setTool "select"']);
  });

  test('that are typed into a field are typing', async () => {
    await page.getByTestId('you').click();
    await page.getByLabel('Name', { exact: true }).fill('');
    await page.keyboard.type('hep v10');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('hep v10');
    expect(await engineCalls()).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await sessionCalls()).toEqual(['profile {"name":"hep v10"}']);
  });

  test('do nothing to the board behind a dialog', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('e');
    await page.keyboard.press('Control+z');
    expect([await engineCalls(), await sessionCalls()]).toEqual([[], []]);
  });

  test('of a command that cannot run now do not fall through to the browser', async () => {
    await page.evaluate(() => {
      window.addEventListener('keydown', (event) => window.stage.asked.push(`${event.key} ${event.defaultPrevented}`));
    });
    await page.keyboard.press('Control+d');
    expect(await asked()).toContain('d true');
    expect(await engineCalls()).toEqual([]);
  });

  test('Q keeps the tool in hand, and the setting is remembered', async () => {
    await page.keyboard.press('q');
    await expect.poll(() => button('Keep the tool in hand').getAttribute('aria-pressed'), PATIENT).toBe('true');
    expect(await page.evaluate(() => window.stage.settings.read().keepTool)).toBe(true);
    await button('Keep the tool in hand').click();
    expect(await page.evaluate(() => window.stage.settings.read().keepTool)).toBe(false);
  });

  test('walk along the toolbar without moving the selection', async () => {
    await button('Select').focus();
    await page.evaluate(() => window.stage.engine.show({ selection: ['AAAAAAAAAAA.1' as never] }));
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Hand');
    expect(await engineCalls()).toEqual([]);
  });

  test('Tab stops once at the tools and once at the styles, at what is chosen', async () => {
    await button('Pen').focus();
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Black');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Red');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Pen');
    const stops = await page.evaluate(() =>
      ['Tools', 'Style'].map((name) => document.querySelectorAll(`[aria-label="${name}"] button[tabindex="0"]`).length),
    );
    expect(stops).toEqual([1, 1]);
  });
});

test('what is written grows with the size that the person has chosen in the browser', async () => {
  const sizes = (): Promise<readonly string[]> =>
    page.evaluate(() =>
      ['.menu__label', '.menu__heading, .menu__choices > span', 'kbd'].map((one) => {
        const element = document.querySelector(one);
        return element ? getComputedStyle(element).fontSize : 'none';
      }),
    );
  await button('Menu').click();
  await page.getByRole('menu').waitFor();
  expect(await sizes()).toEqual(['13px', '13px', '11px']);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '20px';
  });
  expect(await sizes()).toEqual(['16.25px', '16.25px', '13.75px']);
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.menu__label')]
      .filter((one) => one.scrollWidth > one.clientWidth)
      .map((one) => one.textContent),
  );
  expect(cut).toEqual([]);
});

describe('dialogs', () => {
  test('keep the focus, close on Escape and give the focus back', async () => {
    await button('Keyboard shortcuts').click();
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    for (let i = 0; i < 4; i++) await page.keyboard.press('Tab');
    // Out of a modal dialog Tab goes to the browser's own bars at most, never to the page behind.
    const behind = await page.evaluate(() => document.activeElement?.closest('.bottom, .top') !== null);
    expect(behind).toBe(false);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Keyboard shortcuts');
  });

  test('clearing asks, keeps by default, and clears when told to', async () => {
    await page.keyboard.press('Control+Delete');
    const dialog = page.getByRole('dialog', { name: 'Clear the board?' });
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('412 elements for everyone');
    expect(await focused()).toBe('Keep it');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await engineCalls()).toEqual([]);
    await page.keyboard.press('Control+Delete');
    await button('Clear the board').click();
    expect(await engineCalls()).toEqual(['clearBoard']);
  });

  test('joining takes a name or a link, and says what is wrong with anything else', async () => {
    await button('Menu').click();
    await page.getByRole('menuitem', { name: 'Join a room' }).click();
    const field = page.getByLabel('Link or room name');
    await field.fill('計画');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('letters, digits');
    await field.fill('weekly standup');
    await page.getByText('You join the room weekly-standup.').waitFor();
    await field.fill('inkroom://ink.example.org/r/retro?s=1');
    await page.keyboard.press('Enter');
    expect(await asked()).toEqual(['open https://ink.example.org retro']);
  });
});

describe('panels', () => {
  test('take the focus, close on Escape and give it back', async () => {
    await page.getByTestId('share').click();
    const panel = page.getByRole('dialog', { name: 'Share' });
    await panel.waitFor();
    expect(await focused()).toBe('Copy');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Share');
  });

  test('close when the board is pressed, and only one is open', async () => {
    await page.getByTestId('status-pill').click();
    await page.getByRole('dialog', { name: 'Where this board lives' }).waitFor();
    await page.getByTestId('share').click();
    await page.getByRole('dialog', { name: 'Share' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.mouse.click(400, 500);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('share copies the link and says so', async () => {
    await page.getByTestId('share').click();
    await button('Copy').click();
    await page.getByText('Link copied.').waitFor();
    expect(await asked()).toEqual(['copy http://192.168.1.20:4020/#/r/design-review']);
    expect(await page.getByTestId('share-link').inputValue()).toBe('http://192.168.1.20:4020/#/r/design-review');
  });

  test('the menu is walked with the arrow keys', async () => {
    await button('Menu').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('End');
    expect(await focused()).toContain('Change keyboard shortcuts');
    // Past the last item comes the first again, then the second.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('Boards');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    expect(await asked()).toEqual(['new room']);
  });

  test('the menu goes to the next item of a letter, and the board does not get the key', async () => {
    await button('Menu').click();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('j');
    expect(await focused()).toContain('Join a room');
    await page.keyboard.press('e');
    await page.keyboard.press('e');
    expect(await focused()).toContain('SVG');
    await page.keyboard.press('x');
    expect(await focused()).toContain('SVG');
    expect(await engineCalls()).toEqual([]);
  });

  test('the menu says when each recent room was open', async () => {
    await page.evaluate(() => {
      const openedAt = Date.now() - 2 * 60 * 60 * 1_000;
      window.stage.settings.change({ recent: [{ server: 'http://192.168.1.20:4020', room: 'retro', openedAt }] });
    });
    await button('Menu').click();
    await page.getByRole('menu').waitFor();
    expect(await page.getByRole('menuitem', { name: 'retro' }).textContent()).toBe('retro2 h');
  });

  test('a link is sent by the system’s sheet where there is one', async () => {
    await page.getByTestId('share').click();
    await button('Send the link…').click();
    expect(await asked()).toEqual(['send http://192.168.1.20:4020/#/r/design-review']);
  });

  test('a device that has only a screen to touch is offered neither wheel nor keys', async () => {
    const offered = async (): Promise<readonly boolean[]> => {
      await button('Menu').click();
      const menu = page.getByRole('menu');
      await menu.waitFor();
      const wheel = await menu.getByText('Wheel', { exact: true }).isVisible();
      const keys = await menu.getByRole('menuitem', { name: /^Keyboard shortcuts/ }).isVisible();
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'detached' });
      return [wheel, keys];
    };
    expect(await offered()).toEqual([true, true]);
    const line = await page.context().newCDPSession(page);
    await line.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    try {
      expect(await offered()).toEqual([false, false]);
    } finally {
      await line.send('Emulation.setTouchEmulationEnabled', { enabled: false });
      await line.detach();
    }
  });
});

test('the list of people has everybody, you first', async () => {
  await page.evaluate(() => window.stage.session.showMembers([{ name: 'Amber Fox' }, { name: 'Quiet Heron' }]));
  await page.getByTestId('others').click();
  const panel = page.getByRole('dialog', { name: 'People' });
  await panel.getByText('3 people here').waitFor();
  const names = await panel.locator('.people-list__name').allTextContents();
  expect(names.slice(1)).toEqual(['Amber Fox', 'Quiet Heron']);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

test('an audience is a number next to the people who are listed, also alone', async () => {
  await page.evaluate(() => {
    window.stage.session.showMembers([{ name: 'Amber Fox' }]);
    window.stage.session.show({ viewers: 4_880 });
  });
  const others = page.getByTestId('others');
  expect(await others.getAttribute('aria-label')).toBe('4,881 other people in this room');
  expect(await others.locator('.avatar--more').getAttribute('data-sign')).toBe('+4k');
  await others.click();
  const panel = page.getByRole('dialog', { name: 'People' });
  await panel.getByText('4,882 people here').waitFor();
  expect(await panel.getByTestId('viewers').textContent()).toBe('+ 4,880 viewers');
  await page.evaluate(() => window.stage.session.show({ viewers: 1 }));
  await panel.getByText('+ 1 viewer', { exact: true }).waitFor();
  await page.evaluate(() => window.stage.session.showMembers([]));
  await panel.getByText('2 people here').waitFor();
});

describe('a lost copy', () => {
  test('is not let go by one press', async () => {
    await page.evaluate((lostCopy) => window.stage.session.show({ lostCopy, elements: 0 }), LOST);
    const card = page.getByTestId('lost-copy');
    await card.getByRole('button', { name: 'Start empty' }).click();
    expect(await sessionCalls()).toEqual([]);
    expect(await card.textContent()).toContain('deleted permanently');
    expect(await focused()).toBe('Keep my copy');
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: 'Restore to room' }).waitFor();
    expect(await sessionCalls()).toEqual([]);
    await card.getByRole('button', { name: 'Start empty' }).click();
    await card.getByRole('button', { name: 'Start empty' }).click();
    expect(await sessionCalls()).toEqual(['resolveLostCopy discard']);
  });

  test('can be restored or saved, and is shown while the chrome is hidden', async () => {
    await page.keyboard.press('Control+.');
    await page.evaluate((lostCopy) => window.stage.session.show({ lostCopy, elements: 3 }), { ...LOST, elementsInRoom: 3 });
    const card = page.getByTestId('lost-copy');
    await card.getByRole('button', { name: 'Save a copy' }).click();
    expect(await asked()).toEqual(['save design-review (copy).inkroom']);
    await card.getByRole('button', { name: 'Add my copy to it' }).click();
    expect(await sessionCalls()).toEqual(['resolveLostCopy restore']);
  });

  test('of a board that nobody has looked at yet can be saved or opened as a board of one’s own, and nothing else', async () => {
    await page.evaluate(
      (lostCopy) =>
        window.stage.session.show({ lostCopy, persistence: undefined, state: { phase: 'connecting', attempt: 4, since: 0 } }),
      LOST,
    );
    const card = page.getByTestId('lost-copy');
    await card.getByText('You can decide when the server answers').waitFor();
    expect(await card.getByRole('button').allTextContents()).toEqual(['Save a copy', 'Open as a board of my own']);
  });
});

describe('news', () => {
  test('of a return are one banner, read aloud politely, that can be dismissed', async () => {
    const returned = { at: 1, awayMs: 240_000, sent: 12, refused: 0, fromOthers: 30 };
    await page.evaluate((news) => window.stage.session.show({ returned: news }), returned);
    const banner = page.getByTestId('news');
    await banner.getByText('Back after 4 min').waitFor();
    expect(await banner.getAttribute('aria-live')).toBe('polite');
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => banner.textContent(), PATIENT).toBe('');
  });
});

describe('a long join', () => {
  test('has a bar that follows what came, and none before it is long', async () => {
    const show = (received: number, total: number) =>
      page.evaluate(
        ([got, all]) => window.stage.session.show({ state: { phase: 'joining', since: 0, received: got, total: all } }),
        [received, total] as const,
      );
    const bar = page.getByRole('progressbar', { name: 'The board is on its way' });
    await show(10_000, 65_535);
    expect(await bar.count()).toBe(0);
    await show(250_000, 1_000_000);
    await bar.waitFor();
    await expect.poll(() => bar.getAttribute('aria-valuenow'), PATIENT).toBe('25');
    await show(750_000, 1_000_000);
    await expect.poll(() => bar.getAttribute('aria-valuenow'), PATIENT).toBe('75');
    await page.evaluate(() => window.stage.session.show({ state: { phase: 'live', since: 0 } }));
    await bar.waitFor({ state: 'detached' });
  });
});

describe('who is the last one', () => {
  const goElsewhere = () => page.evaluate(() => void window.stage.ui.mayLeave(() => window.stage.asked.push('left')));

  test('is asked before another room is shown, also while the chrome is hidden, and may stay or leave', async () => {
    await page.keyboard.press('Control+.');
    await goElsewhere();
    const dialog = page.getByRole('dialog', { name: 'You are the last one here.' });
    await dialog.waitFor();
    expect(await focused()).toBe('Save a copy…');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await asked()).toEqual([]);
    await goElsewhere();
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await asked()).toEqual(['left']);
  });

  test('stays when the copy was not saved after all', async () => {
    await goElsewhere();
    await page.getByRole('button', { name: 'Save a copy…' }).click();
    await expect.poll(asked, PATIENT).toEqual(['save design-review.inkroom']);
    await page.getByRole('dialog', { name: 'You are the last one here.' }).waitFor();
  });
});

describe('the pill', () => {
  test('is read aloud when the state changes, once, and not with every change, save and second', async () => {
    await page.evaluate(() => {
      const { session } = window.stage;
      const region = document.querySelector('.anchor--shrink [role="status"]');
      const heard: string[] = [];
      Object.assign(window, { heard });
      if (region)
        new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
      session.show({ persistence: { mode: 'lmdb', since: 0 }, savedAt: Date.now() - 4_000 });
    });
    const words = page.getByTestId('status-pill').locator('.pill__text');
    await expect.poll(() => words.textContent(), PATIENT).toMatch(/saved \d+ s ago/);
    for (const unsent of [1, 2, 0]) {
      await page.evaluate((count) => {
        window.stage.session.show({ unsent: count, oldestUnsentMs: count === 0 ? undefined : 20, savedAt: Date.now() });
      }, unsent);
      await expect.poll(() => words.textContent(), PATIENT).toMatch(unsent > 0 ? /saving/ : /saved/);
    }
    const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    await expect.poll(heard, PATIENT).toEqual(['Live · the board is saved as you draw']);
    await page.evaluate(() => window.stage.session.show({ readOnly: 'room.read_only', unsent: 3 }));
    await expect.poll(heard, PATIENT).toEqual(['Live · the board is saved as you draw', 'Read only · store unavailable']);
  });

  test('speaks of a drop only when it lasts, without being told again', async () => {
    const words = page.getByTestId('status-pill').locator('.pill__text');
    // A little ahead, so that a slow machine too reads the words before the drop has lasted.
    await page.evaluate(() => {
      window.stage.session.show({ state: { phase: 'connecting', attempt: 0, since: performance.now() + 1_500 }, unsent: 3 });
    });
    expect(await words.textContent()).toBe('Live · memory only');
    await expect.poll(() => words.textContent(), PATIENT).toBe('Reconnecting · 3 unsent');
    expect(await page.getByRole('status').filter({ hasText: 'Reconnecting' }).getAttribute('aria-live')).toBe('polite');
  });
});

test('a refused batch is said once, in words with its code', async () => {
  for (let i = 0; i < 2; i++) await page.evaluate(() => window.stage.session.show({ refused: { code: 'rate.messages', at: 7 } }));
  const toast = page.locator('.toast');
  await toast.waitFor();
  expect(await toast.count()).toBe(1);
  expect(await toast.textContent()).toContain('Too many changes in a short time. Wait a moment. rate.messages');
  expect(await toast.locator('code').textContent()).toBe('rate.messages');
});

test('colours and widths go to the tool in hand, to what is selected, and to nothing else', async () => {
  await page.getByRole('radio', { name: 'Red', exact: true }).click();
  await page.getByRole('radio', { name: 'Bold', exact: true }).click();
  expect(await engineCalls()).toEqual(['setStyle {"color":1}', 'setStyle {"width":96}']);
  expect(await page.getByRole('radio', { name: 'Red', exact: true }).getAttribute('aria-checked')).toBe('true');
  await button('Select').click();
  await page.evaluate(() => {
    const style = { names: ['color', 'fill', 'headTo', 'opacity'], values: { opacity: 50 }, scale: 'pen' } as const;
    window.stage.engine.show({ selection: ['AAAAAAAAAAA.1' as never], style });
  });
  await page.getByRole('radio', { name: 'Bold', exact: true }).waitFor({ state: 'detached' });
  expect(await page.getByRole('radio', { checked: true }).all()).toHaveLength(1);
  expect(await page.getByRole('radio', { name: '50 %' }).getAttribute('aria-checked')).toBe('true');
  await page.getByRole('radio', { name: 'Blue fill' }).click();
  await page.getByRole('radio', { name: 'No fill' }).click();
  await page.getByRole('radio', { name: 'End: triangle' }).click();
  expect((await engineCalls()).slice(-3)).toEqual(['setStyle {"fill":3}', 'setStyle {"fill":-1}', 'setStyle {"headTo":2}']);
  await page.evaluate(() => window.stage.engine.show({ style: { names: [], values: {}, scale: 'pen' } }));
  await page.getByRole('toolbar', { name: 'Style' }).waitFor({ state: 'detached' });
});

test('the theme is chosen in the menu and kept on the page', async () => {
  await button('Menu').click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme), PATIENT).toBe('dark');
  expect(await page.evaluate(() => window.stage.settings.read().theme)).toBe('dark');
});

test('what the wheel does is chosen in the menu', async () => {
  await button('Menu').click();
  await page.getByRole('menuitemradio', { name: 'The wheel zooms' }).click();
  await expect
    .poll(() => page.getByRole('menuitemradio', { name: 'The wheel zooms' }).getAttribute('aria-checked'), PATIENT)
    .toBe('true');
  expect(await page.evaluate(() => window.stage.settings.read().wheel)).toBe('zoom');
});

test('renaming the room names the board, and the window’s title follows', async () => {
  await button('design-review: rename for everybody').click();
  await page.getByLabel('Name of this room, for everybody').fill('Sprint 12');
  await page.keyboard.press('Enter');
  await button('Sprint 12: rename for everybody').waitFor();
  expect(await page.title()).toBe('Sprint 12 — Inkroom');
});

describe('in a narrow window', () => {
  beforeEach(() => page.setViewportSize({ width: 390, height: 844 }));

  test('nothing reaches over the edge, and every tool can be pressed', async () => {
    await page.evaluate(() => window.stage.session.showMembers([{}, {}, {}]));
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.chrome button')]
        .filter((element) => element.getClientRects().length > 0)
        .filter((element) => {
          const box = element.getBoundingClientRect();
          // The row of tools scrolls sideways.
          const isBeside = element.closest('.toolbar') === null && (box.left < 0 || box.right > innerWidth);
          return isBeside || box.top < 0 || box.bottom > innerHeight;
        })
        .map((element) => element.getAttribute('aria-label')),
    );
    expect(outside).toEqual([]);
    const tools = ['Select', 'Hand', 'Pen', 'Highlighter', 'Eraser', 'Line', 'Arrow', 'Rectangle', 'Ellipse', 'Diamond', 'Frame'];
    for (const tool of [...tools, 'Keep the tool in hand']) await button(tool).click({ trial: true });
  });

  test('a tool that is chosen by its key comes into view', async () => {
    const isInView = (): Promise<boolean> =>
      button('Frame').evaluate((element) => element.getBoundingClientRect().right <= innerWidth);
    expect(await isInView()).toBe(false);
    await page.keyboard.press('f');
    await expect.poll(isInView, PATIENT).toBe(true);
  });

  test('panels are sheets at the bottom, over the whole width', async () => {
    await page.getByTestId('share').click();
    const box = await page.getByRole('dialog', { name: 'Share' }).boundingBox();
    expect(box).toMatchObject({ x: 0, width: 390 });
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(844);
  });
});
