import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import { type Clock, type Random, silentLog } from '../../core/base/host.ts';
import type { RoomLink } from '../../core/contract/room-link.ts';
import type { Shell, ShellCapabilities, ShellEvent } from '../../core/contract/shell-contract.ts';
import { createEngine } from '../engine/engine.ts';
import type { Theme } from '../engine/palette.ts';
import { createSession } from '../session/board-session.ts';
import { signalRHub } from '../session/hub-client.ts';
import type { KeyPlatform } from '../ui/keys.ts';
import { mountUi } from '../ui/mount.tsx';
import { type RecentRoom, withRecent } from '../ui/settings.ts';
import type { SettingsStore } from '../ui/settings-store.ts';
import type { Source } from '../ui/value-store.ts';
import { takeDroppedFiles } from './file-drop.ts';
import { askBeforeClose, watchConnectivity } from './wake-signals.ts';

/** What stays the same from room to room. */
export interface Surroundings {
  readonly window: Window;
  /** The board's place in the page, and the chrome's over it. */
  readonly board: HTMLElement;
  readonly chrome: HTMLElement;
  readonly shell: Shell;
  readonly capabilities: ShellCapabilities;
  readonly platform: KeyPlatform;
  readonly settings: SettingsStore;
  readonly theme: Source<Theme>;
  readonly clock: Clock;
  readonly random: Random;
  readonly rooms: { openNew(): void; open(link: RoomLink | RecentRoom): void };
}

/** A room that is shown. Disposing it takes everything of it off the page. */
export interface OpenRoom extends Disposable {
  readonly link: RoomLink;
  /** What the shell tells about the room that is shown. */
  take(event: Extract<ShellEvent, { kind: 'command' | 'openFile' | 'saveAndClose' | 'resumed' }>): void;
  /** True when nothing is lost by leaving the room. Else asks, and calls `go` when the person wants to leave all the same. */
  mayLeave(go: () => void): boolean;
  /** Says something in the room's chrome that happened outside of it. */
  say(text: string): void;
}

/** Makes session, engine and chrome of one room, in that order, and connects them. */
export function openRoom(link: RoomLink, around: Surroundings): OpenRoom {
  const { window, settings, theme, clock, random } = around;
  const owned = new DisposableStore();
  const { name, color } = settings.read();
  const session = owned.add(
    createSession({ room: link.room, name, color, connect: signalRHub({ server: link.server }), clock, random, log: silentLog }),
  );
  const engine = owned.add(
    createEngine({
      mount: around.board,
      access: session,
      presence: session,
      clock,
      theme: theme.read(),
      wheelUse: () => settings.read().wheel,
      reducedMotion: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    }),
  );
  owned.add(theme.watch(() => engine.setTheme(theme.read())));
  const ui = owned.add(
    mountUi({
      host: around.chrome,
      link,
      session,
      engine,
      shell: around.shell,
      capabilities: around.capabilities,
      platform: around.platform,
      clock,
      settings,
      theme,
      rooms: around.rooms,
    }),
  );
  owned.add(takeDroppedFiles({ window, take: ui.takeFile, say: ui.say }));
  owned.add(watchConnectivity(window, session));
  owned.add(askBeforeClose(window, () => ui.closeQuestion() !== undefined));
  owned.add(rememberOnceUsed(link, session, settings, clock));
  session.start();

  return {
    link,
    take: (event) => (event.kind === 'resumed' ? session.wake() : ui.take(event)),
    mayLeave: ui.mayLeave,
    say: ui.say,
    dispose: () => owned.dispose(),
  };
}

/** A room goes onto the list of recent ones when there is something on its board: who opens ten new rooms finds none of them there. */
function rememberOnceUsed(
  link: RoomLink,
  session: Pick<ReturnType<typeof createSession>, 'status' | 'onStatus'>,
  settings: SettingsStore,
  clock: Clock,
): Disposable {
  const owned = new DisposableStore();
  const remember = (): void => {
    if (session.status().elements === 0) return;
    settings.change({
      recent: withRecent(settings.read().recent, { server: link.server, room: link.room, openedAt: clock.now() }),
    });
    owned.dispose();
  };
  owned.add(session.onStatus(remember));
  remember();
  return owned;
}
