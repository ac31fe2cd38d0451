import type { PointerEffect, PointerFacts, PointerHabits, Role } from './pointer-facts.ts';

/** A finger that counts: its position, and where it landed. Screen pixels. */
export interface Finger {
  readonly x: number;
  readonly y: number;
  readonly xDown: number;
  readonly yDown: number;
}

type Stage =
  | { readonly at: 'idle' }
  /** One finger is down. It presses at its first movement. */
  | { readonly at: 'waiting'; readonly id: number }
  /** One pointer holds a tool. `path`: the length of a finger's way in pixels. */
  | {
      readonly at: 'pressed';
      readonly id: number;
      readonly type: PointerFacts['type'];
      readonly role: Role;
      readonly button: number;
      readonly since: number;
      readonly path: number;
    }
  /** Two fingers. `live`: they have moved, and the view follows. */
  | { readonly at: 'pinch'; readonly a: number; readonly b: number; readonly live: boolean }
  /** Fingers are down without a gesture of their own. A second finger makes a pinch with one of them. */
  | { readonly at: 'spent' };

export interface PointerState {
  readonly stage: Stage;
  readonly fingers: ReadonlyMap<number, Finger>;
  /** Touches that are ignored until they are lifted. */
  readonly palms: ReadonlySet<number>;
  /** When the first of the fingers landed. Milliseconds. */
  readonly touchedAt: number;
  /** The number of fingers of a possible tap; 0 for none. */
  readonly tap: number;
  /** A pen has touched the board. */
  readonly penSeen: boolean;
  /** When a pen was last on the board or close above it. Milliseconds. */
  readonly penAt: number;
  readonly spaceHeld: boolean;
}

export const IDLE = { at: 'idle' } as const;

export const START: PointerState = {
  stage: IDLE,
  fingers: new Map(),
  palms: new Set(),
  touchedAt: 0,
  tap: 0,
  penSeen: false,
  penAt: Number.NEGATIVE_INFINITY,
  spaceHeld: false,
};

/** The result of one input. */
export interface Step {
  readonly state: PointerState;
  readonly effects: readonly PointerEffect[];
}

const NONE: readonly PointerEffect[] = [];

export function stepTo(state: PointerState, ...effects: readonly PointerEffect[]): Step {
  return { state, effects: effects.length === 0 ? NONE : effects };
}

/** Does one step and then another. */
export function and(first: Step, next: (state: PointerState) => Step): Step {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}

/** Only the pen draws, fingers move the board. */
export function isPenMode({ penSeen }: Pick<PointerState, 'penSeen'>, { penMode }: Pick<PointerHabits, 'penMode'>): boolean {
  return penMode === 'on' || (penMode === 'auto' && penSeen);
}

export function press(state: PointerState, role: Role, pointer: PointerFacts): Step {
  const { id, type, button, at } = pointer;
  const stage = { at: 'pressed', id, type, role, button, since: at, path: 0 } as const;
  return stepTo({ ...state, stage }, { do: 'press', role, pointer });
}

/** Ends the press under way, if there is one, and keeps its ink. */
export function interrupt(state: PointerState): Step {
  if (state.stage.at !== 'pressed') return stepTo(state);
  return stepTo(rest(state), { do: 'cancel', reason: 'interrupted' });
}

/** The state without a press: fingers that are still down are spent. */
export function rest(state: PointerState): PointerState {
  return { ...state, stage: state.fingers.size > 0 ? { at: 'spent' } : IDLE };
}

/** The state with all fingers ignored until they are lifted. */
export function disown(state: PointerState): PointerState {
  if (state.fingers.size === 0) return state;
  const palms = new Set([...state.palms, ...state.fingers.keys()]);
  const stage = state.stage.at === 'pressed' && state.stage.type !== 'touch' ? state.stage : IDLE;
  return { ...state, stage, fingers: new Map(), palms, tap: 0 };
}
