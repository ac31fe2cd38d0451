import { BOARD_ELEMENT, type PropValues } from '../../../core/board/kinds.ts';
import type { Session } from '../../session/session.ts';
import { derived, type Source } from '../value-store.ts';

type Register = 'timer' | 'vote' | 'spotlight' | 'pointers';

/** A register of the board itself as a source. */
export function boardRegister<N extends Register>(
  session: Pick<Session, 'board' | 'onChange'>,
  name: N,
): Source<PropValues[N] | undefined> {
  return derived(
    {
      read: () => session.board().get(BOARD_ELEMENT)?.get(name),
      watch: (changed) =>
        session.onChange(({ ids }) => {
          if (ids === 'all' || ids.includes(BOARD_ELEMENT)) changed();
        }),
    },
    (value) => value,
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
}
