import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Session } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import { REACTION_SIGNS } from './reaction-signs.ts';

/** A reaction that is shown for some seconds. */
export interface Bubble {
  readonly key: number;
  readonly sign: string;
  readonly name: string;
  readonly color: number;
  /** Screen pixels: at the person's cursor. Undefined: at the bottom, because the pointer is elsewhere. */
  readonly at: { readonly x: number; readonly y: number } | undefined;
}

export interface Reactions extends Source<readonly Bubble[]>, Disposable {
  /** False: the hub takes none. */
  react(reaction: number): boolean;
}

/** Milliseconds. The style's animation has the same length. */
export const BUBBLE_MS = 3_000;
/** More at once would hide the board. */
const BUBBLES_MOST = 40;
/** The least time between two own reactions. Milliseconds. */
const OWN_MS = 250;

export interface ReactionsOptions {
  readonly session: Pick<Session, 'react' | 'onReaction' | 'members' | 'status'>;
  readonly engine: Pick<Engine, 'screenAt'>;
  readonly clock: Clock;
}

export function createReactions({ session, engine, clock }: ReactionsOptions): Reactions {
  const bubbles = createValue<readonly Bubble[]>([]);
  const owned = new DisposableStore();
  const timers = new Set<Disposable>();
  let lastKey = 0;
  let ownAt = Number.NEGATIVE_INFINITY;

  const show = (reaction: number, who: Omit<Bubble, 'key' | 'sign'>): void => {
    const sign = REACTION_SIGNS[reaction];
    if (sign === undefined) return;
    const key = ++lastKey;
    bubbles.write([...bubbles.read(), { key, sign, ...who }].slice(-BUBBLES_MOST));
    const timer = clock.after(BUBBLE_MS, () => {
      timers.delete(timer);
      bubbles.write(bubbles.read().filter((one) => one.key !== key));
    });
    timers.add(timer);
  };
  owned.add(
    session.onReaction(({ who, reaction }) => {
      const member = session.members().find(({ clientId }) => clientId === who);
      if (!member) return;
      const { name, color, cursor } = member;
      show(reaction, { name, color, at: cursor && engine.screenAt(cursor) });
    }),
  );
  return {
    read: bubbles.read,
    watch: bubbles.watch,
    react(reaction) {
      if (clock.mono() - ownAt < OWN_MS) return true;
      if (!session.react(reaction)) return false;
      ownAt = clock.mono();
      const { name, color } = session.status().you;
      show(reaction, { name, color, at: undefined });
      return true;
    },
    dispose() {
      for (const timer of timers) timer.dispose();
      owned.dispose();
    },
  };
}
