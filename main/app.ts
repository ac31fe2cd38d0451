import { app, powerMonitor, type WebContents } from 'electron';
import type { Clock, Random } from '../core/base/host.ts';
import { codeOf } from '../core/base/reason-of.ts';
import type { RoomAdvert } from '../core/contract/nearby.ts';
import { isLoopback } from '../core/contract/server-addresses.ts';
import type { NetworkHosting } from '../core/contract/shell-contract.ts';
import { type DesktopShellOptions, desktopShell, showMenu } from './desktop-shell.ts';
import { readBoardFile } from './files/board-files.ts';
import type { FileTokens } from './files/file-tokens.ts';
import { type LaunchRequest, planLinks } from './files/launch-arguments.ts';
import type { HostControl } from './hosting/hosting.ts';
import { quitQuestion } from './hosting/quit-question.ts';
import { hostingTray } from './hosting/tray.ts';
import type { BoardKeeping } from './hub/board-keeping.ts';
import type { HubHost } from './hub/hub-host.ts';
import { startLinkOf } from './hub/room-start.ts';
import { routeShellCalls } from './ipc/ipc-router.ts';
import type { MainLog } from './log.ts';
import type { Nearby } from './nearby/nearby.ts';
import type { KeptBoards } from './vaults/board-files.ts';
import type { Vaults } from './vaults/vaults.ts';
import { type BoardWindow, type BoardWindowOptions, openBoardWindow } from './window/board-window.ts';
import { FIRST_MENU } from './window/menu-template.ts';

export interface BoardAppOptions {
  readonly hub: HubHost;
  /** The window that presents it to the hub is its host. */
  readonly hostKey: string;
  readonly hosting: HostControl;
  readonly nearby: Nearby;
  readonly tokens: FileTokens;
  readonly vaults: Vaults;
  readonly boards: KeptBoards;
  readonly keeping: BoardKeeping;
  readonly window: Pick<BoardWindowOptions, 'preload' | 'memory'>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: MainLog;
}

/** The app with its one board window. */
export interface BoardApp {
  /** Opens the requested link or file in the existing window, else in a new one. */
  open(request: LaunchRequest): void;
}

/** Where others reach the hub of this app; undefined while they do not. */
function doorOf(hosting: NetworkHosting | null): { readonly address: string; readonly port: number } | undefined {
  const state = hosting?.state;
  // A room at an address of this machine alone is nobody else's business.
  if (state?.at !== 'on' || isLoopback(state.server)) return undefined;
  return { address: state.address, port: Number(new URL(state.server).port) };
}

/** Call it when Electron is ready. */
export function runBoardApp(options: BoardAppOptions): BoardApp {
  const { log } = options;
  const around = { platform: options.platform, isDeveloper: !app.isPackaged };
  const { hosting } = options;
  const quit = quitQuestion({ company: hosting.company, windowEndsApp: options.platform !== 'darwin' });
  const tray = hostingTray({ open: () => open({ refused: [] }), quit: () => app.quit() });
  /** The room that the window showed last. From the tray a host returns to it. */
  let lastRoom: string | undefined;
  /** The room that the window shows, as the network may know it. */
  let advert: RoomAdvert | undefined;
  const tellNetwork = (): void => options.nearby.advertise(advert, doorOf(hosting.read()));
  /** True once this app's hub runs. A window in another server's room starts none. */
  let hubRuns = false;
  const ownHub = async (): Promise<string> => {
    hubRuns = true;
    return options.hub.server();
  };
  const hosted: DesktopShellOptions['hosted'] = {
    read: async (start) => (hubRuns || start ? options.keeping.read(await ownHub()) : undefined),
    async choose(keeps) {
      const before = hubRuns ? options.keeping.read('').keeps : keeps;
      options.keeping.choose(keeps);
      return options.keeping.read(await (before === keeps ? ownHub() : options.hub.restart()));
    },
  };
  let current: { readonly board: BoardWindow; readonly shell: ReturnType<typeof desktopShell> } | undefined;

  function openWindow(link: string | undefined): BoardWindow {
    const board = openBoardWindow({ ...options.window, clock: options.clock, log });
    const startLink = startLinkOf(link, ownHub, options.random);
    current = {
      board,
      shell: desktopShell({
        board,
        tokens: options.tokens,
        vaults: options.vaults,
        boards: options.boards,
        hosted,
        startLink,
        hosting,
        nearby: options.nearby,
        advertise(next) {
          advert = next;
          tellNetwork();
        },
        hostKey: options.hostKey,
        showsRoom(server, room) {
          lastRoom = `${server}/#/r/${room}`;
        },
        version: app.getVersion(),
        ...around,
        log,
      }),
    };
    showMenu(FIRST_MENU, board, around);
    quit.watch(board.window);
    tray.dispose();
    const { id } = board.window;
    board.window.once('closed', () => {
      options.vaults.releaseAll(id);
      if (current?.board === board) current = undefined;
    });
    return board;
  }

  function open(request: LaunchRequest): void {
    for (const argument of request.refused) log.warn('launch.refused', { argument });
    const there = current?.board;
    const { opensOn, follows } = planLinks(request, there !== undefined);
    const board = there ?? openWindow(opensOn ?? (quit.keepsHosting() ? lastRoom : undefined));
    there?.show();
    for (const link of follows) board.tell({ kind: 'openLink', link });
    if (request.file !== undefined) void openFile(board, request.file);
  }

  async function openFile(board: BoardWindow, path: string): Promise<void> {
    try {
      board.tell({ kind: 'openFile', file: await readBoardFile(path, options.tokens) });
    } catch (error) {
      log.warn('file.not_opened', { reason: codeOf(error) ?? 'unreadable' });
    }
  }

  const windowOf = (contents: WebContents): BoardWindow | undefined =>
    current?.board.window.webContents === contents ? current.board : undefined;
  const router = routeShellCalls({
    windowOf,
    shellOf(board) {
      if (current?.board !== board) throw new Error('shell.sender');
      return current.shell;
    },
    log,
  });

  hosting.onChange(() => {
    tellNetwork();
    current?.board.tell({ kind: 'hosting', hosting: hosting.read() });
    if (current === undefined && quit.keepsHosting()) tray.show(hosting.company().guests);
  });
  app.on('window-all-closed', () => {
    if (quit.keepsHosting()) {
      tray.show(hosting.company().guests);
      return;
    }
    // On macOS an app without windows stays in the dock.
    if (options.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => open({ refused: [] }));
  powerMonitor.on('resume', () => {
    log.info('app.resumed');
    current?.board.tell({ kind: 'resumed' });
  });
  app.on('will-quit', (event) => {
    // Guests must read that the host ended the hub, before the app and its hub end.
    event.preventDefault();
    router.dispose();
    tray.dispose();
    options.nearby.dispose();
    hosting.dispose();
    void options.hub.end().finally(() => app.exit(0));
  });
  return { open };
}
