import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { BOARD_ELEMENT, isAside } from '../../../core/board/kinds.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import { createValue, type Source } from '../value-store.ts';
import { CHANGES_SAID } from '../words/news-words.ts';

/** The least time between two sentences, so that a screen reader is not busy with the board alone. Milliseconds. */
export const SAID_EVERY_MS = 5_000;

/** One sentence about what others have changed, for screen readers: at most one in `SAID_EVERY_MS`, whatever happens meanwhile. */
export function watchChanges(session: Pick<BoardAccess, 'board' | 'onChange'>, clock: Clock): Source<string> & Disposable {
  const said = createValue('');
  const owned = new DisposableStore();
  const changed = new Set<string>();
  let waiting: Disposable | undefined;
  owned.add(
    session.onChange(({ ids, origin }) => {
      // A board that arrives as a whole is no change by others.
      if (origin !== 'server' || ids === 'all') return;
      const board = session.board();
      // Messages have their own sentence, and the dots of a vote none. The board itself holds timer and vote.
      const shown = ids.filter((id) => id !== BOARD_ELEMENT && !isAside(board.get(id)?.kind ?? 0));
      if (shown.length === 0) return;
      for (const id of shown) changed.add(id);
      waiting ??= clock.after(SAID_EVERY_MS, () => {
        waiting = undefined;
        // Screen readers say only a text that differs from the one before.
        const text = CHANGES_SAID.changed(changed.size);
        said.write(said.read() === text ? `${text}\u00a0` : text);
        changed.clear();
      });
    }),
  );
  return {
    read: said.read,
    watch: said.watch,
    dispose() {
      waiting?.dispose();
      owned.dispose();
    },
  };
}
