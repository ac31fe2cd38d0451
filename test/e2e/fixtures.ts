import { type Browser, test as base, expect, type Page } from 'playwright/test';
import { launchBrowser } from '../harness/browser.ts';
import { type HubProcess, startHub } from '../harness/hub.ts';
import { type DesktopApp, launchDesktop } from '../harness/launcher.ts';
import { BoardPage } from './board-page.ts';

export { expect };

/** The native question's button: stay, leave, save a copy. */
const LEAVE = 1;
const VIEWPORT = { width: 1280, height: 800 };

/** One more person: their board, and in the desktop project the app that it runs in. */
interface Person {
  readonly board: BoardPage;
  readonly app: DesktopApp | undefined;
  close(): Promise<void>;
}

interface Fixtures {
  /** A hub of this test's own. */
  hub: HubProcess;
  /** Opens a board as one more person, each with a profile of their own, and waits until it is live. */
  open: (link: string) => Promise<BoardPage>;
  /** Closes the person's window as they would. */
  leave: (board: BoardPage) => Promise<void>;
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
    problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
}

async function openTab(browser: Browser, link: string): Promise<Person> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const problems: string[] = [];
  watch(page, problems);
  await page.goto(link);
  return { board: new BoardPage(page, problems), app: undefined, close: () => context.close() };
}

/** Quits, and leaves when asked: whatever a spec left on a board may be lost. */
async function closeApp(app: DesktopApp): Promise<void> {
  if (app.windows().length > 0) await app.answerDialog({ dialog: 'message', button: LEAVE });
  await app.close();
}

async function openDesktop(link: string): Promise<Person> {
  const problems: string[] = [];
  const app = await launchDesktop({ args: [`--link=${link}`], onPage: (page) => watch(page, problems) });
  const page = await app.page();
  await page.setViewportSize(VIEWPORT);
  return { board: new BoardPage(page, problems), app, close: () => closeApp(app) };
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
    await use(async (link) => {
      const person = info.project.name === 'desktop' ? await openDesktop(link) : await openTab(chromium, link);
      people.set(person.board, person);
      await person.board.live();
      return person.board;
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
