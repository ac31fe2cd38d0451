import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import type { LinkView, RoomLink } from '../../core/contract/access/room-link.ts';
import { signInAddress } from '../../core/contract/access/sign-in.ts';
import type { BoardContent, ShellEvent } from '../../core/contract/desktop/shell-contract.ts';
import { createEngine } from '../engine/engine.ts';
import { passOf } from '../session/joining/pass-of.ts';
import { createFilePictures } from '../session/pictures/file-pictures.ts';
import { pictureHash } from '../session/pictures/picture-hash.ts';
import type { Session, SessionStatus } from '../session/session.ts';
import { mountUi } from '../ui/mount.tsx';
import { withRecent } from '../ui/settings/settings.ts';
import { unreachedInMs } from '../ui/words/status/unreached.ts';
import { askAddresses } from './ask-addresses.ts';
import { takeDroppedFiles } from './file-drop.ts';
import { withBoardFonts } from './fonts/board-fonts.ts';
import { firstPaint } from './opening/first-paint.ts';
import { type RoomBoard, showBoard } from './opening/room-board.ts';
import type { Surroundings } from './opening/surroundings.ts';
import { shareSheet } from './share-sheet.ts';
import { keepLinkToken } from './storage/link-tokens.ts';
import { keepRoomPass } from './storage/room-passes.ts';
import { askBeforeClose } from './wake-signals.ts';

/** A room on the page. Disposing it removes everything of it from the page. */
export interface OpenRoom extends Disposable {
  readonly link: RoomLink;
  /** Handles a shell event for this room. */
  take(
    event: Extract<ShellEvent, { kind: 'command' | 'openFile' | 'saveAndClose' | 'hubRestarts' | 'hosted' | 'resumed' }>,
  ): void;
  /** Puts the first content of a new board on it: a file, or a copy from another room. */
  takeContent(content: BoardContent): void;
  /** True when this window may show another board: this one is empty, no other person is on it, and nothing of it is still to come. */
  isUnused(): Promise<boolean>;
  /** True when leaving the room loses nothing. Otherwise asks, and calls `go` when the person leaves anyway. */
  mayLeave(go: () => void): boolean;
  /** Asks whether an outside link may lead to that server, and calls `go` when it may. */
  askToFollow(server: string, go: () => void): void;
  /** Moves the view to the part of the board that a link names. */
  showView(view: LinkView): void;
  /** Shows a message about something outside of the room in the room's chrome. */
  say(text: string): void;
}

/** Opens a room. Callers can use it at once; the page shows it when the identity and the unsent work on this device are known. */
export function openRoom(link: RoomLink, around: Surroundings): OpenRoom {
  type Phase =
    | { readonly at: 'opening'; readonly waiting: ((room: OpenRoom) => void)[]; readonly board?: RoomBoard }
    | { readonly at: 'shown'; readonly room: OpenRoom }
    | { readonly at: 'left' };
  let phase: Phase = { at: 'opening', waiting: [] };
  const whenShown = (run: (room: OpenRoom) => void): void => {
    if (phase.at === 'shown') run(phase.room);
    else if (phase.at === 'opening') phase.waiting.push(run);
  };
  const shown = (): Promise<OpenRoom> => new Promise((resolve) => whenShown(resolve));
  const show = async (): Promise<void> => {
    const kept = await around.askKept(link);
    if (phase.at !== 'opening') {
      kept.vault.release();
      return;
    }
    const { waiting } = phase;
    const board = showBoard(link, kept, around);
    phase = { at: 'opening', waiting, board };
    // A person who comes back wants to see the board first, and a chrome takes many times as long to make.
    if (board.session.status().elements > 0) await firstPaint(around.window, around.clock);
    if (phase.at !== 'opening') return;
    const room = showRoom(board, around);
    phase = { at: 'shown', room };
    for (const run of waiting) run(room);
  };
  void show();
  return {
    link,
    take: (event) => whenShown((room) => room.take(event)),
    takeContent: (content) => whenShown((room) => room.takeContent(content)),
    isUnused: () => (phase.at === 'left' ? Promise.resolve(false) : shown().then((room) => room.isUnused())),
    mayLeave: (go) => (phase.at === 'shown' ? phase.room.mayLeave(go) : true),
    askToFollow: (server, go) => whenShown((room) => room.askToFollow(server, go)),
    showView: (view) => whenShown((room) => room.showView(view)),
    say: (text) => whenShown((room) => room.say(text)),
    dispose() {
      if (phase.at === 'shown') phase.room.dispose();
      else if (phase.at === 'opening') phase.board?.dispose();
      phase = { at: 'left' };
    },
  };
}

/** Adds the chrome to a board that is shown. Takes ownership of the board. */
function showRoom(board: RoomBoard, around: Surroundings): OpenRoom {
  const { window, settings, theme, clock } = around;
  const { link, session, engine, pictures, keeping } = board;
  const owned = new DisposableStore();
  owned.add(board);
  const isUnasked = around.isUnasked(link);
  const ui = owned.add(
    mountUi({
      host: around.chrome,
      link,
      session,
      pictures,
      filePictures: createFilePictures({ pictures, board: () => session.board(), hashOf: pictureHash }),
      engine,
      makeEngine: (mount, access, presence) =>
        createEngine({ mount, access, presence, clock, theme: theme.read(), ...board.looks }),
      shell: around.shell,
      capabilities: around.capabilities,
      platform: around.platform,
      clock,
      settings,
      theme,
      rooms: around.rooms,
      boards: around.boards,
      enter: async (password) => {
        const pass = await passOf(link.room, password);
        keepRoomPass(around.storage, link, pass);
        session.enter(pass);
      },
      signIn() {
        const inApp = around.capabilities.kind === 'desktop';
        const address = signInAddress(link, inApp);
        if (inApp) void around.shell.openExternal(address).catch(() => undefined);
        else window.location.assign(address);
      },
      isUnasked,
      discarded: keeping.forget,
      network: around.network,
      updates: around.updates,
      askAddresses,
      // The app has no such sheet: Electron does not implement it.
      sendLink: around.capabilities.kind === 'browser' ? shareSheet(window.navigator) : undefined,
      withFonts: withBoardFonts,
      pdfFonts: async (...wanted) => (await import('./fonts/pdf-fonts.ts')).readPdfFonts(...wanted),
    }),
  );
  owned.add(
    takeDroppedFiles({
      window,
      take: ui.takeFiles,
      takePictures: ui.takePictures,
      say: ui.say,
      takesSeveral: around.capabilities.kind === 'desktop',
    }),
  );
  owned.add(askBeforeClose(window, () => ui.closeQuestion() !== undefined));
  const { server, room } = link;
  const listAsRecent = (): void =>
    settings.change({ recent: withRecent(settings.read().recent, { server, room, openedAt: clock.now() }) });
  // A room enters the list of recent ones when its board has content, so that unused new rooms are not listed.
  owned.add(runOnce(session, ({ elements }) => elements > 0, listAsRecent));
  const keepToken = (): void => keepLinkToken(around.storage, link);
  // Until the hub has let this window in, a link may be a mistake.
  owned.add(runOnce(session, ({ state }) => state.phase === 'live', keepToken));
  return {
    link,
    take: (event) => (event.kind === 'resumed' ? session.wake() : ui.take(event)),
    takeContent(content) {
      if (content.kind === 'file') {
        ui.takeFiles([content]);
        return;
      }
      ui.takeCopy(content.bytes);
      engine.zoomToFit();
    },
    isUnused: async () => isUnused(session, isUnasked, clock),
    mayLeave: ui.mayLeave,
    askToFollow: ui.askToFollow,
    showView: board.showView,
    say: ui.say,
    dispose: () => owned.dispose(),
  };
}

/** A room that is still being joined may have a board, unless it is new. */
function isUnused(session: Session, isNew: boolean, clock: Clock): boolean {
  const status = session.status();
  const { state, elements, unsent, lostCopy } = status;
  const isKnown = isNew || state.phase === 'live' || unreachedInMs(status, clock.mono()) === 0;
  return isKnown && elements === 0 && unsent === 0 && lostCopy === undefined && session.members().length === 0;
}

/** Runs something once, when the session's status is as wanted. */
function runOnce(
  session: Pick<Session, 'status' | 'onStatus'>,
  isSo: (status: SessionStatus) => boolean,
  run: () => void,
): Disposable {
  const owned = new DisposableStore();
  const look = (): void => {
    if (!isSo(session.status())) return;
    run();
    owned.dispose();
  };
  owned.add(session.onStatus(look));
  look();
  return owned;
}
