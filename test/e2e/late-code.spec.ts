import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';

const FAILED = 'This could not be loaded. Reload the window when the server is there again.';
/** Of the first page. Everything else comes late. */
const FIRST = /\/(entry|index|start|words|app|chrome|chrome-words|icons~room-chrome|rolldown-runtime)[-~]/;

test('late code that does not come is told in a sentence, the board goes on, and the next try opens it', async ({
  hub,
  open,
  expectProblems,
}) => {
  expectProblems(/ERR_FAILED|Failed to fetch dynamically imported module|Failed to load resource/);
  const ana = await open(hub.link);
  const { page } = ana;
  // Before the page has had time to load what it may need later, the server has other code.
  await page.route(/\/assets\/.*\.js$/, (route) => (FIRST.test(route.request().url()) ? route.continue() : route.abort()));
  await page.reload();
  await ana.live();
  const told = page.getByText(FAILED);
  const dismiss = async (): Promise<void> => {
    await expect(told.first()).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await expect(told).toHaveCount(0);
  };
  await page.keyboard.press('?');
  await dismiss();
  await page.getByTestId('share').click();
  await dismiss();
  await expect(page.getByTestId('share')).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Alt+c');
  await dismiss();
  const bytes = (await readFile(new URL('../fixtures/files/two-pages.tldr', import.meta.url))).toString('base64');
  const drop = (): Promise<boolean> =>
    page.evaluate((base64) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], 'two-pages.tldr'));
      return window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true, bubbles: true }));
    }, bytes);
  await drop();
  await dismiss();
  await ana.draw({ x: 300, y: 300 }, { x: 400, y: 320 });
  await page.unroute(/\/assets\/.*\.js$/);
  await ana.holds(1);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await drop();
  await expect(page.getByRole('dialog', { name: 'Where should two-pages.tldr go?' })).toBeVisible();
});

test('a chrome that does not come is told in a sentence, and a reload when the server is there again brings it', async ({
  hub,
  open,
  expectProblems,
}) => {
  expectProblems(/ERR_FAILED|Failed to fetch dynamically imported module|Failed to load resource|^page error: $/);
  const ana = await open(hub.link);
  const { page } = ana;
  await ana.draw({ x: 300, y: 300 }, { x: 400, y: 320 });
  await ana.holds(1);
  await page.route(/\/assets\/chrome-/, (route) => route.abort());
  await page.reload();
  await expect(page.locator('.start-failure')).toHaveText(/Inkroom could not start\. Reload/);
  await page.unroute(/\/assets\/chrome-/);
  await page.reload();
  await ana.live();
  await ana.holds(1);
});

test('a panel that is opened for the first time has the focus, and gives it back', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const { page } = ana;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const inside = (name: string) => page.getByRole('dialog', { name }).or(page.getByRole('menu', { name }));
  for (const [button, panel] of [
    [page.getByRole('button', { name: 'Menu', exact: true }), 'Menu'],
    [page.getByTestId('share'), 'Share'],
    [ana.pill, 'Where this board lives'],
    [page.getByTestId('you'), 'You'],
  ] as const) {
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(inside(panel), panel).toBeVisible();
    await expect.poll(() => inside(panel).evaluate((element) => element.contains(document.activeElement)), panel).toBe(true);
    await page.keyboard.press('Escape');
    await expect(inside(panel), panel).toHaveCount(0);
    await expect(button, panel).toBeFocused();
  }
});

test('what is typed for a panel whose code is on its way goes into the panel, and runs no command of the board', async ({
  hub,
  open,
}) => {
  const ana = await open(hub.link);
  const { page } = ana;
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/assets\/.*\.js$/, async (route) => {
    if (!FIRST.test(route.request().url())) await released;
    await route.continue();
  });
  await page.reload();
  await ana.live();
  const tool = page.getByRole('toolbar').locator('[aria-pressed="true"]').first();
  const before = await tool.getAttribute('aria-label');
  // A key between the panel and its focus would run a command of the board.
  const focused = await page.evaluateHandle(() => {
    const seen: boolean[] = [];
    new MutationObserver(() => {
      const panel = document.querySelector('dialog');
      if (panel) seen.push(panel.contains(document.activeElement));
    }).observe(document.body, { childList: true, subtree: true });
    return seen;
  });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Test the pen');
  await page.keyboard.press('Enter');
  release();
  await expect(page.getByTestId('pen-pad')).toBeVisible();
  expect((await focused.jsonValue())[0], 'the panel has the focus as soon as it is there').toBe(true);
  await page.keyboard.press('Escape');
  expect(await tool.getAttribute('aria-label')).toBe(before);
  await ana.holds(0);
});

test('a page is drawn on before it reads tables of Unicode, loads fonts to measure text or clears a layer that is blank', async ({
  hub,
  open,
}) => {
  const ana = await open(hub.link);
  await ana.page.addInitScript(() => {
    const used: string[] = [];
    const note = (owner: object, name: string): void => {
      const real: unknown = Reflect.get(owner, name);
      if (typeof real !== 'function') throw new Error(name);
      const seen = new Proxy(real as new () => object, {
        construct(...given) {
          used.push(name);
          return Reflect.construct(...given);
        },
        apply(...given) {
          used.push(name);
          return Reflect.apply(...given);
        },
      });
      Reflect.set(owner, name, seen);
    };
    note(Intl, 'Segmenter');
    note(OffscreenCanvasRenderingContext2D.prototype, 'measureText');
    note(CanvasRenderingContext2D.prototype, 'clearRect');
    Reflect.set(window, 'used', used);
  });
  const used = (): Promise<readonly string[]> => ana.page.evaluate(() => Reflect.get(window, 'used') as string[]);
  await ana.page.reload();
  await ana.live();
  // The paper has dots.
  expect(await used()).toEqual(['clearRect']);
  await ana.draw({ x: 300, y: 300 }, { x: 400, y: 320 });
  await ana.holds(1);
  expect(await used()).not.toContain('Segmenter');
});
