import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { AppPage } from './app-page.ts';
import { AppProcess, BUILT_APP } from './app-process.ts';
import { CHROMIUM_FLAGS, findChromium } from './browser.ts';
import { ANY_PORT, type DesktopApp, type LaunchOptions } from './desktop-app.ts';
import type { DialogShown, FromApp, MenuNode, TrayShown } from './electron-double/messages.ts';

/** How long a person would wait for an app to quit, milliseconds. */
const QUIT_LIMIT_MS = 15_000;

/**
 * The desktop app without Electron's binary: its real main bundle in a Node process over a double of Electron's API, its real
 * preload and renderer in Chromium, its `app:` pages served by its own handler. One browser or one context for each profile, so that
 * their storage is separate.
 */
export async function launchHarness(options: LaunchOptions = {}): Promise<DesktopApp> {
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'inkroom-app-')));
  const context = options.context ?? (await launchOwnBrowser(profile));
  const env = options.env ?? {};
  const program = options.program ?? BUILT_APP;
  const flags = [`--profile=${profile}`, ...ANY_PORT];

  const pages = new Map<number, AppPage>();
  /** Requests for one window's page run in the order in which the app sent them. */
  let lastStep: Promise<unknown> = Promise.resolve();
  const first = Promise.withResolvers<Page>();
  // A caller that waits for the first page gets the reason why it never came. There may be no caller.
  first.promise.catch(() => {});
  let menu: readonly MenuNode[] = [];
  const shown: DialogShown[] = [];
  const opened: string[] = [];
  let tray: TrayShown | null = null;
  let copied = '';
  let title = '';
  let closed: Promise<void> | undefined;

  function step(work: () => Promise<void>): void {
    lastStep = lastStep.then(work).catch((error: unknown) => {
      // A closing browser interrupts running requests.
      if (!closed) first.reject(error);
    });
  }

  const app = new AppProcess({ program, args: [...flags, ...(options.args ?? [])], env }, (message: FromApp) => {
    switch (message.kind) {
      case 'openWindow':
        step(async () => {
          // A browser of the app's own has a page when it starts.
          const unused = options.context === undefined && pages.size === 0 ? context.pages()[0] : undefined;
          const page = unused ?? (await context.newPage());
          const appPage = new AppPage(page, message.window, app);
          pages.set(message.window, appPage);
          page.once('close', () => {
            if (pages.get(message.window) === appPage) pages.delete(message.window);
          });
          options.onPage?.(page);
          await appPage.open(context, message.size, message.preload);
        });
        break;
      case 'loadUrl':
        step(async () => {
          const page = pages.get(message.window);
          await page?.load(message.url, message.request);
          if (page) first.resolve(page.page);
        });
        break;
      case 'reload':
        step(async () => {
          const page = pages.get(message.window);
          if (!page?.crashed) return page?.reload();
          const renewed = await page.renewed(context, (next) => options.onPage?.(next));
          pages.set(message.window, renewed);
          renewed.page.once('close', () => pages.delete(message.window));
        });
        break;
      case 'send':
        pages.get(message.window)?.send(message.channel, message.args);
        break;
      case 'closeWindow':
        // Outside of that order: a page that is asked whether to stay may take its time.
        void pages.get(message.window)?.page.close({ runBeforeUnload: message.askPage });
        break;
      case 'title':
        title = message.title;
        break;
      case 'menu':
        menu = message.menu;
        break;
      case 'tray':
        tray = message.tray;
        break;
      case 'dialogShown':
        shown.push(message.shown);
        break;
      case 'openedExternal':
        opened.push(message.url);
        break;
      case 'copied':
        copied = message.text;
        break;
    }
  });
  void app.gone.then((code) => first.reject(new Error(`The app ended with ${code} before its window was there.\n${app.output}`)));

  const cleanUp = async (): Promise<void> => {
    if (options.context === undefined) await context.close();
    else await Promise.all([...pages.values()].map(({ page }) => page.close()));
    if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };

  return {
    kind: 'harness',
    profile,
    page: () => first.promise,
    windows: () => [...pages.values()].map(({ page }) => page),
    menu: async () => menu,
    async clickMenu(...path) {
      await app.ask({ ask: 'clickMenu', path });
    },
    tray: async () => tray,
    async clickTray(...path) {
      await app.ask({ ask: 'clickTray', path });
    },
    async answerDialog(answer) {
      app.tell({ kind: 'queueDialog', answer });
    },
    dialogs: async () => shown,
    openedExternally: async () => opened,
    copied: async () => copied,
    title: async () => title,
    async resume() {
      app.tell({ kind: 'resume' });
    },
    async startAgain(...args) {
      const second = new AppProcess({ program, args: [...flags, ...args], env }, (message) => {
        if (message.kind === 'secondInstance') app.tell(message);
      });
      const code = await second.gone;
      return { code, output: second.output };
    },
    output: () => app.output,
    async askToQuit() {
      app.tell({ kind: 'quit' });
    },
    close() {
      closed ??= quit(app, context, () => {
        closed = undefined;
      }).then(cleanUp);
      return closed;
    },
    async kill() {
      closed ??= cleanUp();
      app.child.kill('SIGKILL');
      await app.gone;
      await closed;
    },
  };
}

function launchOwnBrowser(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(join(profile, 'chromium'), {
    executablePath: findChromium(),
    args: CHROMIUM_FLAGS,
    viewport: null,
  });
}

/** Asks the app to quit. When it stays, calls `stays` first and then rejects, so that a test may ask again. */
async function quit(app: AppProcess, context: BrowserContext, stays: () => void): Promise<void> {
  app.tell({ kind: 'quit' });
  const limit = Promise.withResolvers<'stays'>();
  const timer = setTimeout(() => limit.resolve('stays'), QUIT_LIMIT_MS);
  const end = await Promise.race([app.gone, limit.promise]);
  clearTimeout(timer);
  if (end !== 'stays') return;
  stays();
  throw new Error(`The app did not quit; ${context.pages().length} windows are open.\n${app.output}`);
}
