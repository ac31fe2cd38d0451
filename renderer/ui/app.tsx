import { CircleQuestionMark, Map as MapIcon, Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import { linkToShare } from '../../core/contract/room-link.ts';
import type { EngineSnapshot } from '../engine/engine.ts';
import type { SessionStatus } from '../session/session.ts';
import { PlaceDialog } from './adding/place-dialog.tsx';
import { About, BoardList, Clear, Join } from './app-dialogs.tsx';
import type { AppProps } from './app-props.ts';
import { BackToContent } from './chrome/back-to-content.tsx';
import { HostingMark } from './chrome/hosting-mark.tsx';
import { IconButton } from './chrome/icon-button.tsx';
import { JoinProgress } from './chrome/join-progress.tsx';
import { Minimap } from './chrome/minimap.tsx';
import { NewsBanner } from './chrome/news-banner.tsx';
import { Avatars } from './chrome/people/avatars.tsx';
import { FollowingFrame } from './chrome/people/following-frame.tsx';
import { PeopleNews } from './chrome/people/people-news.tsx';
import { RoomName } from './chrome/room-name.tsx';
import { StatusPill } from './chrome/status-pill.tsx';
import { EraserRow } from './chrome/style/eraser-row.tsx';
import { StyleRow } from './chrome/style/style-row.tsx';
import { ToastStack } from './chrome/toast-stack.tsx';
import { Toolbar } from './chrome/toolbar.tsx';
import { ViewControls } from './chrome/view-controls.tsx';
import type { CommandState } from './commands/command.ts';
import { CommandPalette } from './dialogs/command-palette.tsx';
import { LeaveDialog } from './dialogs/leave-dialog.tsx';
import { FindBar } from './finding/find-bar.tsx';
import { FramesPanel } from './finding/frames-panel.tsx';
import { PresentBar } from './finding/present-bar.tsx';
import { EndedCard } from './panels/cards/ended-card.tsx';
import { KeepQuestion } from './panels/cards/keep-question.tsx';
import { LostCopyCard } from './panels/cards/lost-copy-card.tsx';
import { NotReachedCard } from './panels/cards/not-reached-card.tsx';
import { HelpSheet } from './panels/help-sheet.tsx';
import { MainMenu } from './panels/main-menu.tsx';
import { RightsSection } from './panels/people/rights-section.tsx';
import { Share } from './panels/sharing/share-panel.tsx';
import { PenTestDialog } from './pen-test/pen-test-dialog.tsx';
import { ContextBar } from './selection/context-bar.tsx';
import { ContextMenu } from './selection/context-menu.tsx';
import { isSameRoom, withHidden } from './settings/settings.ts';
import { useRenderAfter, useSource } from './use-source.ts';
import { isHosting } from './watching/advert.ts';
import { FINDING_WORDS } from './words/board/finding-words.ts';
import { RIGHTS } from './words/rights-words.ts';
import { QUIET_DROP_MS } from './words/status/status-words.ts';

/** The chrome: floats over the board and reads snapshots. Every change goes through a command or a callback. */
export function App(props: AppProps): ReactNode {
  const { chrome, toasts, platform, run } = props;
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
      <FollowingFrame following={props.following} />
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
      {open === 'about' ? <About {...props} /> : null}
      {open === 'join' ? <Join {...props} /> : null}
      {open === 'boards' || open === 'home' ? <BoardList {...props} isHome={open === 'home'} /> : null}
      {open === 'penTest' ? <PenTestDialog copy={props.copyText} onClose={() => chrome.close('penTest')} /> : null}
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
        <HostingMark isShown={isHosting(link, useSource(props.sharing.network))} onPress={() => chrome.toggle('share')} />
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
          acts={{
            followed: useSource(props.following)?.clientId,
            onFollow: props.following.follow,
            cursors: settings.cursors,
            onCursors: (cursors) => props.settings.change({ cursors }),
            hidden: settings.hiddenPeople,
            onHide: (id, isHidden) => props.settings.change({ hiddenPeople: withHidden(settings.hiddenPeople, id, isHidden) }),
          }}
        >
          <PeopleNews {...props} />
        </Avatars>
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

/** The notices over the board: a decision that waits, and news that disappear by themselves. */
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

/** The question whether this app's hub may keep boards, shown once there is a board to keep. */
function Keep({ hubKeeping, link, status }: Omit<AppProps, 'status'> & { readonly status: SessionStatus }): ReactNode {
  const hosted = useSource(hubKeeping);
  const isAsked = hosted !== undefined && hosted.server === link.server && !hosted.isChosen;
  const isThere = status.state.phase === 'live' && status.persistence?.mode === 'none' && status.elements > 0;
  if (!isAsked || !isThere || status.lostCopy !== undefined) return null;
  return <KeepQuestion onKeep={() => hubKeeping.choose('disk')} onMemory={() => hubKeeping.choose('memory')} />;
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

/** One line for a first visit. It disappears at the first stroke. */
function FirstHint({ shown, mayDraw }: { readonly shown: boolean; readonly mayDraw: boolean }): ReactNode {
  return (
    <p className="first-hint" data-shown={shown} aria-hidden={!shown}>
      {mayDraw ? (
        <>
          Draw anything. <b>Share</b> brings others to this board.
        </>
      ) : (
        RIGHTS.empty
      )}
    </p>
  );
}
