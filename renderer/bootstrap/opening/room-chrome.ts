import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { signInAddress } from '../../../core/contract/access/sign-in.ts';
import { createEngine } from '../../engine/engine.ts';
import { passOf } from '../../session/joining/pass-of.ts';
import { pictureHash } from '../../session/pictures/picture-hash.ts';
import type { Session, SessionStatus } from '../../session/session.ts';
import { lateModule } from '../../ui/late-module.ts';
import { mountUi } from '../../ui/mount.tsx';
import { withRecent } from '../../ui/settings/settings.ts';
import { unreachedInMs } from '../../ui/words/status/unreached.ts';
import { askAddresses } from '../ask-addresses.ts';
import { takeDroppedFiles } from '../file-drop.ts';
import { withBoardFonts } from '../fonts/board-fonts.ts';
import { shareSheet } from '../share-sheet.ts';
import { keepLinkToken } from '../storage/link-tokens.ts';
import { keepRoomPass } from '../storage/room-passes.ts';
import { askBeforeClose } from '../wake-signals.ts';
import type { RoomBoard } from './room-board.ts';
import type { OpenRoom } from './shown-room.ts';
import type { Surroundings } from './surroundings.ts';

const loadFilePictures = lateModule(() => import('../../session/pictures/file-pictures.ts'), 'soon');

/** Adds the chrome to a board that is shown. Takes ownership of the board. */
export function showRoom(board: RoomBoard, around: Surroundings): OpenRoom {
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
      filePictures: async () =>
        (await loadFilePictures()).createFilePictures({ pictures, board: () => session.board(), hashOf: pictureHash }),
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
      pdfFonts: async (...wanted) => (await import('../fonts/pdf-fonts.ts')).readPdfFonts(...wanted),
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
