import { setTimeout as wait } from 'node:timers/promises';
import { startHub } from '../../../harness/hub.ts';
import { joinAsGuest } from '../../../support/guest.ts';
import { partsOf } from '../boards/mix.ts';
import { inkroomOps } from '../pages/inkroom-board.ts';
import { openBrowser, VIEW } from '../parts/open-canvas.ts';

const ELEMENTS = 10_000;
const OPS_AT_ONCE = 500;
const MEASURED_MS = 10_000;
const LOOK_MS = 250;
const MOST_MS = 120_000;

export interface IdleResult {
  /** Shares of a core: all of Chromium with the product's page and the board open, and with an empty page. */
  readonly board: number;
  readonly emptyPage: number;
}

/** The product's own page, served by a hub, with 10,000 elements of the mix on the board, and no person does anything. */
export async function measureIdle(): Promise<IdleResult> {
  const hub = await startHub();
  const guest = joinAsGuest(hub.link, 'Ben');
  const browser = await openBrowser();
  try {
    const until = performance.now() + MOST_MS;
    const waitFor = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
      while (!(await isSo())) {
        if (performance.now() > until) throw new Error(`${what}: not within ${MOST_MS / 1000} s`);
        await wait(LOOK_MS);
      }
    };
    await waitFor('the guest is live', () => guest.status().state.phase === 'live');
    // Pictures would have to be uploaded first; strokes take their part.
    const { images, ...parts } = partsOf({ kind: 'mix', count: ELEMENTS });
    const author = { newId: () => guest.newElementId(), lamport: guest.nextLamport() };
    const gesture = guest.newGesture();
    let batch: Parameters<typeof guest.propose>[0] = [];
    for (const ops of inkroomOps({ ...parts, images: [] }, [], author)) {
      batch = [...batch, ...ops];
      if (batch.length < OPS_AT_ONCE) continue;
      guest.propose(batch, gesture);
      batch = [];
    }
    guest.propose(batch, gesture);
    await waitFor('the board is sent', () => guest.status().unsent === 0);
    guest.dispose();
    const devtools = await browser.newBrowserCDPSession();
    const allMs = async (): Promise<number> =>
      (await devtools.send('SystemInfo.getProcessInfo')).processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
    const share = async (): Promise<number> => {
      const [before, start] = [await allMs(), performance.now()];
      await wait(MEASURED_MS);
      return ((await allMs()) - before) / (performance.now() - start);
    };
    const page = await browser.newPage({ viewport: VIEW });
    const emptyPage = await share();
    await page.goto(hub.link);
    let before = await allMs();
    let quiet = 0;
    await waitFor('the page is at rest', async () => {
      await wait(1_000);
      const after = await allMs();
      quiet = after - before < 50 ? quiet + 1 : 0;
      before = after;
      return quiet >= 3;
    });
    return { board: await share(), emptyPage };
  } finally {
    guest.dispose();
    await browser.close();
    await hub.kill();
  }
}
