import { fingerDown, fingerLost, fingerMoved, fingerSilent, fingerUp, forgetFingers } from './finger-rules.ts';
import type { PointerFacts, PointerHabits, PointerInput, Role } from './pointer-facts.ts';
import { and, disown, interrupt, type PointerState, press, rest, type Step, stepTo } from './pointer-state.ts';

/** A movement of the view by a hand is undone if it began within this time before the pen came. Milliseconds. */
const PALM_MS = 1_000;
/** The bit in `buttons` for each value of `button`. */
const BITS: readonly number[] = [1, 4, 2, 8, 16, 32];

/**
 * The pointer state machine: one function from state and input to state and effects. One pointer holds the tool;
 * two fingers pinch; the middle button, a held space bar and, in pen mode, single fingers move the board. Every press ends, also when
 * the system sends no end event. `docs/quality/pointer-cases.md` lists the cases.
 */
export function step(state: PointerState, input: PointerInput, habits: PointerHabits): Step {
  switch (input.kind) {
    case 'down':
      return input.pointer.type === 'touch' ? fingerDown(state, input.pointer, habits) : buttonDown(state, input.pointer, habits);
    case 'move':
      return input.pointer.type === 'touch'
        ? fingerMoved(state, input.pointer, habits)
        : buttonMoved(state, input.pointer, habits);
    case 'up':
      return input.pointer.type === 'touch' ? fingerUp(state, input.pointer, habits) : buttonUp(state, input.pointer);
    case 'left':
      return isHovering(state, input.pointer) ? stepTo(state, { do: 'hover', pointer: undefined }) : stepTo(state);
    case 'lost':
      if (state.fingers.has(input.id) || state.palms.has(input.id)) return fingerLost(state, input.id);
      return state.stage.at === 'pressed' && state.stage.id === input.id ? interrupt(state) : stepTo(state);
    case 'noFingers':
      return state.fingers.size + state.palms.size > 0 ? forgetFingers(state) : stepTo(state);
    case 'silent':
      return fingerSilent(state);
    case 'away':
      return and(interrupt(state), (now) => stepTo({ ...disown(now), spaceHeld: false }));
    case 'takenBack':
      return stepTo(state.stage.at === 'pressed' ? rest(state) : state);
    case 'space':
      return stepTo({ ...state, spaceHeld: input.held });
  }
}

/** True when the pointer counts: its events are needed wherever it moves. */
export function isWanted({ stage, fingers }: PointerState, id: number): boolean {
  return fingers.has(id) || (stage.at === 'pressed' && stage.id === id);
}

function buttonDown(state: PointerState, pointer: PointerFacts, habits: PointerHabits): Step {
  const near = notePen(state, pointer);
  const isFirst = pointer.type === 'pen' && !state.penSeen;
  const seen = isFirst ? stepTo({ ...near, penSeen: true }, { do: 'penSeen' }) : stepTo(near);
  const role = roleOf(state, pointer, habits);
  if (!role) return seen;
  return and(
    and(seen, (now) => makeWay(now, pointer)),
    (now) => (now.stage.at === 'idle' ? press(now, role, pointer) : stepTo(now)),
  );
}

/** Ends the presses that a new mouse or pen press replaces. */
function makeWay(state: PointerState, { type, at }: PointerFacts): Step {
  const { stage } = state;
  if (stage.at === 'pressed' && stage.type !== 'touch') {
    // A first button cannot go down twice, so the end of the press before was lost. A pen wins against a mouse.
    return stage.type === type || type === 'pen' ? interrupt(state) : stepTo(state);
  }
  if (type === 'mouse') return stage.at === 'waiting' || stage.at === 'spent' ? stepTo(disown(state)) : stepTo(state);
  if (state.fingers.size === 0) return stepTo(state);
  // A pen that comes down during a press of a hand wins, and the hand's work is taken back.
  const taken = stage.at === 'pressed' ? stepTo(rest(state), { do: 'cancel', reason: 'gesture' }) : stepTo(state);
  return and(taken, (now) => (at - now.touchedAt <= PALM_MS ? stepTo(disown(now), { do: 'restoreView' }) : stepTo(disown(now))));
}

function buttonMoved(state: PointerState, pointer: PointerFacts, habits: PointerHabits): Step {
  const near = notePen(state, pointer);
  const { stage } = state;
  if (stage.at === 'pressed' && stage.id === pointer.id) {
    const isHeld = pointer.type === 'pen' ? pointer.buttons !== 0 : (pointer.buttons & (BITS[stage.button] ?? 0)) !== 0;
    if (isHeld) return stepTo(near, { do: 'drag', pointer });
    // A release while another button is down. Without such a release the end event was lost.
    const ended = pointer.button === stage.button ? stepTo(rest(near), { do: 'release', pointer } as const) : interrupt(near);
    return and(ended, (now) => buttonMoved(now, pointer, habits));
  }
  if (!isHovering(near, pointer)) return stepTo(near);
  // Pressed while another button was down: the system sends no second `pointerdown`.
  const isChord = pointer.type === 'mouse' && pointer.button === 0 && (pointer.buttons & 1) !== 0;
  return isChord ? buttonDown(near, pointer, habits) : stepTo(near, { do: 'hover', pointer });
}

function buttonUp(state: PointerState, pointer: PointerFacts): Step {
  const { stage } = state;
  const near = notePen(state, pointer);
  if (stage.at !== 'pressed' || stage.id !== pointer.id) return stepTo(near);
  return stepTo(rest(near), { do: 'release', pointer });
}

/** The state with the time at which a pen was on the board or close above it. */
function notePen(state: PointerState, { type, at }: PointerFacts): PointerState {
  return type === 'pen' ? { ...state, penAt: at } : state;
}

function isHovering({ stage }: PointerState, { type }: PointerFacts): boolean {
  return stage.at === 'idle' && type !== 'touch';
}

function roleOf(state: PointerState, { type, button, buttons }: PointerFacts, { barrel }: PointerHabits): Role | undefined {
  if (type === 'pen') {
    if (button === 5 || (buttons & 32) !== 0) return 'eraser';
    if (button === 2 || (buttons & 2) !== 0) return barrel === 'erase' ? 'eraser' : barrel === 'lasso' ? 'lasso' : undefined;
  }
  if (button === 1) return 'hand';
  if (button !== 0) return undefined;
  return state.spaceHeld ? 'hand' : 'tool';
}
