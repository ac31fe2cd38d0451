import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import { codeOf, errorName } from '../../core/base/reason-of.ts';
import { type CloseQuestion, SHELL_CHANNELS, type ShellEvent } from '../../core/contract/desktop/shell-contract.ts';
import { eventQueue } from '../event-queue.ts';
import type { JsonFile } from '../files/json-file.ts';
import { APP_PAGE } from '../guards/app-address.ts';
import type { MainLog } from '../log.ts';
import { crashAnswer, crashHandler, crashQuestion } from './crash-plan.ts';
import { askAboutClosing, pressedButton } from './native-dialogs.ts';
import { type Bounds, MIN_SIZE, planNextBounds, planWindowBounds, type WindowState } from './window-bounds.ts';

/** A window with a board. */
export interface BoardWindow {
  readonly window: BrowserWindow;
  /** Sends the event to the page, now or as soon as it listens. */
  tell(event: ShellEvent): void;
  /** The page listens to events from now on. */
  listening(): void;
  /** The question for a page that does not want to be closed. */
  setCloseQuestion(question: CloseQuestion | undefined): void;
  /** Number of the current page: a reload makes another one. */
  page(): number;
  /** Shows and focuses the window. */
  show(): void;
}

export interface BoardWindowOptions {
  /** The bundled preload script. */
  readonly preload: string;
  /** The window's last bounds. */
  readonly memory: JsonFile<WindowState>;
  /** The bounds of the windows that are open. */
  readonly others: readonly Bounds[];
  /** The page wants to stay, and the person too: the window does not close. */
  readonly stays: () => void;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** The canvas colours of both themes (look.md), shown until the page has painted. */
const CANVAS = { light: '#fbfaf7', dark: '#16171a' };
/** A dragged window moves many times a second. Its bounds are stored when it has rested for this long, milliseconds. */
const REST_MS = 1_000;

export function openBoardWindow(options: BoardWindowOptions): BoardWindow {
  const { log } = options;
  const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
  const place = planNextBounds(planWindowBounds(options.memory.read(), screens), options.others, screens);
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: 'Inkroom',
    backgroundColor: canvasColour(),
    // The menu bar is hidden to leave room for the board. Alt shows it where it is part of the window.
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Text on a board is not sent to a spell checker.
      spellcheck: false,
      // Others draw while this window is behind another one, so frames and heartbeats must continue.
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
    // In Electron, preventing this event ignores the page's wish to stay.
    if (answer === 'leave') {
      event.preventDefault();
      return;
    }
    options.stays();
    // Writing a file takes time: the window stays, and closes when the page has saved the copy.
    if (answer === 'save') events.tell({ kind: 'saveAndClose' });
  });
  // A failed load must not leave an app without a window: an empty one can be closed.
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

/** A page that reloads does not listen until it says so again; one that crashes is loaded again. One that does nothing else is so only when the person wants it. */
function survivePage(window: BrowserWindow, options: BoardWindowOptions, pageWent: () => void): void {
  const crashed = crashHandler();
  window.webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) pageWent();
  });
  window.webContents.on('render-process-gone', (_event, details) => {
    pageWent();
    if (details.reason === 'clean-exit') return;
    options.log.error('app.renderer_gone', { reason: details.reason, code: details.exitCode });
    if (window.isDestroyed()) return;
    crashed(
      {
        reload: () => window.webContents.reload(),
        ask: () => crashAnswer(pressedButton(window, crashQuestion())),
        close: () => window.destroy(),
      },
      options.clock.mono(),
    );
  });
}

function canvasColour(): string {
  return nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light;
}
