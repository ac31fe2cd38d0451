import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { EngineSnapshot } from '../../engine/engine.ts';
import type { SessionStatus } from '../../session/session.ts';
import type { Chrome } from '../chrome-state.ts';
import type { Boards } from '../dialogs/boards.ts';
import type { Source } from '../value-store.ts';

export interface HomeOptions {
  readonly boards: Pick<Boards, 'list'>;
  readonly chrome: Pick<Chrome, 'read' | 'show' | 'close'>;
  readonly status: Source<SessionStatus>;
  readonly canvas: Source<EngineSnapshot>;
}

/**
 * Shows the boards of this device over an empty board at a start without a link, until something is drawn. It is not shown without
 * boards, or if the person has drawn or opened something before the list was loaded.
 */
export function showHome({ boards, chrome, status, canvas }: HomeOptions): Disposable {
  const owned = new DisposableStore();
  const isUntouched = (): boolean => {
    const { hasDrawn, drawing } = canvas.read();
    return !hasDrawn && !drawing && status.read().elements === 0;
  };
  /** Waits for the list and for the room, then decides once whether to show. It ends with the first element on the board. */
  let phase: 'waiting' | 'listed' | 'decided' = 'waiting';
  const look = (): void => {
    if (!isUntouched()) {
      chrome.close('home');
      owned.dispose();
      phase = 'decided';
      return;
    }
    const { state, lostCopy } = status.read();
    if (phase !== 'listed' || state.phase !== 'live') return;
    phase = 'decided';
    const { open, hidden } = chrome.read();
    if (open === undefined && !hidden && lostCopy === undefined) chrome.show('home');
  };
  owned.add(status.watch(look));
  owned.add(canvas.watch(look));
  void boards.list().then((cards) => {
    if (phase !== 'waiting') return;
    phase = cards.length > 0 ? 'listed' : 'decided';
    look();
  });
  return {
    dispose() {
      phase = 'decided';
      owned.dispose();
    },
  };
}
