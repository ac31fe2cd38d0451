import type { ReactNode } from 'react';
import { assertNever } from '../../core/base/assert-never.ts';
import type { RoomLink } from '../../core/contract/access/room-link.ts';
import type { BoardPlace } from '../../core/contract/board-card.ts';
import type { AppProps } from './app-props.ts';
import type { Surface } from './chrome-state.ts';
import type { CommandState } from './commands/command.ts';
import { AboutDialog } from './dialogs/about-dialog.tsx';
import { BoardsDialog } from './dialogs/boards-dialog.tsx';
import { ClearDialog } from './dialogs/clear-dialog.tsx';
import { CommandPalette } from './dialogs/command-palette.tsx';
import { HomePanel } from './dialogs/home-panel.tsx';
import { JoinDialog } from './dialogs/join-dialog.tsx';
import { NearbyRooms } from './dialogs/nearby-rooms.tsx';
import { ElementList } from './finding/element-list.tsx';
import { FindBar } from './finding/find-bar.tsx';
import { FramesPanel } from './finding/frames-panel.tsx';
import { HelpSheet } from './panels/help-sheet.tsx';
import { PenTestDialog } from './pen-test/pen-test-dialog.tsx';
import { labelIn } from './settings/settings.ts';
import { KeysDialog } from './shortcuts/keys-dialog.tsx';
import type { TypedAhead } from './typed-ahead.tsx';
import { useSource } from './use-source.ts';
import { UPDATES } from './words/update-words.ts';

/** The surfaces of the chrome that are not part of a bar. */
export type PanelName = Extract<
  Surface,
  'find' | 'frames' | 'list' | 'help' | 'keys' | 'commands' | 'about' | 'join' | 'boards' | 'home' | 'penTest' | 'clear'
>;

export interface AppPanelProps extends AppProps {
  readonly panel: PanelName;
  readonly state: CommandState;
  /** What was typed for the panel before its code was there. */
  readonly typed: TypedAhead | undefined;
  readonly onTyped: (typed: TypedAhead) => void;
}

/** One surface over the board: a dialog, a list or a bar. */
export function AppPanel({ panel, state, typed, ...props }: AppPanelProps): ReactNode {
  const { chrome, platform, engine, run } = props;
  const onClose = (): void => chrome.close(panel);
  switch (panel) {
    case 'find':
      return <FindBar {...{ engine, platform, onClose }} typed={typed?.text} />;
    case 'frames':
      return <FramesPanel {...{ engine, onClose }} {...props} onPresent={() => props.presenting.start()} />;
    case 'list':
      return <ElementList {...{ engine, onClose }} {...props} elements={state.elements} />;
    case 'help':
      return <HelpSheet {...{ platform, onClose }} wheel={state.wheel} own={state.keys} onChange={() => chrome.show('keys')} />;
    case 'keys':
      return <KeysDialog {...{ platform, onClose }} own={state.keys} onOwn={(keys) => props.settings.change({ keys })} />;
    case 'commands':
      return <CommandPalette {...{ state, platform, run, onClose, typed }} />;
    case 'about':
      return <About {...props} />;
    case 'join':
      return <Join {...props} />;
    case 'boards':
    case 'home':
      return <BoardList {...props} isHome={panel === 'home'} />;
    case 'penTest':
      return <PenTestDialog copy={props.copyText} onClose={onClose} />;
    case 'clear':
      return <Clear {...props} elements={state.elements} />;
    default:
      return assertNever(panel);
  }
}

function BoardList({
  boards,
  hubKeeping,
  clock,
  settings,
  chrome,
  toasts,
  ...props
}: AppProps & { readonly isHome: boolean }): ReactNode {
  const hosted = useSource(hubKeeping);
  const { recent } = useSource(settings);
  const common = {
    boards,
    hosted,
    now: clock.now(),
    labelOf: (card: BoardPlace) => labelIn(recent, card),
    onJoin: () => chrome.show('join'),
    onFile: () => void props.files.open(),
    say: (text: string) => toasts.show(text),
    onClose: () => chrome.close(props.isHome ? 'home' : 'boards'),
  };
  if (props.isHome) return <HomePanel {...common} onAll={() => chrome.show('boards')} />;
  return <BoardsDialog {...common} onNew={props.newRoom} onKeep={hubKeeping.choose} />;
}

function Join({ link, chrome, openRoom, finding, settings }: AppProps): ReactNode {
  const { nearby } = useSource(settings);
  const close = (): void => chrome.close('join');
  const join = (to: RoomLink): void => {
    close();
    openRoom(to);
  };
  return (
    <JoinDialog
      server={link.server}
      onJoin={openRoom}
      onClose={close}
      nearby={
        finding === undefined ? null : (
          <NearbyRooms finding={finding} isOn={nearby} onSetting={(isOn) => settings.change({ nearby: isOn })} onJoin={join} />
        )
      }
    />
  );
}

function About({ capabilities, chrome, copyText, updates, clock, toasts }: AppProps): ReactNode {
  return (
    <AboutDialog
      capabilities={capabilities}
      userAgent={window.navigator.userAgent}
      updates={useSource(updates)}
      now={clock.now()}
      onAsk={updates.ask}
      onRestart={() => {
        updates.restart().catch(() => toasts.fail(UPDATES.failed));
      }}
      copy={copyText}
      onClose={() => chrome.close('about')}
    />
  );
}

/** A host's clearing is noted by the hub before it happens. */
function Clear({ people, engine, chrome, rights, status, elements }: AppProps & { readonly elements: number }): ReactNode {
  const others = useSource(people);
  const isHost = useSource(status).grant === 'host';
  return (
    <ClearDialog
      elements={elements}
      others={others.length}
      onClear={() => {
        if (isHost) void rights.clears().then((may) => may && engine.clearBoard());
        else engine.clearBoard();
      }}
      onClose={() => chrome.close('clear')}
    />
  );
}
