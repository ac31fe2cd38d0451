import type { Disposable } from '../../../core/base/disposable.ts';
import type { CommandState } from '../commands/command.ts';
import type { Settings } from '../settings/settings.ts';
import type { Source } from '../value-store.ts';
import { PEN_WORDS } from '../words/board/pen-words.ts';
import type { Toasts } from './toasts.ts';

/** Says once that the pen's first touch has turned on pen mode. */
export function sayPenMode(
  state: Source<Pick<CommandState, 'penSeen' | 'penMode'>>,
  settings: Pick<Source<Settings>, 'read'>,
  toasts: Pick<Toasts, 'show'>,
): Disposable {
  let seen = state.read().penSeen;
  return state.watch(() => {
    const { penSeen, penMode } = state.read();
    if (penSeen && !seen && penMode && settings.read().penMode === 'auto') toasts.show(PEN_WORDS.modeOn);
    seen = penSeen;
  });
}
