import { useEffect, useReducer } from 'react';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';

/** The least time between two readings of a board for a list of it, milliseconds: while others draw there are many. */
const READ_EVERY_MS = 1_000;

/** Renders a list of the board again after changes, also those by others. */
export function useChanges({ onChange }: Pick<BoardAccess, 'onChange'>, clock: Clock): void {
  const [, read] = useReducer((readings: number) => readings + 1, 0);
  useEffect(() => {
    let waiting: Disposable | undefined;
    const listening = onChange(() => {
      waiting ??= clock.after(READ_EVERY_MS, () => {
        waiting = undefined;
        read();
      });
    });
    return () => {
      listening.dispose();
      waiting?.dispose();
    };
  }, [onChange, clock]);
}
