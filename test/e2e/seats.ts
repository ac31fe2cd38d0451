import type { Browser, BrowserContext, CDPSession, Page } from 'playwright/test';

export const VIEWPORT = { width: 1280, height: 800 } as const;

/** Pages of one site share a process: the page that stays in a seat holds that process for the people to come. */
export const SEAT_FLAGS = ['--process-per-site'] as const;

/** What a browser with a window grants to the page in front. Chromium without a user interface asks, and no person is there to answer. */
const PERMISSIONS = ['clipboard-write'];

/** Calls `spent` when the context gets what it keeps for ever: a script that runs in each page, or a double of the page's WebSocket. */
function spentBy(context: BrowserContext, spent: () => void): BrowserContext {
  const { addInitScript, routeWebSocket } = context;
  context.addInitScript = (...args: Parameters<typeof addInitScript>) => {
    spent();
    return addInitScript.apply(context, args);
  };
  context.routeWebSocket = (...args) => {
    spent();
    return routeWebSocket.apply(context, args);
  };
  return context;
}

/** A browser context that one test after the other uses. Each test finds it empty: nothing of the tests before is left. */
export class Seat {
  readonly context: BrowserContext;
  readonly origin: string;
  readonly #stays: Page;
  readonly #devtools: CDPSession;
  /** What may have stored something since the seat was cleared. */
  readonly #visited = new Set<string>();
  #isSpent = false;

  private constructor(stays: Page, devtools: CDPSession, origin: string) {
    this.context = spentBy(stays.context(), () => {
      this.#isSpent = true;
    });
    this.origin = origin;
    this.#stays = stays;
    this.#devtools = devtools;
    stays.on('crash', () => {
      this.#isSpent = true;
    });
    this.context.on('page', (page) => {
      page.on('framenavigated', (frame) => this.#visited.add(new URL(frame.url()).origin));
    });
  }

  static async create(browser: Browser, origin: string): Promise<Seat> {
    const context = await browser.newContext({ viewport: VIEWPORT });
    const stays = await context.newPage();
    await stays.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await stays.goto(origin);
    await context.grantPermissions(PERMISSIONS);
    return new Seat(stays, await context.newCDPSession(stays), origin);
  }

  /** The pages that the person has open. */
  pages(): readonly Page[] {
    return this.context.pages().filter((page) => page !== this.#stays);
  }

  /** No person can use the seat again: the process of all its pages crashed, or it has something that Playwright cannot take away. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Closes the person's pages without a question, as a browser does that ends. */
  async close(): Promise<void> {
    await Promise.all(this.pages().map((page) => page.close()));
  }

  /** Takes away what the person before left: storage, cookies, permissions, routes. */
  async clear(): Promise<void> {
    for (const origin of this.#visited)
      if (origin !== 'null') await this.#devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    this.#visited.clear();
    await this.context.clearCookies();
    await this.context.clearPermissions();
    await this.context.grantPermissions(PERMISSIONS);
    await this.context.unrouteAll();
    const left = await this.#stays.evaluate(async () => {
      const databases = await indexedDB.databases();
      return [...Object.keys(localStorage), ...databases.map(({ name }) => name)];
    });
    if (left.length > 0) throw new Error(`A seat for pages of ${this.origin} still has ${left.join(', ')}.`);
  }
}

/**
 * The seats of a worker, for as many people as a test has. A new context loads and compiles the board in a new process, some three seconds of a
 * processor; in a seat that a person has used before it takes one.
 */
export class Seats {
  readonly #browser: Browser;
  readonly #free: Seat[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** A seat for a person who opens pages of this origin. */
  async take(origin: string): Promise<Seat> {
    const at = this.#free.findIndex((seat) => seat.origin === origin);
    const [free] = at < 0 ? [] : this.#free.splice(at, 1);
    if (free === undefined) return Seat.create(this.#browser, origin);
    await free.clear();
    return free;
  }

  /** Takes a seat back from a person who leaves it. */
  async giveBack(seat: Seat): Promise<void> {
    await seat.close();
    if (seat.isSpent) await seat.context.close();
    else this.#free.push(seat);
  }
}
