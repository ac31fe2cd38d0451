import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Theme } from '../../engine/palette.ts';
import type { Session } from '../../session/session.ts';
import type { Source } from '../value-store.ts';
import type { KnownPeople } from '../watching/people/known-people.ts';
import { bindReplayKeys } from './replay-keys.ts';
import { createReplayer, type Replayer } from './replay-player.ts';
import { createViewer, type MakeEngine, type Viewer } from './viewer.ts';

export interface ReplayOptions {
  readonly session: Pick<Session, 'board' | 'pastWrites'>;
  readonly clock: Clock;
  readonly people: Pick<KnownPeople, 'find'>;
  /** Says that there is nothing to play. */
  readonly sayNothing: () => void;
  readonly make: MakeEngine;
  readonly theme: Source<Theme>;
  readonly room: Pick<Engine, 'snapshot' | 'setCamera' | 'zoomToFit'>;
  readonly window: Window;
}

/** What plays the board's making, and what shows it. */
export interface OpenReplay extends Disposable {
  readonly replayer: Replayer;
  readonly viewer: Viewer;
}

export function openReplay({ make, theme, room, window, ...options }: ReplayOptions): OpenReplay {
  const owned = new DisposableStore();
  const replayer = owned.add(createReplayer(options));
  owned.add(bindReplayKeys(window, replayer));
  const viewer = createViewer({ make, access: replayer.access, presence: replayer.presence, theme, room });
  return { replayer, viewer, dispose: () => owned.dispose() };
}
