import { type Disposable, DisposableStore } from '../../../../core/base/disposable.ts';
import type { Clock } from '../../../../core/base/host.ts';
import type { Session } from '../../../session/session.ts';
import { PERSON_COLORS, type Settings } from '../../settings/settings.ts';
import type { Source } from '../../value-store.ts';

/** A newcomer takes another colour after this time: by then the others are known. Milliseconds. */
const NEWCOMER_MS = 200;
/** Two people who came together wait for each other for this time. Milliseconds. */
const TOGETHER_MS = 2_000;

/**
 * The wanted colour if no other person has it, else the next free one of the palette, so that a person gets the same one in the same company. When
 * all are taken: the one that fewest have.
 */
export function freeColor(wanted: number, taken: readonly number[]): number {
  const counts = new Array<number>(PERSON_COLORS).fill(0);
  for (const color of taken) counts[color] = (counts[color] ?? 0) + 1;
  const fewest = Math.min(...counts);
  for (let step = 0; step < PERSON_COLORS; step++) {
    const color = (wanted + step) % PERSON_COLORS;
    if (counts[color] === fewest) return color;
  }
  return wanted;
}

export interface FreeColorOptions {
  readonly session: Pick<Session, 'status' | 'onStatus' | 'members' | 'onPresence' | 'changeProfile'>;
  readonly settings: Pick<Source<Settings>, 'read'>;
  readonly clock: Clock;
}

/**
 * Gives a person whose colour was drawn by lot one that no other person in the room has. A colour that the person chose stays. The newcomer
 * moves; of two who came together the one with the greater id does. The settings keep the colour of before.
 */
export function keepColorFree({ session, settings, clock }: FreeColorOptions): Disposable {
  const owned = new DisposableStore();
  let timer: Disposable | undefined;
  /** This person has had a colour of their own since they came. */
  let isSettled = false;

  const others = (): readonly number[] => session.members().map(({ color }) => color);
  function hasTwin(): boolean {
    const { state, you } = session.status();
    if (state.phase !== 'live' || settings.read().colorChosen) return false;
    return freeColor(you.color, others()) !== you.color;
  }
  function isMine(): boolean {
    const { you } = session.status();
    const twins = session.members().filter(({ color }) => color === you.color);
    return !isSettled || twins.every(({ clientId }) => clientId < you.clientId);
  }
  function move(): void {
    timer = undefined;
    if (!hasTwin() || !isMine()) return;
    isSettled = true;
    session.changeProfile({ color: freeColor(session.status().you.color, others()) });
  }
  function look(): void {
    if (hasTwin()) {
      if (timer === undefined && isMine()) timer = clock.after(isSettled ? TOGETHER_MS : NEWCOMER_MS, move);
    } else if (session.status().state.phase === 'live') isSettled = true;
  }
  owned.add(session.onStatus(look));
  owned.add(session.onPresence(look));
  look();
  return {
    dispose() {
      timer?.dispose();
      owned.dispose();
    },
  };
}
