import { basename } from 'node:path';
import { app, powerMonitor } from 'electron';
import type { Clock, Random } from '../core/base/host.ts';
import { codeOf } from '../core/base/reason-of.ts';
import { SerialQueue } from '../core/base/serial-queue.ts';
import { formatRoomLink, parseRoomLink, type RoomLink } from '../core/contract/access/room-link.ts';
import type { BoardPlace } from '../core/contract/board-card.ts';
import type { RoomAdvert } from '../core/contract/desktop/nearby.ts';
import type { BoardContent, FileTrouble, NetworkHosting, ShellApi, ShellEvent } from '../core/contract/desktop/shell-contract.ts';
import { isLoopback } from '../core/contract/server-addresses.ts';
import { type DesktopShellOptions, desktopShell } from './desktop-shell.ts';
import { readBoardFile, troubleOf } from './files/board-files.ts';
import type { FileTokens } from './files/file-tokens.ts';
import { type LaunchRequest, notOpened, planLinks } from './files/launch-arguments.ts';
import type { HostControl } from './hosting/hosting.ts';
import { quitQuestion } from './hosting/quit-question.ts';
import { hostingTray } from './hosting/tray.ts';
import type { BoardKeeping } from './hub/board-keeping.ts';
import type { HubHost } from './hub/hub-host.ts';
import { startLinkOf } from './hub/room-start.ts';
import { routeShellCalls } from './ipc/ipc-router.ts';
import type { MainLog } from './log.ts';
import type { Nearby } from './nearby/nearby.ts';
import type { Updates } from './updates/updates.ts';
import type { KeptBoards } from './vaults/board-files.ts';
import type { Vaults } from './vaults/vaults.ts';
import { type BoardWindow, type BoardWindowOptions, openBoardWindow } from './window/board-window.ts';
import { windowMenus } from './window/window-menus.ts';
import { planBoard, windowShowing } from './window/window-plan.ts';
import type { MainLanguage } from './words/main-language.ts';

export interface BoardAppOptions {
  readonly hub: HubHost;
  /** The window that presents it to the hub is its host. */
  readonly hostKey: string;
  readonly hosting: HostControl;
  readonly nearby: Nearby;
  readonly updates: Updates;
  readonly tokens: FileTokens;
  readonly vaults: Vaults;
  readonly boards: KeptBoards;
  readonly keeping: BoardKeeping;
  readonly language: MainLanguage;
  readonly window: Pick<BoardWindowOptions, 'preload' | 'memory'>;
  /** Called once, with the link of the first board that the app opens on its own hub. */
  readonly onFirstBoard: (link: string) => void;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: MainLog;
}

/** How long an installer may take to start, milliseconds. */
const INSTALLER_MS = 20_000;

/** The app and its windows: one for each board. */
export interface BoardApp {
  /** Opens the requested links and files: in the windows that show them already, else in new ones. */
  open(request: LaunchRequest): void;
}

/** Where others reach the hub of this app; undefined while they do not. */
function doorOf(hosting: NetworkHosting | null): { readonly address: string; readonly port: number } | undefined {
  const state = hosting?.state;
  // Other machines cannot reach a room at an address of this machine alone.
  if (state?.at !== 'on' || isLoopback(state.server)) return undefined;
  return { address: state.address, port: Number(new URL(state.server).port) };
}

/** A window, and what its page has said of its board. */
interface Shown {
  readonly board: BoardWindow;
  readonly shell: ShellApi;
  readonly said: { place?: BoardPlace; advert?: RoomAdvert | undefined };
}

/** Call it when Electron is ready. */
export function runBoardApp(options: BoardAppOptions): BoardApp {
  const { log, hosting, platform, updates } = options;
  const menus = windowMenus({ isMac: platform === 'darwin', isDeveloper: !app.isPackaged });
  const quit = quitQuestion({
    company: hosting.company,
    isHosting: () => hosting.read()?.state.at === 'on',
    windowEndsApp: platform !== 'darwin',
  });
  const tray = hostingTray({ open: () => open({ refused: [] }), quit: () => app.quit() });
  /** The window that was in front last is the last one. */
  const windows = new Map<number, Shown>();
  const tellAll = (event: ShellEvent): void => {
    for (const { board } of windows.values()) board.tell(event);
  };
  const front = (): Shown | undefined => [...windows.values()].at(-1);
  /** The room that a window showed last. From the tray a host returns to it. */
  let lastRoom: string | undefined;
  /** Every room that a window shows and this app hosts is announced to the network. */
  const tellNetwork = (): void => {
    const adverts = [...windows.values()].flatMap(({ said }) => said.advert ?? []);
    options.nearby.announce(adverts, doorOf(hosting.read()));
  };
  let hasTold = false;
  const tellFirst = (link: string): string => {
    if (!hasTold) options.onFirstBoard(link);
    hasTold = true;
    return link;
  };
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
      if (before !== keeps) tellAll({ kind: 'hubRestarts' });
      const now = options.keeping.read(await (before === keeps ? ownHub() : options.hub.restart()));
      tellAll({ kind: 'hosted', hosted: now });
      return now;
    },
  };

  /** The own hub has an address on this computer, and one on the network while it hosts. */
  const isSameServer = (a: string, b: string): boolean => localName(a) === localName(b);
  function localName(server: string): string {
    const own = hosting.read();
    return own?.state.at === 'on' && own.state.server === server ? own.hub : server;
  }
  const opening = new SerialQueue();
  const places = (): { readonly id: number; readonly place: BoardPlace | undefined }[] =>
    [...windows].map(([id, { said }]) => ({ id, place: said.place }));

  /** Another board than that of this window was asked for. */
  function openBoard(from: number, link: RoomLink, content: BoardContent | undefined, isUnused: boolean): 'here' | 'elsewhere' {
    const plan = planBoard({ place: link, from, isUnused }, places(), isSameServer);
    if (plan.kind === 'here') return 'here';
    const url = formatRoomLink(link);
    if (plan.kind === 'show') {
      const there = windows.get(plan.id)?.board;
      there?.tell({ kind: 'openLink', link: url });
      there?.show();
      return 'elsewhere';
    }
    // It shows itself when its page has something to show.
    const board = openWindow(url);
    if (content) board.tell({ kind: 'content', content });
    return 'elsewhere';
  }

  function openWindow(link: string | undefined): BoardWindow {
    const others = [...windows.values()].map(({ board }) => board.window.getNormalBounds());
    const board = openBoardWindow({ ...options.window, others, stays: quit.stayed, clock: options.clock, log });
    const { window } = board;
    const said: Shown['said'] = {};
    const startLink = startLinkOf(link, ownHub, options.random);
    const known = link === undefined ? undefined : parseRoomLink(link);
    if (known?.ok) said.place = known.value;
    const shell = desktopShell({
      board,
      tokens: options.tokens,
      vaults: options.vaults,
      boards: options.boards,
      hosted,
      startLink: link === undefined ? () => startLink().then(tellFirst) : startLink,
      isAsked: link !== undefined,
      hosting,
      nearby: options.nearby,
      updates,
      advertise(next) {
        said.advert = next;
        tellNetwork();
      },
      hostKey: options.hostKey,
      showMenu: (sections) => menus.set(board, sections),
      openBoard: (asked, content, isUnused) => openBoard(window.id, asked, content, isUnused),
      showsRoom(place) {
        said.place = place;
        lastRoom = formatRoomLink(place);
      },
      language: options.language,
      version: app.getVersion(),
      platform,
      log,
    });
    const shown: Shown = { board, shell, said };
    const { id } = window;
    windows.set(id, shown);
    window.on('focus', () => {
      windows.delete(id);
      windows.set(id, shown);
      tellNetwork();
    });
    menus.watch(board);
    quit.watch(window);
    tray.dispose();
    window.once('closed', () => {
      options.vaults.releaseAll(id);
      windows.delete(id);
      tellNetwork();
    });
    return board;
  }

  function open(request: LaunchRequest): void {
    for (const argument of request.refused) log.warn('launch.refused', { argument });
    const there = front()?.board;
    const { opensOn, follows } = planLinks(request, there !== undefined);
    const board = there ?? openWindow(opensOn ?? (quit.keepsHosting() ? lastRoom : undefined));
    for (const link of follows) follow(board, link);
    if (follows.length === 0) there?.show();
    for (const what of notOpened(request)) board.tell({ kind: 'notOpened', what });
    const failed = new Map<FileTrouble, string[]>();
    // One after the other, so that the first fills an empty board and the others get boards of their own.
    for (const file of request.files ?? []) void opening.add(() => openFile(board, file, failed));
    void opening.add(async () => {
      for (const [why, names] of failed) board.tell({ kind: 'notOpened', what: { of: 'file', names, why } });
    });
  }

  /** A board that a window shows comes to the front there. Another one is for the page: only it can ask the person. */
  function follow(board: BoardWindow, link: string): void {
    const parsed = parseRoomLink(link);
    const showing = parsed.ok ? windowShowing(parsed.value, places(), isSameServer) : undefined;
    const target = (showing === undefined ? undefined : windows.get(showing)?.board) ?? board;
    target.show();
    target.tell({ kind: 'openLink', link });
  }

  /** What cannot be read is noted in `failed`, so that many files are one sentence. */
  async function openFile(board: BoardWindow, path: string, failed: Map<FileTrouble, string[]>): Promise<void> {
    try {
      board.tell({ kind: 'openFile', file: await readBoardFile(path, options.tokens) });
    } catch (error) {
      const why = troubleOf(error);
      log.warn('file.not_opened', { reason: codeOf(error) ?? why });
      failed.set(why, [...(failed.get(why) ?? []), basename(path)]);
    }
  }

  const router = routeShellCalls({
    windowOf: (contents) => [...windows.values()].find(({ board }) => board.window.webContents === contents)?.board,
    shellOf(board) {
      const shown = windows.get(board.window.id);
      if (shown === undefined) throw new Error('shell.sender');
      return shown.shell;
    },
    log,
  });

  hosting.onChange(() => {
    tellNetwork();
    tellAll({ kind: 'hosting', hosting: hosting.read() });
    if (windows.size === 0 && quit.keepsHosting()) tray.show(hosting.company().guests);
  });
  updates.onChange(() => {
    tellAll({ kind: 'updates', updates: updates.read() });
  });
  app.on('window-all-closed', () => {
    // On macOS an app without windows stays in the dock.
    if (!quit.keepsHosting() && platform !== 'darwin') app.quit();
    if (quit.keepsHosting()) tray.show(hosting.company().guests);
  });
  app.on('activate', () => open({ refused: [] }));
  powerMonitor.on('resume', () => {
    log.info('app.resumed');
    tellAll({ kind: 'resumed' });
  });
  /** The hub has ended, and an installer takes over from here. */
  let isOver = false;
  app.on('will-quit', (event) => {
    if (isOver) return;
    // Guests must read that the host ended the hub, before the app and its hub end.
    event.preventDefault();
    router.dispose();
    tray.dispose();
    options.nearby.dispose();
    hosting.dispose();
    updates.dispose();
    void options.hub.end().finally(() => {
      isOver = true;
      // An installer that has started ends the app by itself. One that could not must not leave an app without windows.
      if (updates.installAtEnd()) options.clock.after(INSTALLER_MS, () => app.exit(0));
      else app.exit(0);
    });
  });
  // The links that the host gave out work again, whichever board opens first.
  if (hosting.resumes()) void ownHub().catch(() => {});
  return { open };
}
