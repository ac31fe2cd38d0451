import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, type Dialog, expect, type Page } from 'playwright/test';
import { launchBrowser } from '../harness/browser.ts';
import { type HubProcess, startHub } from '../harness/hub.ts';
import { type DesktopApp, launchDesktop } from '../harness/launcher.ts';
import { BoardPage } from './board-page.ts';

export { expect };

/** The native question's button: stay, leave, save a copy. */
const LEAVE = 1;
/**
 * What Chromium writes on the console by itself while a hub cannot be reached, for specs that take it away. A connection that is refused or
 * reset while Chromium looks into which network the hub is in, it words as a refused permission (`address space`), and which of the wordings
 * comes is a matter of timing.
 */
export const LOST_LINE = /WebSocket|Failed to load resource|ERR_|address space/;
const VIEWPORT = { width: 1280, height: 800 };

/** One more person: their board, and in the desktop project the app that it runs in. */
interface Person {
  readonly board: BoardPage;
  readonly app: DesktopApp | undefined;
  vanish(): Promise<(link: string) => Promise<Person>>;
  close(): Promise<void>;
}

interface Fixtures {
  /** A hub of this test's own. */
  hub: HubProcess;
  /** Opens a board as one more person, each with a profile of their own, and waits until it is live. */
  open: (link: string) => Promise<BoardPage>;
  /** Closes the person's window as they would. */
  leave: (board: BoardPage) => Promise<void>;
  /**
   * Takes a person's window away while they draw: the tab goes elsewhere, the app is killed. Gives the way back to a link, with what the tab
   * and the device kept, and does not wait for the board to be live.
   */
  vanish: (board: BoardPage) => Promise<(link: string) => Promise<BoardPage>>;
  /** The desktop app behind a board; undefined in a browser tab. */
  appOf: (board: BoardPage) => DesktopApp | undefined;
  /** Console lines that this test provokes on purpose. Every other error or warning fails it. */
  expectProblems: (pattern: RegExp) => void;
  people: Map<BoardPage, Person>;
}

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`page error: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The session's log: a board that the server lost is what some specs are about.
    if (message.type() === 'warning' && /^(session|vault)\./.test(message.text())) return;
    problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
}

async function openTab(browser: Browser, link: string): Promise<Person> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const problems: string[] = [];
  watch(page, problems);
  await page.goto(link);
  const person: Person = {
    board: new BoardPage(page, problems),
    app: undefined,
    close: () => context.close(),
    async vanish() {
      const accept = (dialog: Dialog): Promise<void> => dialog.accept();
      page.on('dialog', accept);
      await page.goto('about:blank');
      page.off('dialog', accept);
      return async (next) => {
        await page.goto(next);
        return person;
      };
    },
  };
  return person;
}

/** Quits, and leaves when asked: whatever a spec left on a board may be lost. */
async function closeApp(app: DesktopApp): Promise<void> {
  if (app.windows().length > 0) await app.answerDialog({ dialog: 'message', button: LEAVE });
  await app.close();
}

async function openDesktop(link: string, profile: string): Promise<Person> {
  const problems: string[] = [];
  const app = await launchDesktop({ args: [`--link=${link}`], profile, onPage: (page) => watch(page, problems) });
  const page = await app.page();
  await page.setViewportSize(VIEWPORT);
  return {
    board: new BoardPage(page, problems),
    app,
    close: () => closeApp(app),
    async vanish() {
      await app.kill();
      return (next) => openDesktop(next, profile);
    },
  };
}

export const test = base.extend<Fixtures, { chromium: Browser }>({
  chromium: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const browser = await launchBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  hub: async ({}, use) => {
    const hub = await startHub();
    await use(hub);
    await hub.kill();
  },
  // Asks for the hub because what is asked for ends later: everybody leaves before the hub is killed, and sees no dying hub.
  people: async ({ hub: _ }, use) => {
    const people = new Map<BoardPage, Person>();
    await use(people);
    for (const person of people.values()) await person.close();
  },
  expectProblems: [
    async ({ people }, use) => {
      const expected: RegExp[] = [];
      await use((pattern) => expected.push(pattern));
      const problems = [...people.keys()].flatMap((board) => board.problems);
      expect(
        problems.filter((line) => !expected.some((pattern) => pattern.test(line))),
        'errors and warnings of the pages',
      ).toEqual([]);
    },
    { auto: true },
  ],
  open: async ({ chromium, people }, use, info) => {
    const profiles: string[] = [];
    await use(async (link) => {
      let person: Person;
      if (info.project.name === 'desktop') {
        const profile = await mkdtemp(join(tmpdir(), 'inkroom-app-'));
        profiles.push(profile);
        person = await openDesktop(link, profile);
      } else person = await openTab(chromium, link);
      people.set(person.board, person);
      await person.board.live();
      return person.board;
    });
    for (const person of people.values()) await person.close();
    for (const profile of profiles) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  },
  vanish: async ({ people }, use) => {
    await use(async (board) => {
      const person = people.get(board);
      if (!person) throw new Error('nobody has that board');
      const comeBack = await person.vanish();
      return async (link) => {
        const again = await comeBack(link);
        // What the page of before had to say counts, too.
        if (again.board !== board) people.set(board, { ...person, close: async () => {} });
        people.set(again.board, again);
        return again.board;
      };
    });
  },
  leave: async ({ people }, use) => {
    await use(async (board) => {
      await people.get(board)?.close();
    });
  },
  appOf: async ({ people }, use) => {
    await use((board) => people.get(board)?.app);
  },
});
