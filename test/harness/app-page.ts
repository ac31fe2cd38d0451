import type { BrowserContext, Dialog, Page, Route } from 'playwright';
import { reasonOf } from '../../core/base/reason-of.ts';
import { APP_ORIGIN } from '../../main/guards/app-address.ts';
import type { AppProcess } from './app-process.ts';
import { PAGE_ORIGIN, type WindowSize } from './electron-double/messages.ts';
import { preloadScript, WALL_BINDING } from './electron-double/preload-page.ts';

/** Chromium's permission names, by Electron's names. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  'clipboard-sanitized-write': 'clipboard-write',
  'local-network-access': 'local-network-access',
  'clipboard-read': 'clipboard-read',
  notifications: 'notifications',
  geolocation: 'geolocation',
};

/** The state of the window's entry in its history, and its session storage. */
interface KeptOverCrash {
  readonly state: unknown;
  readonly session: Readonly<Record<string, string>>;
}

/** Runs in the page: tells what its window is to have after a crash, whenever it changes. */
function tellKept(binding: string): void {
  // A page with a blank address has no storage.
  if (location.origin === 'null') return;
  // Taken now, because the preload removes it from the page.
  const wall = (window as unknown as Record<string, (kind: string, name: string, args: KeptOverCrash) => void>)[binding];
  const tell = (): void => wall?.('kept', '', { state: history.state as unknown, session: { ...sessionStorage } });
  for (const name of ['pushState', 'replaceState'] as const) {
    const change = history[name].bind(history);
    history[name] = (...given) => {
      change(...given);
      tell();
    };
  }
  const setItem = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    setItem.call(this, key, value);
    if (this === sessionStorage) tell();
  };
}

/** Runs in the page that stands in the window after a crash, before its own scripts. */
function takeKept({ state, session }: KeptOverCrash): void {
  if (location.origin === 'null' || history.state !== null) return;
  history.replaceState(state, '');
  for (const [key, value] of Object.entries(session)) sessionStorage.setItem(key, value);
}

/** The page of one of the app's windows, in Chromium, with preload, `app:` protocol, guards and events like Electron's. */
export class AppPage {
  readonly page: Page;
  readonly window: number;
  readonly #app: AppProcess;
  /** Events for the page, and the page's waiting call for the next one. */
  readonly #events: { readonly channel: string; readonly args: readonly unknown[] }[] = [];
  #listening: ((event: { readonly channel: string; readonly args: readonly unknown[] }) => void) | undefined;
  /** Set while main loads a page: Electron fires `will-navigate` only for navigation by the page. */
  #loadingByMain = false;
  #shown = false;
  #crashed = false;
  #opened: { readonly size: WindowSize; readonly preload: string | undefined } | undefined;
  /** What a window of Electron has again after its page has crashed. */
  #kept: KeptOverCrash = { state: null, session: {} };
  #url = '';

  constructor(page: Page, window: number, app: AppProcess) {
    this.page = page;
    this.window = window;
    this.#app = app;
  }

  async open(context: BrowserContext, size: WindowSize, preload: string | undefined, isRenewed = false): Promise<void> {
    const { page } = this;
    this.#opened = { size, preload };
    await page.setViewportSize(size);
    await page.exposeBinding(WALL_BINDING, ({ frame }, kind: unknown, name: unknown, args: unknown) => {
      if (kind === 'nextEvent') return this.#nextEvent();
      if (kind === 'kept') {
        this.#kept = args as KeptOverCrash;
        return undefined;
      }
      if (kind === 'openWindow') return this.#mayOpen(String(name));
      return this.#invoke(frame.url(), frame === page.mainFrame(), String(name), args);
    });
    await page.addInitScript(tellKept, WALL_BINDING);
    if (preload !== undefined) await page.addInitScript({ content: preloadScript(preload) });
    await page.route('**/*', (route) =>
      // An app that has ended does not answer; its page closes next.
      this.#route(route).catch(() => route.abort().catch(() => {})),
    );
    page.on('crash', () => {
      this.#crashed = true;
      this.#app.tell({ kind: 'pageCrashed', window: this.window });
    });
    page.on('popup', (popup) => void this.#popup(popup).catch(() => {}));
    page.on('dialog', (dialog) => void this.#dialog(dialog).catch(() => {}));
    page.on('close', () => {
      // A crashed page makes way for another one in the same window.
      if (!this.#crashed) this.#app.tell({ kind: 'windowClosed', window: this.window, stayed: false });
    });
    // The page before this one has asked already.
    if (isRenewed) return;
    for (const [permission, name] of Object.entries(PERMISSIONS)) {
      // Before the app's own page loads, because the app must know its address.
      this.#app.tell({ kind: 'navigating', window: this.window, url: `${APP_ORIGIN}/index.html` });
      if (await this.#app.ask({ ask: 'permission', window: this.window, permission })) {
        await context.grantPermissions([name], { origin: PAGE_ORIGIN });
      }
    }
  }

  async load(url: string, request: number): Promise<void> {
    this.#loadingByMain = true;
    this.#url = url;
    try {
      await this.page.goto(toPage(url));
      this.#app.tell({ kind: 'loaded', window: this.window, request, error: undefined });
      if (!this.#shown) this.#app.tell({ kind: 'readyToShow', window: this.window });
      this.#shown = true;
    } catch (error) {
      this.#app.tell({
        kind: 'loaded',
        window: this.window,
        request,
        error: reasonOf(error),
      });
    } finally {
      this.#loadingByMain = false;
    }
  }

  get crashed(): boolean {
    return this.#crashed;
  }

  /** What stands in the window after a crash: Playwright’s page of a renderer that is gone cannot be used again, Electron’s can. */
  async renewed(context: BrowserContext, onPage: (page: Page) => void): Promise<AppPage> {
    const page = await context.newPage();
    const next = new AppPage(page, this.window, this.#app);
    next.#kept = this.#kept;
    onPage(page);
    await page.addInitScript(takeKept, this.#kept);
    if (this.#opened) await next.open(context, this.#opened.size, this.#opened.preload, true);
    next.#loadingByMain = true;
    next.#url = this.#url;
    await page.goto(toPage(this.#url)).finally(() => {
      next.#loadingByMain = false;
    });
    await this.page.close();
    return next;
  }

  async reload(): Promise<void> {
    this.#loadingByMain = true;
    await this.page.reload().finally(() => {
      this.#loadingByMain = false;
    });
  }

  send(channel: string, args: readonly unknown[]): void {
    const event = { channel, args };
    if (this.#listening) this.#listening(event);
    else this.#events.push(event);
    this.#listening = undefined;
  }

  #nextEvent(): Promise<unknown> {
    const event = this.#events.shift();
    if (event) return Promise.resolve(event);
    return new Promise((resolve) => {
      this.#listening = resolve;
    });
  }

  async #invoke(frameUrl: string, isMainFrame: boolean, channel: string, args: unknown): Promise<unknown> {
    try {
      const given = Array.isArray(args) ? args : [];
      const value = await this.#app.ask({
        ask: 'invoke',
        window: this.window,
        frameUrl: toApp(frameUrl),
        isMainFrame,
        channel,
        args: given,
      });
      return { ok: true, value };
    } catch (error) {
      return { ok: false, message: reasonOf(error) };
    }
  }

  /** Serves the app's origin through its protocol handler, and asks the app about navigation. */
  async #route(route: Route): Promise<void> {
    const request = route.request();
    const url = toApp(request.url());
    if (request.isNavigationRequest()) {
      const isMainFrame = request.frame() === this.page.mainFrame();
      const byMain = isMainFrame && this.#loadingByMain;
      if (!byMain && !(await this.#app.ask({ ask: 'mayNavigate', window: this.window, url, isMainFrame })))
        return route.abort('aborted');
      if (isMainFrame) {
        // The old document's events and its waiting call end with it.
        this.#events.length = 0;
        this.#listening = undefined;
        this.#app.tell({ kind: 'navigating', window: this.window, url });
      }
    }
    if (!url.startsWith(`${APP_ORIGIN}/`)) return route.continue();
    const { status, headers, body } = await this.#app.ask({ ask: 'fetch', url, method: request.method() });
    await route.fulfill({ status, headers, body: Buffer.from(body) });
  }

  async #dialog(dialog: Dialog): Promise<void> {
    if (dialog.type() !== 'beforeunload') return dialog.dismiss();
    // Electron shows no dialog here: it asks the app, and stays unless the app says otherwise.
    if (await this.#app.ask({ ask: 'mayLeave', window: this.window })) return dialog.accept();
    await dialog.dismiss();
    this.#app.tell({ kind: 'windowClosed', window: this.window, stayed: true });
  }

  /** A link with a target: Chromium has already opened it. */
  async #popup(popup: Page): Promise<void> {
    await popup.close();
    await this.#mayOpen(popup.url());
  }

  async #mayOpen(url: string): Promise<void> {
    if (await this.#app.ask({ ask: 'mayOpenWindow', window: this.window, url: toApp(url) }))
      throw new Error('The double opens no windows.');
  }
}

function toPage(url: string): string {
  return url.startsWith(`${APP_ORIGIN}/`) ? PAGE_ORIGIN + url.slice(APP_ORIGIN.length) : url;
}

function toApp(url: string): string {
  return url.startsWith(`${PAGE_ORIGIN}/`) ? APP_ORIGIN + url.slice(PAGE_ORIGIN.length) : url;
}
