import type { Clock } from '../../core/base/host.ts';
import type { ElementId } from '../../core/board/ids.ts';
import type { RoomLink } from '../../core/contract/access/room-link.ts';
import type { ShellCapabilities } from '../../core/contract/desktop/shell-contract.ts';
import type { Engine, EngineSnapshot } from '../engine/engine.ts';
import type { Finding, Marking, Overview } from '../engine/finding-moves.ts';
import type { KeyboardMaking } from '../engine/keyboard-making.ts';
import type { Theme } from '../engine/palette.ts';
import type { Session, SessionStatus } from '../session/session.ts';
import type { ForeignFiles } from './adding/foreign-files.ts';
import type { Chrome } from './chrome-state.ts';
import type { Command, CommandState } from './commands/command.ts';
import type { KeyPlatform } from './commands/keys.ts';
import type { BoardFiles } from './dialogs/board-files.ts';
import type { Boards } from './dialogs/boards.ts';
import type { Leaving } from './dialogs/leaving.ts';
import type { NetworkFinding } from './dialogs/nearby-rooms.tsx';
import type { Presenting } from './finding/presenting.ts';
import type { Meeting } from './meeting/meeting.ts';
import type { Sharing } from './panels/sharing/share-panel.tsx';
import type { Replaying } from './replay/replaying.ts';
import type { RightsActs } from './rights-acts.ts';
import type { MenuPlaces } from './selection/menu-place.ts';
import type { OwnProfile } from './settings/own-profile.ts';
import type { RecentRoom } from './settings/settings.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { Source } from './value-store.ts';
import type { HubKeeping } from './watching/hub-keeping.ts';
import type { News } from './watching/news.ts';
import type { Following } from './watching/people/following.ts';
import type { Person } from './watching/people/people.ts';
import type { Toasts } from './watching/toasts.ts';
import type { UpdateSource } from './watching/updates.ts';
import type { LossCause } from './words/status/loss-cause.ts';

/** Everything that the chrome shows and acts on. Only `App` gets all of it; each part below gets only what it needs. */
export interface AppProps {
  readonly link: RoomLink;
  readonly clock: Clock;
  readonly platform: KeyPlatform;
  readonly capabilities: ShellCapabilities;
  readonly shellPlatform: ShellCapabilities['platform'];
  readonly sharing: Sharing;
  readonly rights: RightsActs;
  /** [RGT-11] Tries to enter the room with this password. */
  readonly enter: (password: string) => Promise<void>;
  /** [RGT-12] Goes to the organisation's sign-in. */
  readonly signIn: () => void;
  /** Makes a board of this device's own hub from the copy here. Undefined where this window cannot host. */
  readonly hostCopy: (() => void) | undefined;
  readonly status: Source<SessionStatus>;
  readonly cause: Source<LossCause>;
  readonly canvas: Source<EngineSnapshot>;
  /** The room's title. */
  readonly title: Source<string>;
  readonly people: Source<readonly Person[]>;
  /** The number of other people, as last known. */
  readonly company: Source<number>;
  /** A sentence about people who have just come. Undefined for none. */
  readonly arrivals: Source<string | undefined>;
  readonly following: Following;
  readonly updates: UpdateSource;
  /** Undefined where the shell cannot find rooms on the network. */
  readonly finding: NetworkFinding | undefined;
  readonly commandState: Source<CommandState>;
  readonly theme: Source<Theme>;
  readonly settings: SettingsStore;
  readonly chrome: Chrome;
  readonly toasts: Toasts;
  readonly news: News;
  readonly leaving: Leaving;
  readonly hubKeeping: HubKeeping;
  readonly boards: Boards;
  /** Opens this client's copy of the board as a board of the person's own. */
  readonly openOwn: () => void;
  readonly newRoom: () => void;
  readonly session: Pick<Session, 'fingerprint' | 'resolveLostCopy' | 'wake' | 'board' | 'onChange' | 'act' | 'onTrace'>;
  readonly engine: Pick<
    Engine,
    | 'setStyle'
    | 'setEraser'
    | 'clearBoard'
    | 'backToContent'
    | 'onChange'
    | 'select'
    | 'clearSelection'
    | keyof Finding
    | keyof Marking
    | keyof Overview
    | keyof KeyboardMaking
  >;
  readonly presenting: Presenting;
  readonly meeting: Meeting;
  readonly replaying: Replaying;
  /** One line about the authors of elements. */
  readonly whoDrew: (ids: readonly ElementId[]) => string | undefined;
  readonly files: Pick<BoardFiles, 'open' | 'save' | 'pictureQuestion'>;
  readonly menuPlaces: Pick<MenuPlaces, 'read' | 'watch' | 'openAt'>;
  readonly foreign: ForeignFiles;
  readonly run: (command: Command) => void;
  readonly openRoom: (link: RoomLink | RecentRoom) => void;
  readonly renameRoom: (label: string) => void;
  readonly profile: OwnProfile;
  /** Removes what this member drew. */
  readonly takeBackFrom: (person: Person) => void;
  /** Copies any text, and says so. */
  readonly copyText: (text: string) => void;
  readonly copy: (text: string) => Promise<boolean>;
}
