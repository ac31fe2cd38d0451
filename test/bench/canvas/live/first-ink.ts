import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { startHub } from '../../../harness/hub.ts';
import { openBrowser, VIEW } from '../parts/open-canvas.ts';

const SLOWDOWN = 4;
const NETWORK = { offline: false, latency: 20, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 } as const;
const LINE = { fromX: 430, toX: 850, y: 430 } as const;
const STEPS = 6;
/** Between two strokes of the hand that draws from the first moment on. */
const EVERY_MS = 60;
const MOST_MS = 20_000;

interface Shot {
  readonly atMs: number;
  readonly jpeg: string;
}

/**
 * Milliseconds from the navigation to the first frame with ink, in the product's own page, served by a hub, with an empty cache: a hand draws
 * one line after the other all the time, with real mouse events. A processor at a quarter of its speed, 10 Mbit/s, 20 ms away.
 */
export async function measureFirstInk(looker: Page): Promise<number> {
  const hub = await startHub();
  const browser = await openBrowser();
  try {
    return await firstInk(browser, hub.link, looker);
  } finally {
    await browser.close();
    await hub.kill();
  }
}

async function firstInk(browser: Browser, link: string, looker: Page): Promise<number> {
  const context = await browser.newContext({ viewport: VIEW, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  const shots: Shot[] = [];
  session.on('Page.screencastFrame', (frame) => {
    shots.push({ atMs: (frame.metadata.timestamp ?? Number.NaN) * 1000, jpeg: frame.data });
    // The browser may be closed before its last picture is taken.
    session.send('Page.screencastFrameAck', { sessionId: frame.sessionId }).catch(() => undefined);
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 80 });
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number): void => {
    const buttons = type === 'mouseReleased' ? 0 : 1;
    const event = { type, x, y: LINE.y, button: 'left', buttons, clickCount: 1 } as const;
    session.send('Input.dispatchMouseEvent', event).catch(() => undefined);
  };
  const startMs = performance.timeOrigin + performance.now();
  page.goto(link).catch(() => undefined);
  const until = performance.now() + MOST_MS;
  for (let seen = 0; performance.now() < until; ) {
    send('mousePressed', LINE.fromX);
    for (let i = 1; i <= STEPS; i++) {
      send('mouseMoved', LINE.fromX + ((LINE.toX - LINE.fromX) * i) / STEPS);
      await wait(EVERY_MS / STEPS);
    }
    send('mouseReleased', LINE.toX);
    await wait(EVERY_MS);
    for (; seen < shots.length; seen++) {
      const shot = shots[seen] as Shot;
      if (shot.atMs >= startMs && (await looker.evaluate(hasLine, { ...shot, ...LINE }))) return shot.atMs - startMs;
    }
  }
  return Number.NaN;
}

/** Runs in a page of its own: true when nearly all of the line is dark. */
async function hasLine(look: { jpeg: string; fromX: number; toX: number; y: number }): Promise<boolean> {
  const [REACH_PX, DARK, SHARE] = [3, 140, 0.8];
  const bytes = Uint8Array.from(atob(look.jpeg), (char) => char.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  const [width, height] = [look.toX - look.fromX, 2 * REACH_PX + 1];
  const surface = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!surface) throw new Error('No canvas to look at pictures with');
  surface.drawImage(picture, -look.fromX, REACH_PX - look.y);
  picture.close();
  const { data } = surface.getImageData(0, 0, width, height);
  let dark = 0;
  for (let x = 0; x < width; x++) {
    let least = 255;
    for (let y = 0; y < height; y++) least = Math.min(least, data[4 * (y * width + x) + 1] ?? 255);
    if (least < DARK) dark++;
  }
  return dark >= SHARE * width;
}
