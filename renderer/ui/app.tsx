import { CircleQuestionMark, Map as MapIcon, Menu } from 'lucide-react';
import { type ReactNode, use, useState } from 'react';
import { mayDraw } from '../../core/contract/access/grants.ts';
import type { EngineSnapshot } from '../engine/engine.ts';
import type { SessionStatus } from '../session/session.ts';
import type { AppPanelProps, PanelName } from './app-panels.tsx';
import type { AppProps } from './app-props.ts';
import { BackToContent } from './chrome/back-to-content.tsx';
import { HostingMark } from './chrome/hosting-mark.tsx';
import { JoinProgress } from './chrome/join-progress.tsx';
import { NewsBanner } from './chrome/news-banner.tsx';
import { CommandButton, IconButton } from './chrome/parts/icon-button.tsx';
import { Avatars } from './chrome/people/avatars.tsx';
import { PeopleNews } from './chrome/people/people-news.tsx';
import { RoomName } from './chrome/room-name.tsx';
import { StatusPill } from './chrome/status-pill.tsx';
import { StyleRow } from './chrome/style/style-row.tsx';
import { ToastStack } from './chrome/toast-stack.tsx';
import { Toolbar } from './chrome/toolbar.tsx';
import { ViewControls } from './chrome/view-controls.tsx';
import type { Surface } from './chrome-state.ts';
import type { CommandState } from './commands/command.ts';
import { findCommand } from './commands/commands.ts';
import { latePanel, PanelFailed } from './late-panel.tsx';
import { Meet, MeetButton } from './meeting/meet.tsx';
import { MainMenu } from './panels/main-menu.tsx';
import { Share } from './panels/sharing/share.tsx';
import { sharedLink } from './panels/sharing/shared-link.ts';
import { otherRooms, withHidden } from './settings/settings.ts';
import { type TypedAhead, TypedAheadField } from './typed-ahead.tsx';
import { useSource } from './use-source.ts';
import { isHosting } from './watching/network-hosting.ts';
import { SELECTION_WORDS } from './words/board/arranging-words.ts';
import { CHROME } from './words/chrome-words.ts';
import { RIGHTS_TOLD } from './words/people/rights-told-words.ts';

/** Few hosts open it. */
const TracePanel = latePanel(async () => (await import('./tracing/trace-panel.tsx')).TracePanel);
const AppPanel = latePanel(async () => (await import('./app-panels.tsx')).AppPanel, 'later', WaitingPanel);
const Cards = latePanel(async () => (await import('./panels/cards/cards.tsx')).Cards, 'soon');
const ChangesSaid = latePanel(async () => (await import('./chrome/changes-said.tsx')).ChangesSaid, 'soon');
const ContextBar = latePanel(async () => (await import('./selection/context-bar.tsx')).ContextBar);
const ContextMenu = latePanel(async () => (await import('./selection/context-menu.tsx')).ContextMenu);
const FollowingFrame = latePanel(async () => (await import('./chrome/people/following-frame.tsx')).FollowingFrame);
const FileQuestions = latePanel(async () => (await import('./dialogs/file-questions.tsx')).FileQuestions);
const EraserRow = latePanel(async () => (await import('./chrome/style/eraser-row.tsx')).EraserRow);
const KeepQuestion = latePanel(async () => (await import('./panels/cards/keep-question.tsx')).KeepQuestion);
const MeetingMarks = latePanel(async () => (await import('./meeting/meeting-marks.tsx')).MeetingMarks, 'soon');
const Minimap = latePanel(async () => (await import('./chrome/minimap.tsx')).Minimap);
const LeaveDialog = latePanel(async () => (await import('./dialogs/leave-dialog.tsx')).LeaveDialog, 'soon');
const PresentBar = latePanel(async () => (await import('./finding/present-bar.tsx')).PresentBar);
const ReplayScreen = latePanel(async () => (await import('./replay/replay-screen.tsx')).ReplayScreen);
const RightsSection = latePanel(async () => (await import('./panels/people/rights-section.tsx')).RightsSection);

/** The chrome: floats over the board and reads snapshots. Every change goes through a command or a callback. */
export function App(props: AppProps): ReactNode {
  const { chrome, toasts, platform, run } = props;
  const { open, hidden } = useSource(chrome);
  const canvas = useSource(props.canvas);
  const state = useSource(props.commandState);
  const status = useSource(props.status);

  const slide = useSource(props.presenting);
  const replay = useSource(props.replaying);
  const followed = useSource(props.following);
  const minimap = findCommand('view.minimap');
  const help = findCommand('help.keys');

  if (slide) {
    return (
      <div className="chrome">
        <Notices {...props} />
        <MeetingMarks meeting={props.meeting} canvas={props.canvas} color={status.you.color} grant={status.grant} />
        <PresentBar slide={slide} presenting={props.presenting} />
        <LeaveDialog leaving={props.leaving} />
        <ToastStack toasts={toasts} />
      </div>
    );
  }
  if (replay) {
    return (
      <div className="chrome">
        <ReplayScreen {...replay} />
        <LeaveDialog leaving={props.leaving} />
        <ToastStack toasts={toasts} />
      </div>
    );
  }
  if (hidden) {
    return (
      <div className="chrome chrome--hidden">
        <div className="chrome__show">
          <IconButton label={CHROME.showAll} icon={Menu} tip="below" onPress={() => chrome.toggleHidden()} />
        </div>
        <Notices {...props} />
        <LeaveDialog leaving={props.leaving} />
        <FileQuestionsAsked {...props} />
        <ToastStack toasts={toasts} />
      </div>
    );
  }

  return (
    <div className="chrome" data-drawing={canvas.drawing || undefined}>
      {followed ? <FollowingFrame person={followed} stop={props.following.stop} /> : null}
      <MeetingMarks meeting={props.meeting} canvas={props.canvas} color={status.you.color} grant={status.grant} />
      <TopBar {...props} state={state} />
      <Notices {...props} />
      <FirstHint
        mayDraw={state.mayDraw}
        shown={
          open !== 'home' &&
          !canvas.hasDrawn &&
          state.elements === 0 &&
          status.lostCopy === undefined &&
          status.state.phase === 'live'
        }
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
          {state.minimap ? <BoardMap {...props} /> : null}
          <div className="surface row">
            {minimap ? <CommandButton command={minimap} icon={MapIcon} state={state} platform={platform} run={run} /> : null}
            {help ? <CommandButton command={help} icon={CircleQuestionMark} state={state} platform={platform} run={run} /> : null}
          </div>
        </div>
      </footer>
      <Meet {...props} />
      <SelectionChrome {...props} state={state} snapshot={canvas} isMenuOpen={open === 'context'} />
      {isPanel(open) ? <Panel key={open} {...props} panel={open} state={state} /> : null}
      {open === 'trace' && status.grant === 'host' ? (
        <TracePanel
          session={props.session}
          clock={props.clock}
          you={status.you.clientId}
          people={props.people}
          onClose={() => chrome.close('trace')}
        />
      ) : null}
      <ChangesSaid session={props.session} clock={props.clock} />
      <LeaveDialog leaving={props.leaving} />
      <FileQuestionsAsked {...props} />
      <ToastStack toasts={toasts} />
    </div>
  );
}

function FileQuestionsAsked({ foreign, files }: Pick<AppProps, 'foreign' | 'files'>): ReactNode {
  const [place, picture] = [useSource(foreign), useSource(files.pictureQuestion)];
  return place || picture ? <FileQuestions place={place} picture={picture} /> : null;
}

const PANELS: Readonly<Record<PanelName, true>> = {
  find: true,
  frames: true,
  list: true,
  help: true,
  keys: true,
  commands: true,
  about: true,
  join: true,
  boards: true,
  home: true,
  penTest: true,
  clear: true,
};

function isPanel(open: Surface | undefined): open is PanelName {
  return open !== undefined && Object.hasOwn(PANELS, open);
}

function Panel(props: Omit<AppPanelProps, 'typed' | 'onTyped'>): ReactNode {
  const [typed, onTyped] = useState<TypedAhead>();
  return <AppPanel {...props} typed={typed} onTyped={onTyped} />;
}

/** What a panel is while its code is loaded. */
function WaitingPanel({ panel, chrome, typed, onTyped }: AppPanelProps): ReactNode {
  if (panel !== 'commands' && panel !== 'find') return null;
  const label = findCommand(panel === 'find' ? 'view.find' : 'help.commands')?.label;
  return <TypedAheadField label={label} typed={typed} onTyped={onTyped} onClose={() => chrome.close(panel)} />;
}

function TopBar(props: AppProps & { readonly state: CommandState }): ReactNode {
  const { link, chrome, platform, run, clock, state } = props;
  const { open } = useSource(chrome);
  const status = useSource(props.status);
  const settings = useSource(props.settings);
  const others = useSource(props.people);
  const company = useSource(props.company);
  const cause = useSource(props.cause);
  const title = useSource(props.title);
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
            recent={otherRooms(settings.recent, link)}
            now={() => clock.now()}
            onRoom={props.openRoom}
            roomName={<RoomName title={title} onRename={props.renameRoom} isItem />}
          />
          <RoomName title={title} onRename={props.renameRoom} />
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
        <HostingMark isShown={isHosting(link, useSource(props.sharing.network))} onPress={() => chrome.toggle('share')} />
      </div>
      <div className="top__right">
        <MeetButton meeting={props.meeting} />
        <Avatars
          you={status.you}
          others={others}
          viewers={status.viewers}
          open={open === 'people' || open === 'profile' ? open : undefined}
          onToggle={(panel) => chrome.toggle(panel)}
          onClose={() => {
            chrome.close('people');
            chrome.close('profile');
          }}
          profile={props.profile}
          topics={settings.topics}
          rights={
            <RightsSection
              status={status}
              others={others}
              {...props.rights}
              onClear={state.elements > 0 ? () => chrome.show('clear') : undefined}
              onTrace={() => chrome.show('trace')}
            />
          }
          acts={{
            followed: useSource(props.following)?.clientId,
            onFollow: props.following.follow,
            cursors: settings.cursors,
            onCursors: (cursors) => props.settings.change({ cursors }),
            hidden: settings.hiddenPeople,
            onTakeBack: mayDraw(status.grant) ? props.takeBackFrom : undefined,
            onHide: (id, isHidden) => props.settings.change({ hiddenPeople: withHidden(settings.hiddenPeople, id, isHidden) }),
          }}
        >
          <PeopleNews {...props} />
        </Avatars>
        <Share
          link={sharedLink(link, status.grant)}
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

/** The notices over the board: a decision that waits, and news that disappear by themselves. */
function Notices(props: AppProps): ReactNode {
  const now = useSource(props.status);
  const failed = use(PanelFailed);
  const isDecision = now.state.phase === 'refused' || now.lostCopy !== undefined || now.hostEnded;
  // Loaded while the person is not in the room yet, so that they are there when the server goes. Only a decision that waits is missed, and
  // is then asked for again.
  const isWaiting = now.state.phase !== 'live' || isDecision;
  return (
    <>
      <JoinProgress state={now.state} clock={props.clock} />
      <div className="notices">
        {isWaiting ? (
          <PanelFailed value={isDecision ? failed : NOT_MISSED}>
            <Cards {...props} />
          </PanelFailed>
        ) : null}
        <Keep {...props} status={now} />
        <NewsBanner news={props.news} />
      </div>
    </>
  );
}

const NOT_MISSED = (): void => {};

/** The question whether this app's hub may keep boards, shown once there is a board to keep. */
function Keep({ hubKeeping, link, status }: Omit<AppProps, 'status'> & { readonly status: SessionStatus }): ReactNode {
  const hosted = useSource(hubKeeping);
  const isAsked = hosted !== undefined && hosted.server === link.server && !hosted.isChosen;
  const isThere = status.state.phase === 'live' && status.persistence?.mode === 'none' && status.elements > 0;
  if (!isAsked || !isThere || status.lostCopy !== undefined) return null;
  return <KeepQuestion onKeep={() => hubKeeping.choose('disk')} onMemory={() => hubKeeping.choose('memory')} />;
}

function InkStyle({ theme, engine, settings, snapshot }: AppProps & { readonly snapshot: EngineSnapshot }): ReactNode {
  const shown = useSource(theme);
  const { stylesFolded } = useSource(settings);
  if (snapshot.tool === 'eraser') return <EraserRow mode={snapshot.eraser} onMode={(mode) => engine.setEraser(mode)} />;
  if (snapshot.style.names.length === 0) return null;
  return (
    <StyleRow
      choice={snapshot.style}
      theme={shown}
      onStyle={(part) => engine.setStyle(part)}
      folded={stylesFolded}
      onFold={(folded) => settings.change({ stylesFolded: folded })}
    />
  );
}

function BoardMap({ engine, session, clock, theme }: AppProps): ReactNode {
  return <Minimap engine={engine} board={session} clock={clock} theme={useSource(theme)} />;
}

interface SelectionChromeProps extends AppProps {
  readonly state: CommandState;
  readonly snapshot: EngineSnapshot;
  readonly isMenuOpen: boolean;
}

/** The bar next to a selection, and the context menu. */
function SelectionChrome({ state, snapshot, isMenuOpen, ...props }: SelectionChromeProps): ReactNode {
  const { platform, run, chrome, menuPlaces } = props;
  const place = useSource(menuPlaces);
  const view = snapshot.tool === 'select' ? snapshot.selectionView : undefined;
  // Over the words of a person who writes it would be in the way.
  const isBarShown = view !== undefined && snapshot.typing === undefined && !isMenuOpen;
  const common = { state, platform, run };
  if (!view && !isMenuOpen) return null;
  return (
    <section aria-label={SELECTION_WORDS.menu}>
      {view && isBarShown ? <ContextBar {...common} view={view} onMore={(at) => menuPlaces.openAt(at)} /> : null}
      {isMenuOpen ? (
        <ContextMenu
          {...common}
          place={place}
          note={props.whoDrew(snapshot.selection)}
          locked={view?.locked ?? false}
          onClose={() => chrome.close('context')}
        />
      ) : null}
    </section>
  );
}

/** One line for a first visit. It disappears at the first stroke. */
function FirstHint({ shown, mayDraw }: { readonly shown: boolean; readonly mayDraw: boolean }): ReactNode {
  return (
    <p className="first-hint" data-shown={shown} aria-hidden={!shown}>
      {mayDraw ? (
        <>
          {CHROME.hint.before}
          <b>{CHROME.hint.share}</b>
          {CHROME.hint.after}
        </>
      ) : (
        RIGHTS_TOLD.empty
      )}
    </p>
  );
}
