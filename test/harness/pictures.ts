import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { ANY_PORT } from './desktop-app.ts';
import { startHub } from './hub.ts';
import { launchDesktop } from './launcher.ts';

/** `npm run pictures`: the pictures of README, made by the product itself. People draw with the mouse; nothing is painted in. */
const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));

type Path = readonly (readonly [x: number, y: number])[];
interface Stroke {
  readonly path: Path;
  readonly colour?: string;
  readonly tool?: 'p' | 'Shift+D';
}

const arc = (cx: number, cy: number, rx: number, ry: number, from = 0, to = 2 * Math.PI, wobble = 2): Path =>
  Array.from({ length: 40 }, (_, i) => {
    const angle = from + ((to - from) * i) / 39;
    return [cx + rx * Math.cos(angle) + wobble * Math.sin(i * 1.7), cy + ry * Math.sin(angle) + wobble * Math.cos(i * 2.3)];
  });
const line = (x1: number, y1: number, x2: number, y2: number, bend = 6): Path =>
  Array.from({ length: 16 }, (_, i) => [
    x1 + ((x2 - x1) * i) / 15,
    y1 + ((y2 - y1) * i) / 15 + bend * Math.sin((Math.PI * i) / 15),
  ]);

/** A small plan: a pen, a hub, two screens, and a wave of ink. */
const PLAN: readonly Stroke[] = [
  { path: arc(330, 330, 90, 64, -0.6, 5.9), colour: 'Black' },
  { path: line(430, 320, 560, 300, -10) },
  { path: line(540, 285, 562, 300, 2) },
  { path: line(538, 318, 562, 300, -2) },
  { path: arc(660, 300, 84, 84, -1, 5.4), colour: 'Blue' },
  { path: line(742, 280, 880, 230, -12), colour: 'Black' },
  { path: line(744, 326, 880, 390, 12) },
  {
    path: [
      ...line(890, 170, 1060, 166, 2),
      ...line(1060, 166, 1064, 270, 0),
      ...line(1064, 270, 892, 274, -2),
      ...line(892, 274, 890, 170, 0),
    ],
    colour: 'Green',
  },
  {
    path: [
      ...line(890, 350, 1064, 352, 2),
      ...line(1064, 352, 1060, 452, 0),
      ...line(1060, 452, 890, 450, 2),
      ...line(890, 450, 890, 350, 0),
    ],
    colour: 'Orange',
  },
  { path: Array.from({ length: 50 }, (_, i) => [262 + i * 2.8, 332 + 18 * Math.sin(i / 4)] as const), colour: 'Red' },
  { path: Array.from({ length: 40 }, (_, i) => [612 + i * 2.4, 300 + 22 * Math.sin(i / 3.2)] as const), colour: 'Violet' },
  { path: line(250, 520, 470, 512, 6), colour: 'Yellow', tool: 'Shift+D' },
  { path: [...arc(270, 512, 12, 14, 0.5, 5.6, 0), ...line(280, 498, 284, 528, 0)], colour: 'Black', tool: 'p' },
  { path: [...line(305, 486, 303, 526, 0), ...arc(318, 512, 14, 13, 3.4, 9.2, 0)] },
  { path: Array.from({ length: 30 }, (_, i) => [350 + i * 3.6, 512 + 12 * Math.sin(i / 2.1)] as const) },
];

async function draw(page: Page, strokes: readonly Stroke[]): Promise<void> {
  for (const { path, colour, tool } of strokes) {
    if (tool) await page.keyboard.press(tool);
    if (colour) await page.getByRole('radio', { name: colour, exact: true }).click();
    const [first, ...rest] = path;
    if (!first) continue;
    await page.mouse.move(...first);
    await page.mouse.down();
    for (const [x, y] of rest) await page.mouse.move(x, y);
    await page.mouse.up();
  }
}

async function visit(
  browser: Browser,
  link: string,
  name: string,
  size: { width: number; height: number },
  colorScheme: 'light' | 'dark',
): Promise<Page> {
  const context = await browser.newContext({ viewport: size, colorScheme, deviceScaleFactor: 1, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByTestId('status-pill').filter({ hasText: 'Live' }).waitFor();
  await page.getByTestId('you').click();
  await page.getByRole('textbox').first().fill(name);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  // Focus went back to the button; its tooltip must not be in the picture.
  await page.locator(':focus').blur();
  await page.mouse.move(size.width / 2, size.height / 3);
  return page;
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${FOLDER}${name}.png` });
  console.log(`docs/images/${name}.png`);
}

mkdirSync(FOLDER, { recursive: true });
const WIDE = { width: 1280, height: 800 };
const hub = await startHub();
const browser = await launchBrowser();
try {
  const room = hub.linkTo('ink-plan');
  const ana = await visit(browser, room, 'Ana', WIDE, 'light');
  const ben = await visit(browser, room, 'Ben', WIDE, 'light');
  const cleo = await visit(browser, room, 'Cleo', WIDE, 'dark');
  await draw(ana, PLAN.slice(0, 7));
  await draw(ben, PLAN.slice(7));
  // Ben is in the middle of a stroke, Cleo watches.
  await ben.mouse.move(910, 200);
  await ben.mouse.down();
  for (let i = 0; i < 30; i++) await ben.mouse.move(910 + i * 4.2, 220 + 24 * Math.sin(i / 3));
  await cleo.mouse.move(700, 470);
  await cleo.mouse.move(712, 476);
  await ana.mouse.move(640, 120);
  await ana.waitForFunction(() => document.querySelector('[data-testid="others"]') !== null);
  await take(ana, 'together');
  await ben.mouse.up();
  await take(cleo, 'dark');
  const phone = await visit(browser, room, 'Dana', { width: 390, height: 844 }, 'light');
  await phone.keyboard.press('Shift+Digit1');
  await take(phone, 'phone');
  await ana.keyboard.press('Escape');
  await ana.getByTestId('status-pill').click();
  await take(ana, 'status');
  await ana.keyboard.press('Escape');
  await hub.kill();
  const again = await startHub({ port: hub.port });
  await ana.getByTestId('lost-copy').waitFor();
  await take(ana, 'restarted');
  await again.stop();
} finally {
  await browser.close();
  await hub.kill();
}

/** Stands for an address in a network. */
const ALIAS = '127.0.0.31';
const app = await launchDesktop({ args: [...ANY_PORT, `--host-address=${ALIAS}`] });
try {
  const page = await app.page();
  await page.setViewportSize(WIDE);
  await page.getByTestId('status-pill').filter({ hasText: 'Live' }).waitFor();
  await draw(page, PLAN);
  await page.getByTestId('share').click();
  const panel = page.getByRole('dialog', { name: 'Share' });
  await panel.getByRole('button', { name: 'Share with people on this network' }).click();
  await panel.getByRole('img', { name: 'QR code of the link' }).waitFor();
  await panel.getByRole('status').filter({ hasText: 'answers at that address' }).waitFor();
  await take(page, 'hosting');
} finally {
  // Quitting would ask about the board that is in memory only.
  await app.kill();
}
