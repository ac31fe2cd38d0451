import { CircleQuestionMark, Map as MapIcon, Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Clock } from '../../core/base/host.ts';
import { linkToShare, type RoomLink } from '../../core/contract/room-link.ts';
import type { ShellCapabilities } from '../../core/contract/shell-contract.ts';
import type { Engine, EngineSnapshot } from '../engine/engine.ts';
import type { Finding, Overview } from '../engine/finding-moves.ts';
import type { Theme } from '../engine/palette.ts';
import type { Session, SessionStatus } from '../session/session.ts';
import type { ForeignFiles } from './adding/foreign-files.ts';
import { PlaceDialog } from './adding/place-dialog.tsx';
import { Avatars } from './chrome/avatars.tsx';
import { BackToContent } from './chrome/back-to-content.tsx';
import { IconButton } from './chrome/icon-button.tsx';
import { JoinProgress } from './chrome/join-progress.tsx';
import { Minimap } from './chrome/minimap.tsx';
import { NewsBanner } from './chrome/news-banner.tsx';
import { RoomName } from './chrome/room-name.tsx';
import { StatusPill } from './chrome/status-pill.tsx';
import { EraserRow } from './chrome/style/eraser-row.tsx';
import { StyleRow } from './chrome/style/style-row.tsx';
import { ToastStack } from './chrome/toast-stack.tsx';
import { Toolbar } from './chrome/toolbar.tsx';
import { ViewControls } from './chrome/view-controls.tsx';
import type { Chrome } from './chrome-state.ts';
import type { Command, CommandState } from './commands/command.ts';
import type { KeyPlatform } from './commands/keys.ts';
import type { BoardFiles } from './dialogs/board-files.ts';
import type { Boards } from './dialogs/boards.ts';
import { BoardsDialog } from './dialogs/boards-dialog.tsx';
import { ClearDialog } from './dialogs/clear-dialog.tsx';
import { CommandPalette } from './dialogs/command-palette.tsx';
import { JoinDialog } from './dialogs/join-dialog.tsx';
import { LeaveDialog } from './dialogs/leave-dialog.tsx';
import type { Leaving } from './dialogs/leaving.ts';
import { FindBar } from './finding/find-bar.tsx';
import { FramesPanel } from './finding/frames-panel.tsx';
import { PresentBar } from './finding/present-bar.tsx';
import type { Presenting } from './finding/presenting.ts';
import { EndedCard } from './panels/ended-card.tsx';
import { HelpSheet } from './panels/help-sheet.tsx';
import { KeepQuestion } from './panels/keep-question.tsx';
import { LostCopyCard } from './panels/lost-copy-card.tsx';
import { MainMenu } from './panels/main-menu.tsx';
import { NotReachedCard } from './panels/not-reached-card.tsx';
import { RightsSection } from './panels/rights-section.tsx';
import { Share, type Sharing } from './panels/share-panel.tsx';
import { PenTestDialog } from './pen-test/pen-test-dialog.tsx';
import type { RightsActs } from './rights-acts.ts';
import { ContextBar } from './selection/context-bar.tsx';
import { ContextMenu } from './selection/context-menu.tsx';
import type { MenuPlaces } from './selection/menu-place.ts';
import { isSameRoom, type RecentRoom } from './settings/settings.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import { useRenderAfter, useSource } from './use-source.ts';
import type { Source } from './value-store.ts';
import type { HubKeeping } from './watching/hub-keeping.ts';
import type { News } from './watching/news.ts';
import type { Person } from './watching/people.ts';
import type { Toasts } from './watching/toasts.ts';
import { FINDING_WORDS } from './words/board/finding-words.ts';
import type { LossCause } from './words/status/loss-cause.ts';
import { QUIET_DROP_MS } from './words/status/status-words.ts';

/** The pieces that the chrome shows and acts on. Only `App` sees them together; each part below gets what it needs. */
export interface AppProps {
  readonly link: RoomLink;
  readonly clock: Clock;
  readonly platform: KeyPlatform;
  readonly shellPlatform: ShellCapabilities['platform'];
  readonly sharing: Sharing;
  readonly rights: RightsActs;
  /** Makes a board of one's own of the copy here; undefined where this window cannot host. */
  readonly hostCopy: (() => void) | undefined;
  readonly status: Source<SessionStatus>;
  readonly cause: Source<LossCause>;
  readonly canvas: Source<EngineSnapshot>;
  /** What the room is called. */
  readonly title: Source<string>;
  readonly people: Source<readonly Person[]>;
  /** How many others there are, or were when last heard. */
  readonly company: Source<number>;
  readonly commandState: Source<CommandState>;
  readonly theme: Source<Theme>;
  readonly settings: SettingsStore;
  readonly chrome: Chrome;
  readonly toasts: Toasts;
  readonly news: News;
  readonly leaving: Leaving;
  readonly hubKeeping: HubKeeping;
  readonly boards: Boards;
  /** Opens what is held of the board as a board of one's own. */
  readonly openOwn: () => void;
  readonly newRoom: () => void;
  readonly session: Pick<Session, 'fingerprint' | 'resolveLostCopy' | 'wake' | 'onChange'>;
  readonly engine: Pick<
    Engine,
    'setStyle' | 'setEraser' | 'clearBoard' | 'backToContent' | 'onChange' | keyof Finding | keyof Overview
  >;
  readonly presenting: Presenting;
  readonly files: Pick<BoardFiles, 'save'>;
  readonly menuPlaces: Pick<MenuPlaces, 'read' | 'watch' | 'openAt'>;
  readonly foreign: ForeignFiles;
  readonly run: (command: Command) => void;
  readonly openRoom: (link: RoomLink | RecentRoom) => void;
  readonly renameRoom: (label: string) => void;
  readonly changeProfile: (change: { readonly name?: string; readonly color?: number }) => void;
  readonly copy: (text: string) => Promise<boolean>;
  /** Copies anything else, and says so. */
  readonly copyText: (text: string) => void;
}

/** The chrome: floats over the board and reads snapshots; every change goes through a command or a callback. */
export function App(props: AppProps): ReactNode {
  const { link, chrome, toasts, platform, run } = props;
  const { open, hidden } = useSource(chrome);
  const canvas = useSource(props.canvas);
  const state = useSource(props.commandState);
  const status = useSource(props.status);

  const slide = useSource(props.presenting);

  if (slide) {
    return (
      <div className="chrome">
        <Notices {...props} />
        <PresentBar slide={slide} presenting={props.presenting} />
        <LeaveDialog leaving={props.leaving} />
        <ToastStack toasts={toasts} />
      </div>
    );
  }
  if (hidden) {
    return (
      <div className="chrome chrome--hidden">
        <div className="chrome__show">
          <IconButton label="Show everything" icon={Menu} tip="below" onPress={() => chrome.toggleHidden()} />
        </div>
        <Notices {...props} />
        <LeaveDialog leaving={props.leaving} />
        <PlaceDialog foreign={props.foreign} />
        <ToastStack toasts={toasts} />
      </div>
    );
  }

  return (
    <div className="chrome" data-drawing={canvas.drawing || undefined}>
      <TopBar {...props} state={state} />
      <Notices {...props} />
      <FirstHint
        shown={!canvas.hasDrawn && state.elements === 0 && status.lostCopy === undefined && status.state.phase === 'live'}
      />
      <footer className="bottom">
        <div className="bottom__left">
          <ViewControls zoom={canvas.zoom} state={state} platform={platform} run={run} />
        </div>
        <div className="bottom__centre">
          <BackToContent shown={canvas.isAstray} onPress={() => props.engine.backToContent()} />
          <InkStyle {...props} snapshot={canvas} />
          <Toolbar state={state} platform={platform} run={run} />
        </div>
        <div className="bottom__right">
          <div className="surface row">
            <IconButton
              label={FINDING_WORDS.minimap}
              icon={MapIcon}
              keys="M"
              pressed={state.minimap}
              onPress={() => props.settings.change({ minimap: !state.minimap })}
            />
            <IconButton label="Keyboard shortcuts" icon={CircleQuestionMark} keys="?" onPress={() => chrome.show('help')} />
          </div>
        </div>
      </footer>
      {state.minimap ? <BoardMap {...props} /> : null}
      <SelectionChrome {...props} state={state} snapshot={canvas} isMenuOpen={open === 'context'} />
      {open === 'find' ? <FindBar engine={props.engine} platform={platform} onClose={() => chrome.close('find')} /> : null}
      {open === 'frames' ? (
        <FramesPanel engine={props.engine} onPresent={() => props.presenting.start()} onClose={() => chrome.close('frames')} />
      ) : null}
      {open === 'help' ? <HelpSheet platform={platform} wheel={state.wheel} onClose={() => chrome.close('help')} /> : null}
      {open === 'commands' ? (
        <CommandPalette state={state} platform={platform} run={run} onClose={() => chrome.close('commands')} />
      ) : null}
      {open === 'join' ? <JoinDialog server={link.server} onJoin={props.openRoom} onClose={() => chrome.close('join')} /> : null}
      {open === 'penTest' ? <PenTestDialog copy={props.copyText} onClose={() => chrome.close('penTest')} /> : null}
      {open === 'boards' ? <BoardList {...props} /> : null}
      <LeaveDialog leaving={props.leaving} />
      <PlaceDialog foreign={props.foreign} />
      {open === 'clear' ? <Clear {...props} elements={state.elements} /> : null}
      <ToastStack toasts={toasts} />
    </div>
  );
}

function TopBar(props: AppProps & { readonly state: CommandState }): ReactNode {
  const { link, chrome, platform, run, clock, state } = props;
  const { open } = useSource(chrome);
  const status = useSource(props.status);
  const settings = useSource(props.settings);
  const others = useSource(props.people);
  const company = useSource(props.company);
  const cause = useSource(props.cause);
  const roomName = <RoomName title={useSource(props.title)} onRename={props.renameRoom} />;
  return (
    <header className="top">
      <div className="top__left">
        <div className="surface row">
          <MainMenu
            open={open === 'menu'}
            onToggle={() => chrome.toggle('menu')}
            onClose={() => chrome.close('menu')}
            state={state}
            platform={platform}
            run={run}
            recent={settings.recent.filter((room) => !isSameRoom(room, link))}
            onRoom={props.openRoom}
            roomName={roomName}
          />
          {roomName}
        </div>
        <StatusPill
          status={status}
          cause={cause}
          others={company}
          clock={clock}
          fingerprint={props.session.fingerprint}
          server={link.server}
          hubKeeping={props.hubKeeping}
          open={open === 'status'}
          onToggle={() => chrome.toggle('status')}
          onClose={() => chrome.close('status')}
        />
      </div>
      <div className="top__right">
        <Avatars
          you={status.you}
          others={others}
          open={open === 'people' || open === 'profile' ? open : undefined}
          onToggle={(panel) => chrome.toggle(panel)}
          onClose={() => {
            chrome.close('people');
            chrome.close('profile');
          }}
          onProfile={props.changeProfile}
          rights={<RightsSection status={status} others={others} act={props.rights.act} />}
        />
        <Share
          link={linkToShare(link, status.grant)}
          grant={status.grant}
          makeLink={status.grant === 'host' && status.makesLinks ? props.rights.makeLink : undefined}
          sharing={props.sharing}
          platform={props.shellPlatform}
          open={open === 'share'}
          onToggle={() => chrome.toggle('share')}
          onClose={() => chrome.close('share')}
          copy={props.copy}
        />
      </div>
    </header>
  );
}

/** What stands over the board: a decision that waits, and news that go by themselves. */
function Notices(props: AppProps): ReactNode {
  const { status, cause, people, clock, session, files, news, openOwn, link, chrome, hostCopy } = props;
  const now = useSource(status);
  const others = useSource(people);
  const why = useSource(cause);
  const { lostCopy, outboxKept } = now;
  const nowMono = clock.mono();
  const isBlink = now.state.phase === 'connecting' && now.persistence !== undefined && nowMono - now.state.since < QUIET_DROP_MS;
  useRenderAfter(clock, isBlink ? QUIET_DROP_MS : undefined);
  return (
    <>
      <JoinProgress state={now.state} clock={clock} />
      <div className="notices">
        {lostCopy === undefined ? null : (
          <LostCopyCard
            copy={lostCopy}
            around={{
              now: clock.now(),
              isRoomKnown: now.state.phase === 'live' || isBlink,
              others: others.map(({ name }) => name),
              cause: why,
              outboxKept,
            }}
            onRestore={() => session.resolveLostCopy('restore')}
            onSave={() => void files.save()}
            onOwn={openOwn}
            onDiscard={() => session.resolveLostCopy('discard')}
          />
        )}
        {now.hostEnded && lostCopy === undefined && now.elements > 0 ? (
          <EndedCard elements={now.elements} onSave={() => void files.save()} onHost={hostCopy} />
        ) : null}
        <NotReachedCard
          status={now}
          server={link.server}
          inApp={hostCopy !== undefined}
          clock={clock}
          onAgain={() => session.wake()}
          onJoin={() => chrome.show('join')}
          onSave={() => void files.save()}
          onOwn={openOwn}
        />
        <Keep {...props} status={now} />
        <NewsBanner news={news} />
      </div>
    </>
  );
}

/** The question whether boards are kept here: once there is one to keep. */
function Keep({ hubKeeping, link, status }: Omit<AppProps, 'status'> & { readonly status: SessionStatus }): ReactNode {
  const hosted = useSource(hubKeeping);
  const isAsked = hosted !== undefined && hosted.server === link.server && !hosted.isChosen;
  const isThere = status.state.phase === 'live' && status.persistence?.mode === 'none' && status.elements > 0;
  if (!isAsked || !isThere || status.lostCopy !== undefined) return null;
  return <KeepQuestion onKeep={() => hubKeeping.choose('disk')} onMemory={() => hubKeeping.choose('memory')} />;
}

function BoardList({ boards, hubKeeping, clock, settings, chrome, toasts, newRoom }: AppProps): ReactNode {
  const hosted = useSource(hubKeeping);
  const { recent } = useSource(settings);
  return (
    <BoardsDialog
      boards={boards}
      hosted={hosted}
      now={clock.now()}
      labelOf={(card) => recent.find((room) => isSameRoom(room, card))?.label}
      onNew={newRoom}
      onJoin={() => chrome.show('join')}
      onKeep={hubKeeping.choose}
      say={(text) => toasts.show(text)}
      onClose={() => chrome.close('boards')}
    />
  );
}

function InkStyle({ theme, engine, snapshot }: AppProps & { readonly snapshot: EngineSnapshot }): ReactNode {
  const shown = useSource(theme);
  if (snapshot.tool === 'eraser') return <EraserRow mode={snapshot.eraser} onMode={(mode) => engine.setEraser(mode)} />;
  if (snapshot.style.names.length === 0) return null;
  return <StyleRow choice={snapshot.style} theme={shown} onStyle={(part) => engine.setStyle(part)} />;
}

function BoardMap({ engine, session, clock, theme }: AppProps): ReactNode {
  return <Minimap engine={engine} board={session} clock={clock} theme={useSource(theme)} />;
}

function Clear({ people, engine, chrome, elements }: AppProps & { readonly elements: number }): ReactNode {
  const others = useSource(people);
  return (
    <ClearDialog
      elements={elements}
      others={others.length}
      onClear={() => engine.clearBoard()}
      onClose={() => chrome.close('clear')}
    />
  );
}

interface SelectionChromeProps extends AppProps {
  readonly state: CommandState;
  readonly snapshot: EngineSnapshot;
  readonly isMenuOpen: boolean;
}

/** The bar next to a selection, and the menu for it. */
function SelectionChrome({ state, snapshot, isMenuOpen, ...props }: SelectionChromeProps): ReactNode {
  const { platform, run, chrome, menuPlaces } = props;
  const place = useSource(menuPlaces);
  const view = snapshot.tool === 'select' ? snapshot.selectionView : undefined;
  const common = { state, platform, run };
  return (
    <>
      {view && !isMenuOpen ? <ContextBar {...common} view={view} onMore={(at) => menuPlaces.openAt(at)} /> : null}
      {isMenuOpen ? (
        <ContextMenu {...common} place={place} locked={view?.locked ?? false} onClose={() => chrome.close('context')} />
      ) : null}
    </>
  );
}

/** One line for who has never been here; gone with the first stroke. */
function FirstHint({ shown }: { readonly shown: boolean }): ReactNode {
  return (
    <p className="first-hint" data-shown={shown} aria-hidden={!shown}>
      Draw anything. <b>Share</b> brings others to this board.
    </p>
  );
}
