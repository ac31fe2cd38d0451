import type { Disposable } from '../../../core/base/disposable.ts';
import { lateModule } from '../late-module.ts';
import { createValue, type Source } from '../value-store.ts';
import type { OpenReplay, ReplayOptions } from './open-replay.ts';
import type { ReplayView } from './replay-player.ts';

/** A replay that is shown, with what it shows now. */
export interface ShownReplay extends Omit<OpenReplay, 'dispose'> {
  readonly view: ReplayView;
}

/** The replay in this window; undefined without one. */
export interface Replaying extends Source<ShownReplay | undefined>, Disposable {
  start(): void;
  end(): void;
}

interface ReplayingOptions extends ReplayOptions {
  /** The player could not be loaded. */
  readonly failed: () => void;
}

const loadReplay = lateModule(() => import('./open-replay.ts'));

/** Loads the player when it is first started. */
export function createReplaying({ failed, ...options }: ReplayingOptions): Replaying {
  const shown = createValue<ShownReplay | undefined>(undefined);
  let opened: OpenReplay | undefined;
  let isOver = false;
  const open = async (): Promise<OpenReplay | undefined> => {
    const { openReplay } = await loadReplay();
    if (isOver) return undefined;
    if (opened === undefined) {
      const made = openReplay(options);
      opened = made;
      made.replayer.watch(() => {
        const view = made.replayer.read();
        shown.write(view && { replayer: made.replayer, viewer: made.viewer, view });
      });
    }
    return opened;
  };
  return {
    read: shown.read,
    watch: shown.watch,
    start: () => void open().then((replay) => replay?.replayer.start(), failed),
    end: () => opened?.replayer.end(),
    dispose() {
      isOver = true;
      opened?.dispose();
    },
  };
}
