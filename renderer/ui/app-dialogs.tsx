import type { ReactNode } from 'react';
import type { BoardPlace } from '../../core/contract/board-card.ts';
import type { RoomLink } from '../../core/contract/room-link.ts';
import type { AppProps } from './app-props.ts';
import { AboutDialog } from './dialogs/about-dialog.tsx';
import { BoardsDialog } from './dialogs/boards-dialog.tsx';
import { ClearDialog } from './dialogs/clear-dialog.tsx';
import { HomePanel } from './dialogs/home-panel.tsx';
import { JoinDialog } from './dialogs/join-dialog.tsx';
import { NearbyRooms } from './dialogs/nearby-rooms.tsx';
import { isSameRoom } from './settings/settings.ts';
import { useSource } from './use-source.ts';

export function BoardList({
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
    labelOf: (card: BoardPlace) => recent.find((room) => isSameRoom(room, card))?.label,
    onJoin: () => chrome.show('join'),
    onFile: () => void props.files.open(),
    say: (text: string) => toasts.show(text),
    onClose: () => chrome.close(props.isHome ? 'home' : 'boards'),
  };
  if (props.isHome) return <HomePanel {...common} onAll={() => chrome.show('boards')} />;
  return <BoardsDialog {...common} onNew={props.newRoom} onKeep={hubKeeping.choose} />;
}

export function Join({ link, chrome, openRoom, finding, settings }: AppProps): ReactNode {
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

export function About({ capabilities, chrome, copyText }: AppProps): ReactNode {
  const { userAgent } = window.navigator;
  return <AboutDialog capabilities={capabilities} userAgent={userAgent} copy={copyText} onClose={() => chrome.close('about')} />;
}

export function Clear({ people, engine, chrome, elements }: AppProps & { readonly elements: number }): ReactNode {
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
