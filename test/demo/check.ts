import { setImmediate } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { Children } from '../../build/children.ts';
import { reasonOf } from '../../core/base/reason-of.ts';
import { BoardPage } from '../e2e/board-page.ts';
import { launchBrowser } from '../harness/browser.ts';

/** How long something to be seen may take, on a machine that does other things too. */
const SEEN_LIMIT_MS = 60_000;
const VIEWPORT = { width: 1280, height: 800 };

/** What a check may do. */
export interface Check {
  /**
   * Prints a line: `ok` or `failed`, what was to be seen, and what was. `work` resolves with that, or rejects. After a failure nothing is
   * done any more.
   */
  step(what: string, work: () => Promise<string>): Promise<void>;
  /** Waits until `look` rejects no more. It looks as a person does, and each look takes its time: the board's own waiting is in it. */
  until<T>(look: () => Promise<T> | T): Promise<T>;
  /** A page in a browser profile of its own. */
  visit(link: string): Promise<Page>;
  /** One more person, with a browser profile of their own, whose board is live. */
  open(link: string): Promise<BoardPage>;
}

/** Runs `story` with a headless browser and a fresh start. Resolves with whether every step was ok. */
export async function runCheck(children: Children, story: (check: Check) => Promise<void>): Promise<boolean> {
  const browser = await launchBrowser();
  children.onEnd(() => void browser.close());
  let phase: 'going' | 'failed' = 'going';

  async function until<T>(look: () => Promise<T> | T): Promise<T> {
    const since = performance.now();
    for (;;) {
      try {
        return await look();
      } catch (error) {
        if (children.ending.aborted || performance.now() - since > SEEN_LIMIT_MS) throw error;
        // A look that takes no time would keep what it waits for from happening.
        await setImmediate();
      }
    }
  }

  async function visit(link: string): Promise<Page> {
    const context = await browser.newContext({ viewport: VIEWPORT });
    const page = await context.newPage();
    await page.goto(link);
    return page;
  }

  await story({
    until,
    async step(what, work) {
      if (phase === 'failed' || children.ending.aborted) return;
      try {
        console.log(`ok      ${what} (${await work()})`);
      } catch (error) {
        phase = 'failed';
        // A check that is told to end in its middle proves nothing, and nobody asks what was half done.
        if (children.ending.aborted) console.log('stopped before the end');
        else console.log(`failed  ${what}: ${reasonOf(error)}`);
      }
    },
    visit,
    async open(link) {
      const board = new BoardPage(await visit(link), []);
      await until(() => board.live());
      return board;
    },
  });
  return phase === 'going';
}
