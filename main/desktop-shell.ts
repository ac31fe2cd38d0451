import { app, clipboard, shell as system } from 'electron';
import { parseRoomId } from '../core/board/ids.ts';
import { parseRoomLink, type RoomLink } from '../core/contract/access/room-link.ts';
import type { BoardPlace } from '../core/contract/board-card.ts';
import type { RoomAdvert } from '../core/contract/desktop/nearby.ts';
import type {
  BoardContent,
  HostedHere,
  MenuSection,
  ShellApi,
  ShellCapabilities,
} from '../core/contract/desktop/shell-contract.ts';
import { exportPicture, openBoardFile, saveBoardFile } from './files/board-files.ts';
import type { FileTokens } from './files/file-tokens.ts';
import { planExternal } from './guards/external-link.ts';
import type { HostControl } from './hosting/hosting.ts';
import type { MainLog } from './log.ts';
import type { Nearby } from './nearby/nearby.ts';
import type { Updates } from './updates/updates.ts';
import type { KeptBoards } from './vaults/board-files.ts';
import type { Vaults } from './vaults/vaults.ts';
import type { BoardWindow } from './window/board-window.ts';
import { fileDialogs } from './window/native-dialogs.ts';
import type { MainLanguage } from './words/main-language.ts';

export interface DesktopShellOptions {
  readonly board: BoardWindow;
  readonly tokens: FileTokens;
  readonly vaults: Vaults;
  readonly boards: KeptBoards;
  /** The app's own hub, and whether it keeps boards. */
  readonly hosted: {
    read(start: boolean): Promise<HostedHere | undefined>;
    choose(keeps: HostedHere['keeps']): Promise<HostedHere>;
  };
  /** The link that this window opens. */
  readonly startLink: () => Promise<string>;
  /** The person asked for that link's board. */
  readonly isAsked: boolean;
  readonly hosting: HostControl;
  /** The room that this window shows, for the network; undefined: nothing is told of it. */
  readonly advertise: (advert: RoomAdvert | undefined) => void;
  readonly nearby: Pick<Nearby, 'look'>;
  readonly updates: Pick<Updates, 'read' | 'ask' | 'wantsRestart'>;
  /** Proves to the app's own hub that a window is the host's. */
  readonly hostKey: string;
  /** Shows these commands while this window is in front. */
  readonly showMenu: (sections: readonly MenuSection[]) => void;
  /** Another board than this window's is asked for. */
  readonly openBoard: (link: RoomLink, content: BoardContent | undefined, isUnused: boolean) => 'here' | 'elsewhere';
  /** The page now shows this room. */
  readonly showsRoom: (place: BoardPlace) => void;
  readonly language: MainLanguage;
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly log: MainLog;
}

/** Electron's implementation of the shell contract. One for each window. */
export function desktopShell(options: DesktopShellOptions): ShellApi {
  const { board, tokens, vaults, boards, hosting } = options;
  const dialogs = fileDialogs(board.window);
  return {
    async capabilities(): Promise<ShellCapabilities> {
      return { kind: 'desktop', platform: platformName(options.platform), version: options.version, nativeFiles: true };
    },
    startLink: options.startLink,
    isAsked: async () => options.isAsked,
    openBoardFile: () => openBoardFile(dialogs, tokens, (what) => board.tell({ kind: 'notOpened', what })),
    saveBoardFile: (token, suggestedName, bytes) => saveBoardFile(dialogs, tokens, { token, suggestedName, bytes }),
    exportPicture: (suggestedName, mime, bytes) => exportPicture(dialogs, suggestedName, mime, bytes),
    async copyText(text) {
      clipboard.writeText(text);
    },
    async openExternal(rawUrl) {
      const plan = planExternal(rawUrl);
      if (plan.kind === 'refuse') {
        options.log.warn('guard.external_refused');
        throw new Error('shell.external_refused');
      }
      await system.openExternal(plan.url);
    },
    async setLanguage(choice) {
      options.language.choose(choice);
    },
    async setMenu(sections) {
      options.showMenu(sections);
    },
    async setTitle(title) {
      board.window.setTitle(title);
    },
    async setCloseQuestion(question) {
      board.setCloseQuestion(question ?? undefined);
    },
    async openBoard(link, content, isUnused) {
      const parsed = parseRoomLink(link);
      if (!parsed.ok) throw new Error(parsed.error.code);
      return options.openBoard(parsed.value, content ?? undefined, isUnused);
    },
    async closeWindow() {
      board.window.close();
    },
    async hosting() {
      hosting.lookAgain();
      return hosting.read();
    },
    async startHosting(address) {
      if (!hosting.start(address)) throw new Error('shell.no_address');
    },
    async stopHosting() {
      hosting.stop();
    },
    hostKey: async (server) => (server === hosting.read()?.hub ? options.hostKey : null),
    advertise: async (advert) => options.advertise(advert ?? undefined),
    nearby: async () => options.nearby.look(),
    updates: async () => options.updates.read(),
    async askForUpdates() {
      options.updates.ask();
    },
    async restartToUpdate() {
      if (!options.updates.wantsRestart()) throw new Error('shell.no_update');
      app.quit();
    },
    claimVault(server, room) {
      options.showsRoom(placeOf(server, room));
      return vaults.claim({ window: board.window.id, page: board.page() }, server, room);
    },
    writeVault: (token, changes) => vaults.write(board.window.id, token, changes),
    async releaseVault(token) {
      vaults.release(board.window.id, token);
    },
    listBoards: () => boards.list(),
    readBoard: async (server, room) => (await boards.read(placeOf(server, room))) ?? null,
    writeBoard: (card, bytes) => boards.write(card, bytes),
    forgetBoard: (server, room) => boards.forget(placeOf(server, room)),
    forgetBoards: () => boards.clear(),
    hostedHere: (start) => options.hosted.read(start),
    keepBoardsHere: (keeps) => options.hosted.choose(keeps),
  };
}

function placeOf(server: string, rawRoom: string): BoardPlace {
  const room = parseRoomId(rawRoom);
  if (!room.ok) throw new Error(room.error.code);
  return { server, room: room.value };
}

function platformName(platform: NodeJS.Platform): ShellCapabilities['platform'] {
  if (platform === 'darwin') return 'mac';
  return platform === 'win32' ? 'windows' : 'linux';
}
