import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, type Dialog, expect, type Page } from 'playwright/test';
import { launchBrowser } from '../harness/browser.ts';
import { PAGE_ORIGIN } from '../harness/electron-double/messages.ts';
import { type HubProcess, startHub } from '../harness/hub.ts';
import { type DesktopApp, type LaunchOptions, launchDesktop } from '../harness/launcher.ts';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { BoardPage } from './board-page.ts';
import { rentRooms } from './rented-hub.ts';
import { SEAT_FLAGS, type Seat, Seats, VIEWPORT } from './seats.ts';
import { Witness } from './witness.ts';

export { expect };

/** The native question's button: stay, leave, save a copy. */
const LEAVE = 1;
/**
 * What Chromium writes on the console by itself while a hub cannot be reached, for specs that take it away. A connection that is refused or
 * reset while Chromium looks into which network the hub is in, it words as a refused permission (`address space`), and which of the wordings
 * comes is a matter of timing.
 */
export const LOST_LINE = /WebSocket|Failed to load resource|ERR_|address space/;

/** One more person: their board, and in the desktop project the app that it runs in. */
interface Person {
  readonly board: BoardPage;
  readonly app: DesktopApp | undefined;
  vanish(): Promise<(link: string) => Promise<Person>>;
  close(): Promise<void>;
}

/** Starts the desktop app on a device, which has a profile of the test. The same device again is a restart, with what it kept. */
type Launch = (device: string, options?: Pick<LaunchOptions, 'args' | 'onPage'>) => Promise<DesktopApp>;

interface Fixtures {
  /** The worker's hub, with rooms that are this test's own. */
  hub: HubProcess;
  /** A hub of this test's own, for tests that kill, stop or restart it, or read its log. */
  ownHub: HubProcess;
  /** A seat for a person of this test who opens pages of an origin. Only for what `open` and `launch` do not do. */
  seat: (origin: string) => Promise<Seat>;
  /** Starts the desktop app in the worker's Chromium. What is still there when the test ends is killed. */
  launch: Launch;
  /**
   * Opens a board as one more person, each with a profile of their own, and waits until it is live. In the desktop project the first person has
   * the app, and the others have it where they ask for it: people of the web and people of the app are on one board.
   */
  open: (link: string, way?: { readonly inApp: true }) => Promise<BoardPage>;
  /** A line to a server on this machine that the test can cut and slow down. It is closed when everybody has left. */
  lineTo: (port: number) => Promise<TcpLine>;
  /** Lets one more person in, who has no window. */
  witness: (link: string) => Promise<Witness>;
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
    // On a busy machine a line may not open in time, and the session gives it up for another one.
    if (message.text().includes('WebSocket is closed before the connection is established')) return;
    problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
}

/**
 * On a new device the person has this colour by lot. Two who draw the same lot are told apart by one of them joining again, which specs about
 * joins would count.
 */
function drawLot(page: Page, color: number): Promise<unknown> {
  return page.addInitScript((drawn) => {
    // A blank page has no storage.
    if (location.origin === 'null' || localStorage.getItem('inkroom.settings') !== null) return;
    localStorage.setItem('inkroom.settings', JSON.stringify({ color: drawn }));
  }, color);
}

async function openTab(seat: Seat, link: string, color: number): Promise<Person> {
  const page = await seat.context.newPage();
  await drawLot(page, color);
  // Movements of the chrome take a quarter of a test's processor time. The windows of the app move, in the desktop project.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const problems: string[] = [];
  watch(page, problems);
  await page.goto(link);
  const person: Person = {
    board: new BoardPage(page, problems),
    app: undefined,
    close: () => seat.close(),
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
  for (const _ of app.windows()) await app.answerDialog({ dialog: 'message', button: LEAVE });
  await app.close();
}

async function openDesktop(launch: Launch, device: string, link: string, color: number): Promise<Person> {
  const problems: string[] = [];
  const onPage = (page: Page): void => {
    watch(page, problems);
    // A page that is closed at once needs no lot.
    drawLot(page, color).catch(() => undefined);
  };
  const app = await launch(device, { args: [`--link=${link}`], onPage });
  const page = await app.page();
  return {
    board: new BoardPage(page, problems),
    app,
    close: () => closeApp(app),
    async vanish() {
      await app.kill();
      return (next) => openDesktop(launch, device, next, color);
    },
  };
}

export const test = base.extend<Fixtures, { chromium: Browser; seats: Seats; workerHub: HubProcess }>({
  chromium: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const browser = await launchBrowser(SEAT_FLAGS);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  seats: [({ chromium }, use) => use(new Seats(chromium)), { scope: 'worker' }],
  workerHub: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const hub = await startHub();
      await use(hub);
      await hub.kill();
    },
    { scope: 'worker' },
  ],
  hub: ({ workerHub }, use) => use(rentRooms(workerHub)),
  ownHub: async ({ people }, use) => {
    const hub = await startHub();
    await use(hub);
    for (const person of people.values()) await person.close();
    await hub.kill();
  },
  seat: async ({ seats }, use) => {
    const taken: Seat[] = [];
    await use(async (origin) => {
      const seat = await seats.take(origin);
      taken.push(seat);
      return seat;
    });
    for (const seat of taken) await seats.giveBack(seat);
  },
  launch: async ({ seat }, use) => {
    const profiles = await mkdtemp(join(tmpdir(), 'inkroom-app-'));
    const devices = new Map<string, Seat>();
    const sit = async (device: string): Promise<Seat> => {
      const taken = await seat(PAGE_ORIGIN);
      devices.set(device, taken);
      return taken;
    };
    const apps: DesktopApp[] = [];
    await use(async (device, options) => {
      const { context } = devices.get(device) ?? (await sit(device));
      const app = await launchDesktop({ ...options, profile: join(profiles, device), context });
      apps.push(app);
      await (await app.page()).setViewportSize(VIEWPORT);
      return app;
    });
    for (const app of apps) await app.kill();
    await rm(profiles, { recursive: true, force: true, maxRetries: 5 });
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
  open: async ({ seat, workerHub, launch, people }, use, info) => {
    let opened = 0;
    await use(async (link, way) => {
      opened += 1;
      const person =
        info.project.name === 'desktop' && (opened === 1 || way?.inApp)
          ? await openDesktop(launch, `person-${opened}`, link, opened)
          : await openTab(await seat(workerHub.server), link, opened);
      people.set(person.board, person);
      await person.board.live();
      return person.board;
    });
    for (const person of people.values()) await person.close();
  },
  lineTo: async ({ people }, use) => {
    const lines: TcpLine[] = [];
    await use(async (port) => {
      const line = await openTcpLine(port);
      lines.push(line);
      return line;
    });
    // A page that is still there would see its line end.
    for (const person of people.values()) await person.close();
    for (const line of lines) await line.close();
  },
  witness: async ({ hub: _ }, use) => {
    const joined: Witness[] = [];
    await use(async (link) => {
      const person = await Witness.join(link);
      joined.push(person);
      return person;
    });
    for (const person of joined) person.leave();
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
