import type { CDPSession } from 'playwright';
import { type BoardPage, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

interface Touch {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Real fingers and a pen, as Chromium's own input pipeline has them. Each event comes 20 ms after the one before it, by the time that it carries, so
 * that a tap is a tap on a slow machine too.
 */
async function glass({ page }: BoardPage) {
  const line: CDPSession = await page.context().newCDPSession(page);
  let seconds = Date.now() / 1000;
  const timestamp = (): number => {
    seconds += 0.02;
    return seconds;
  };
  const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', touches: readonly Touch[]) => {
    await line.send('Input.dispatchTouchEvent', { type, touchPoints: [...touches], timestamp: timestamp() });
  };
  return {
    /** All fingers that are down after this. */
    start: (...touches: readonly Touch[]) => send('touchStart', touches),
    move: (...touches: readonly Touch[]) => send('touchMove', touches),
    end: (...left: readonly Touch[]) => send('touchEnd', left),
    cancel: () => send('touchCancel', []),
    /** A pen: `force` is its pressure. */
    pen: (
      type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
      x: number,
      y: number,
      part: { force?: number; buttons?: number } = {},
    ) =>
      line.send('Input.dispatchMouseEvent', {
        type,
        x,
        y,
        timestamp: timestamp(),
        pointerType: 'pen',
        button: type === 'mouseMoved' ? 'none' : (part.buttons ?? 1) === 2 ? 'right' : 'left',
        buttons: type === 'mouseReleased' ? 0 : (part.buttons ?? 1),
        force: part.force ?? 0.5,
        tiltX: 40,
        tiltY: -30,
        twist: 90,
      }),
    /** Milliseconds of the page's own clock. */
    wait: (ms: number) => {
      seconds += ms / 1000;
      return page.evaluate((wait) => new Promise<void>((resolve) => void setTimeout(resolve, wait)), ms);
    },
  };
}

const zoomOf = async ({ page }: BoardPage): Promise<string> =>
  (await page.getByRole('button', { name: /^Zoom \d+ %/ }).getAttribute('aria-label')) ?? '';
const pageScale = ({ page }: BoardPage): Promise<number> => page.evaluate(() => window.visualViewport?.scale ?? 1);

test('an unhurried pinch zooms, and leaves no stroke to anybody', async ({ hub, open, witness }) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  const fingers = await glass(ana);
  await fingers.start({ id: 0, x: 500, y: 400 });
  await fingers.move({ id: 0, x: 520, y: 400 });
  await fingers.wait(400);
  await fingers.start({ id: 0, x: 520, y: 400 }, { id: 1, x: 620, y: 400 });
  for (const x of [660, 720, 800, 880]) await fingers.move({ id: 0, x: 520, y: 400 }, { id: 1, x, y: 400 });
  await fingers.end({ id: 0, x: 520, y: 400 });
  await fingers.end();
  await expect.poll(() => zoomOf(ana)).not.toMatch(/^Zoom 100 %/);
  await ana.holds(0);
  await ben.holds(0);
  expect(await pageScale(ana)).toBe(1);
});

test('a tap with two fingers undoes, one with three does it again, and a finger that the system takes leaves its stroke', async ({
  hub,
  open,
}) => {
  const ana = await open(hub.link);
  await ana.draw({ x: 300, y: 300 }, { x: 500, y: 300 });
  await ana.holds(1);
  const fingers = await glass(ana);
  const [a, b, c] = [
    { id: 0, x: 500, y: 450 },
    { id: 1, x: 600, y: 450 },
    { id: 2, x: 700, y: 450 },
  ] as const;
  await fingers.start(a);
  await fingers.start(a, b);
  await fingers.end(a);
  await fingers.end();
  await ana.holds(0);
  await fingers.start(a);
  // Long enough for the first finger to begin a stroke.
  await fingers.wait(120);
  await fingers.start(a, b);
  await fingers.wait(120);
  await fingers.start(a, b, c);
  await fingers.end();
  await ana.holds(1);
  await fingers.start({ id: 0, x: 300, y: 400 });
  await fingers.move({ id: 0, x: 420, y: 420 });
  await fingers.cancel();
  await fingers.start({ id: 0, x: 300, y: 500 });
  await fingers.move({ id: 0, x: 420, y: 520 });
  await fingers.end();
  await ana.holds(3);
});

test('a mouse button that goes up unheard ends the stroke', async ({ hub, open, witness }) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  await ana.page.mouse.move(300, 300);
  await ana.page.mouse.down();
  await ana.page.mouse.move(400, 300, { steps: 4 });
  // The capture is lost and no end is told: as under a native dialog.
  await ana.page.evaluate(() => document.querySelector('#board')?.releasePointerCapture(1));
  await ana.page.mouse.move(500, 500, { steps: 4 });
  await expect(ana.page.locator('.chrome')).not.toHaveAttribute('data-drawing');
  await ana.page.mouse.up();
  await ana.draw({ x: 300, y: 400 }, { x: 400, y: 420 });
  await ben.holds(2);
  await sameBoard(ana, ben);
});

test('a dialog that opens while a stroke is drawn ends it, and so does a window in front', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.mouse.move(300, 300);
  await ana.page.mouse.down();
  await ana.page.mouse.move(400, 300, { steps: 4 });
  await ana.page.keyboard.press('Control+k');
  await expect(ana.page.locator('.chrome')).not.toHaveAttribute('data-drawing');
  await ana.page.mouse.move(500, 350, { steps: 4 });
  await ana.page.mouse.up();
  await ana.page.keyboard.press('Escape');
  await ana.holds(1);
  await ana.page.mouse.move(300, 450);
  await ana.page.mouse.down();
  await ana.page.mouse.move(400, 450, { steps: 4 });
  await ana.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(ana.page.locator('.chrome')).not.toHaveAttribute('data-drawing');
  await ana.page.mouse.up();
  await ana.holds(2);
});

test('the space bar pans and the arrows move the selection, whatever was clicked before', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.draw({ x: 300, y: 300 }, { x: 420, y: 300 });
  await ana.holds(1);
  const pan = async (): Promise<void> => {
    await ana.page.mouse.move(600, 500);
    await ana.page.keyboard.down('Space');
    await ana.page.mouse.down();
    await ana.page.mouse.move(640, 520, { steps: 3 });
    await ana.page.mouse.up();
    await ana.page.keyboard.up('Space');
  };
  await ana.tool('Pen').click();
  await pan();
  await ana.page.getByRole('radio', { name: 'Red' }).click();
  await pan();
  await ana.button('Menu').click();
  await ana.page.keyboard.press('Escape');
  await pan();
  // Pressed while the pointer is still on the button: it neither presses the button again nor draws.
  await ana.button('Zoom in').click();
  const zoomed = await zoomOf(ana);
  await ana.page.keyboard.down('Space');
  await ana.page.mouse.move(600, 400, { steps: 3 });
  await ana.page.mouse.down();
  await ana.page.mouse.move(640, 420, { steps: 3 });
  await ana.page.mouse.up();
  await ana.page.keyboard.up('Space');
  expect(await zoomOf(ana)).toBe(zoomed);
  await ana.holds(1);
  await ana.page.keyboard.press('Control+a');
  const before = await ana.fact('Fingerprint');
  await ana.page.getByRole('radio', { name: 'Blue' }).click();
  await expect.poll(() => ana.fact('Fingerprint')).not.toBe(before);
  const blue = await ana.fact('Fingerprint');
  await ana.page.getByRole('radio', { name: 'Blue' }).click();
  for (let i = 0; i < 3; i++) await ana.page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => ana.fact('Fingerprint')).not.toBe(blue);
  await expect(ana.page.getByRole('radio', { name: 'Blue' })).toHaveAttribute('aria-checked', 'true');
});

test('a control that was reached by keyboard keeps its keys', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.tool('Select').focus();
  // The toolbar is one stop of Tab; the arrow keys move within it.
  await ana.page.keyboard.press('ArrowRight');
  await expect(ana.tool('Hand')).toBeFocused();
  await ana.page.keyboard.press('Space');
  await expect(ana.tool('Hand')).toHaveAttribute('aria-pressed', 'true');
  await ana.page.keyboard.press('ArrowRight');
  await expect(ana.tool('Pen')).toBeFocused();
});

test('the page is never zoomed: not by the wheel, not by fingers on the chrome', { tag: '@app' }, async ({ hub, open }) => {
  const ana = await open(hub.link);
  const isPrevented = await ana.page.evaluate(() => {
    const button = document.querySelector('[data-tool="pen"]');
    const wheel = new WheelEvent('wheel', { ctrlKey: true, deltaY: -100, bubbles: true, cancelable: true });
    button?.dispatchEvent(wheel);
    return wheel.defaultPrevented;
  });
  expect(isPrevented).toBe(true);
  const bar = await ana.tool('Pen').boundingBox();
  if (!bar) throw new Error('no pen in the toolbar');
  const fingers = await glass(ana);
  const y = bar.y + bar.height / 2;
  await fingers.start({ id: 0, x: bar.x, y }, { id: 1, x: bar.x + 60, y });
  for (const by of [20, 60, 120]) await fingers.move({ id: 0, x: bar.x - by, y }, { id: 1, x: bar.x + 60 + by, y });
  await fingers.end();
  expect(await pageScale(ana)).toBe(1);
});

test('a pen turns pen mode on, which is seen and can be switched off', { tag: '@app' }, async ({ hub, open }) => {
  const ana = await open(hub.link);
  const mode = ana.button('Pen mode: only the pen draws, fingers move the board');
  await expect(mode).toBeHidden();
  const hand = await glass(ana);
  await hand.pen('mousePressed', 300, 300, { force: 0.2 });
  await hand.pen('mouseMoved', 360, 300, { force: 0.6 });
  await hand.pen('mouseMoved', 420, 310, { force: 0.8 });
  await hand.pen('mouseReleased', 420, 310, { force: 0 });
  // It is said for some seconds only.
  await expect(ana.page.getByText('Pen mode is on')).toBeVisible();
  await ana.holds(1);
  await expect(mode).toHaveAttribute('aria-pressed', 'true');
  await hand.wait(600);
  await hand.start({ id: 0, x: 500, y: 400 });
  await hand.move({ id: 0, x: 560, y: 400 });
  await hand.move({ id: 0, x: 600, y: 400 });
  await hand.end();
  await ana.holds(1);
  await mode.click();
  await expect(mode).toHaveAttribute('aria-pressed', 'false');
  await hand.wait(600);
  await hand.start({ id: 0, x: 500, y: 450 });
  await hand.move({ id: 0, x: 560, y: 450 });
  await hand.end();
  await ana.holds(2);
});

test('a palm before the pen moves nothing, and the pen’s barrel button erases', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const hand = await glass(ana);
  await hand.pen('mousePressed', 300, 300);
  await hand.pen('mouseMoved', 500, 300);
  await hand.pen('mouseReleased', 500, 300);
  await ana.holds(1);
  await hand.wait(600);
  await ana.pill.hover();
  const before = await ana.pixels();
  await hand.wait(600);
  await hand.start({ id: 0, x: 700, y: 500 });
  await hand.move({ id: 0, x: 720, y: 500 });
  await hand.move({ id: 0, x: 760, y: 520 });
  await hand.pen('mousePressed', 400, 280, { buttons: 2 });
  await hand.pen('mouseReleased', 400, 280, { buttons: 2 });
  await hand.end();
  await ana.pill.hover();
  await expect.poll(async () => Buffer.compare(before, await ana.pixels())).toBe(0);
  // The view is where it was: erasing across the stroke takes it.
  await hand.pen('mousePressed', 400, 270, { buttons: 2 });
  await hand.pen('mouseMoved', 400, 300, { buttons: 2 });
  await hand.pen('mouseMoved', 400, 330, { buttons: 2 });
  await hand.pen('mouseReleased', 400, 330, { buttons: 2 });
  await ana.holds(0);
});

test('the pen’s barrel button draws a lasso where that was chosen', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const hand = await glass(ana);
  for (const y of [300, 500]) await ana.draw({ x: 300, y }, { x: 400, y });
  await ana.holds(2);
  await ana.page.keyboard.press('Control+k');
  // Not what is typed ahead: the pen must come after the choice.
  await ana.page.getByRole('combobox', { name: 'Find a command' }).fill('selects with a lasso');
  await ana.page.keyboard.press('Enter');
  const around = [
    [280, 280],
    [430, 270],
    [440, 340],
    [280, 340],
  ] as const;
  await hand.pen('mousePressed', 270, 270, { buttons: 2 });
  for (const [x, y] of around) await hand.pen('mouseMoved', x, y, { buttons: 2 });
  await hand.pen('mouseReleased', 275, 275, { buttons: 2 });
  await expect(ana.tool('Select')).toHaveAttribute('aria-pressed', 'true');
  await ana.page.keyboard.press('Delete');
  await ana.holds(1);
});

test('a page tests the pen: what it reports, and how long its ink takes', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const hand = await glass(ana);
  await ana.page.keyboard.press('Control+k');
  await ana.page.keyboard.type('Test the pen');
  await ana.page.keyboard.press('Enter');
  const box = await ana.page.getByTestId('pen-pad').boundingBox();
  if (!box) throw new Error('no pad');
  const [x, y] = [box.x + 40, box.y + 60];
  await hand.pen('mousePressed', x, y, { force: 0.2 });
  for (let i = 1; i <= 10; i++) await hand.pen('mouseMoved', x + 10 * i, y + 5 * i, { force: 0.2 + i / 20 });
  await hand.pen('mouseReleased', x + 100, y + 50, { force: 0 });
  const figures = ana.page.getByTestId('pen-figures');
  await expect(figures).toContainText('Pen');
  await expect(figures).toContainText(/Pressure0\.\d\d to 0\.\d\d/);
  await expect(figures).toContainText('40° and -30°');
  await hand.pen('mousePressed', x, y + 40, { force: 0.2 });
  await hand.pen('mouseMoved', x + 30, y + 45, { force: 0.3 });
  await hand.pen('mouseReleased', x + 30, y + 45, { force: 0 });
  await expect(figures).toContainText(/From the pen to the screen[\d,]+ ms, at most [\d,]+ ms/);
  await ana.page.keyboard.press('Escape');
  await ana.holds(0);
});
