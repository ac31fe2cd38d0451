import type { Engine } from '../../engine/engine.ts';
import { PROGRAM } from '../words/outside-words.ts';
import type { Person } from './people/people.ts';
import type { Toasts } from './toasts.ts';

/** Removes what one member drew, and says how much that was. It is one undo step of this person. */
export function createTakeBack(
  engine: Pick<Engine, 'removeDrawnBy'>,
  toasts: Pick<Toasts, 'show'>,
): (person: Pick<Person, 'clientId' | 'name'>) => void {
  return ({ clientId, name }) => {
    const count = engine.removeDrawnBy(clientId);
    toasts.show(count === 0 ? PROGRAM.nothing(name) : PROGRAM.takenBack(count));
  };
}
