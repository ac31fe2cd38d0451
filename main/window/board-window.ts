import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import { codeOf, errorName } from '../../core/base/reason-of.ts';
import { type CloseQuestion, SHELL_CHANNELS, type ShellEvent } from '../../core/contract/shell-contract.ts';
import { eventQueue } from '../event-queue.ts';
import type { JsonFile } from '../files/json-file.ts';
import { APP_PAGE } from '../guards/app-address.ts';
import { planRestart } from '../hub/restart-budget.ts';
import type { MainLog } from '../log.ts';
import { askAboutClosing } from './native-dialogs.ts';
import { MIN_SIZE, planWindowBounds, type WindowState } from './window-bounds.ts';

/** A window with a board in it. */
export interface BoardWindow {
  readonly window: BrowserWindow;
  /** Tells the page, now or as soon as it listens. */
  tell(event: ShellEvent): void;
  /** The page listens to events from now on. */
  listening(): void;
  /** What is asked when the page does not want to be closed. */
  setCloseQuestion(question: CloseQuestion | undefined): void;
  /** Number of the page in it: a reload makes another one. */
  page(): number;
  /** Brings the window before the person's eyes. */
  show(): void;
}

export interface BoardWindowOptions {
  /** The bundled preload script. */
  readonly preload: string;
  /** Where the window stands, for the next time. */
  readonly memory: JsonFile<WindowState>;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** The canvas colours of both themes (look.md): what the person sees until the page has painted. */
const CANVAS = { light: '#fbfaf7', dark: '#16171a' };
/** A window that is being dragged moves many times a second; its place is written when it has come to rest. */
const REST_MS = 1_000;

export function openBoardWindow(options: BoardWindowOptions): BoardWindow {
  const { log } = options;
  const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
  const place = planWindowBounds(options.memory.read(), screens);
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: 'Inkroom',
    backgroundColor: canvasColour(),
    // The board is the interface; Alt shows the menu where it is not at the top of the screen.
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Words on a board are not sent to a speller.
      spellcheck: false,
      // Others draw while this window is behind another one: frames and heartbeats must go on.
      backgroundThrottling: false,
    },
  });
  if (place.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());

  const events = eventQueue((event) => {
    if (!window.isDestroyed()) window.webContents.send(SHELL_CHANNELS.event, event);
  });
  rememberPlace(window, options);
  followTheme(window);
  let question: CloseQuestion | undefined;
  let pages = 0;
  survivePage(window, options, () => {
    pages++;
    events.close();
    question = undefined;
  });
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = askAboutClosing(window, question);
    // Electron's reading: preventing this event ignores the page's wish to stay.
    if (answer === 'leave') event.preventDefault();
    // Writing a file takes its time: the window stays, and closes when the page has the copy.
    else if (answer === 'save') events.tell({ kind: 'saveAndClose' });
  });
  // A load that fails must not leave an app without a window: an empty one can be closed.
  window.loadURL(APP_PAGE).catch((error: unknown) => {
    log.error('app.error', { where: 'load', reason: errorName(error) });
    if (!window.isDestroyed()) window.show();
  });

  return {
    window,
    tell: (event) => events.tell(event),
    listening: () => events.open(),
    setCloseQuestion(next) {
      question = next;
    },
    page: () => pages,
    show() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}

function rememberPlace(window: BrowserWindow, options: BoardWindowOptions): void {
  let resting: Disposable | undefined;
  const write = (): void => {
    try {
      options.memory.write({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
    } catch (error) {
      options.log.warn('settings.not_saved', { reason: codeOf(error) ?? 'unknown' });
    }
  };
  const later = (): void => {
    resting?.dispose();
    resting = options.clock.after(REST_MS, write);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('close', write);
  window.once('closed', () => resting?.dispose());
}

function followTheme(window: BrowserWindow): void {
  const paint = (): void => window.setBackgroundColor(canvasColour());
  nativeTheme.on('updated', paint);
  window.once('closed', () => nativeTheme.off('updated', paint));
}

/** A page that reloads does not listen until it says so again; one that crashes is loaded again, unless it does nothing but crash. */
function survivePage(window: BrowserWindow, options: BoardWindowOptions, pageWent: () => void): void {
  let crashes: readonly number[] = [];
  window.webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) pageWent();
  });
  window.webContents.on('render-process-gone', (_event, details) => {
    pageWent();
    if (details.reason === 'clean-exit') return;
    const plan = planRestart(crashes, options.clock.mono());
    crashes = plan.crashes;
    options.log.error('app.renderer_gone', { reason: details.reason, code: details.exitCode, restart: plan.restart });
    if (plan.restart && !window.isDestroyed()) window.webContents.reload();
  });
}

function canvasColour(): string {
  return nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light;
}
