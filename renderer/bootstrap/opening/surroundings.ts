import type { Clock, Log, Random } from '../../../core/base/host.ts';
import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { Shell, ShellCapabilities } from '../../../core/contract/desktop/shell-contract.ts';
import type { Theme } from '../../engine/palette.ts';
import type { LocalCopies } from '../../session/keeping/local-copies.ts';
import type { KeyPlatform } from '../../ui/commands/keys.ts';
import type { Boards } from '../../ui/dialogs/boards.ts';
import type { SettingsStore } from '../../ui/settings/settings-store.ts';
import type { Rooms } from '../../ui/ui-options.ts';
import type { Source } from '../../ui/value-store.ts';
import type { NetworkSource } from '../../ui/watching/network-hosting.ts';
import type { UpdateSource } from '../../ui/watching/updates.ts';
import type { SettingsStorage } from '../storage/settings-storage.ts';
import type { AskKept } from './kept-here.ts';

/** What stays the same from room to room. */
export interface Surroundings {
  readonly window: Window;
  /** The board's element in the page, and the chrome's above it. */
  readonly board: HTMLElement;
  readonly chrome: HTMLElement;
  readonly shell: Shell;
  readonly capabilities: ShellCapabilities;
  readonly platform: KeyPlatform;
  readonly settings: SettingsStore;
  readonly theme: Source<Theme>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Asks for what this device holds of a room. */
  readonly askKept: AskKept;
  readonly localCopies: LocalCopies;
  /** Storage of remembered views. */
  readonly storage: SettingsStorage | undefined;
  /** The same, for as long as this tab lives. */
  readonly tabStorage: SettingsStorage | undefined;
  readonly boards: Boards;
  /** True for a new room that no person asked for: the app was started without a link. */
  readonly isUnasked: (link: RoomLink) => boolean;
  /** Address of this device's own hub. Undefined without one. */
  readonly ownServer: () => string | undefined;
  readonly rooms: Rooms;
  readonly network: NetworkSource;
  readonly updates: UpdateSource;
  /** The room cannot be shown: the page says so. */
  readonly failed: (cause: unknown) => void;
}
