import type { Point } from '../view/camera.ts';
import type { PointerEffect, PointerFacts, PointerHabits } from './pointer-facts.ts';
import {
  and,
  type Finger,
  IDLE,
  interrupt,
  isPenMode,
  type PointerState,
  press,
  rest,
  type Step,
  stepTo,
} from './pointer-state.ts';

/** Screen pixels that a resting finger may move. */
const SLOP = 8;
/** The longest tap, from the first finger's landing to the last one's lifting. Milliseconds. */
const TAP_MS = 400;
/** A touch within this time after the pen was on or close above the board is the hand that holds the pen. Milliseconds. */
const PEN_NEAR_MS = 500;
/** Without an event for this long a finger may have been lifted without an end event. Milliseconds. */
export const SILENT_MS = 10_000;
/**
 * Ink that one finger draws before a second one lands is taken back if it is this young, if it is short and not old, or if the finger
 * rested.
 */
const STRAY = { soonMs: 250, laterMs: 1_000, laterPath: 120, restingPath: 24 } as const;

type Pressed = Extract<PointerState['stage'], { at: 'pressed' }>;

export function fingerDown(state: PointerState, pointer: PointerFacts, habits: PointerHabits): Step {
  const isForgotten = pointer.primary && state.fingers.size + state.palms.size > 0;
  if (isForgotten) return and(forgetFingers(state), (now) => fingerDown(now, pointer, habits));
  if (isPalm(state, pointer, habits)) return stepTo(withPalm(state, pointer.id));
  const { stage } = state;
  const { id, x, y, at } = pointer;
  const isFirst = state.fingers.size === 0;
  const fingers = new Map(state.fingers).set(id, { x, y, xDown: x, yDown: y });
  const touchedAt = isFirst ? at : state.touchedAt;
  const tap = isFirst ? 1 : state.tap > 0 && at - touchedAt <= TAP_MS ? fingers.size : 0;
  const next = { ...state, fingers, touchedAt, tap };
  const mark: readonly PointerEffect[] = isFirst ? [{ do: 'markView' }] : [];
  switch (stage.at) {
    case 'idle': {
      const marked = stepTo(next, ...mark);
      if (isPenMode(state, habits)) return and(marked, (now) => stepTo({ ...now, stage: { at: 'waiting', id } }));
      return and(marked, (now) => press(now, state.spaceHeld ? 'hand' : 'tool', pointer));
    }
    case 'waiting':
      return stepTo({ ...next, stage: { at: 'pinch', a: stage.id, b: id, live: false } });
    case 'pressed':
      if (!isStray(stage, at)) return stepTo(withPalm(state, id));
      return stepTo({ ...next, stage: { at: 'pinch', a: stage.id, b: id, live: false } }, { do: 'cancel', reason: 'gesture' });
    case 'pinch':
      return tap > 0 ? stepTo(next) : stepTo(withPalm(state, id));
    case 'spent': {
      const [other, ...others] = [...state.fingers.keys()];
      if (other === undefined || others.length > 0) return stepTo(next);
      return stepTo({ ...next, stage: { at: 'pinch', a: other, b: id, live: false } });
    }
  }
}

export function fingerMoved(state: PointerState, pointer: PointerFacts, habits: PointerHabits): Step {
  const { id, x, y } = pointer;
  const finger = state.fingers.get(id);
  if (!finger) return stepTo(state);
  const isFar = Math.hypot(x - finger.xDown, y - finger.yDown) > SLOP;
  const fingers = new Map(state.fingers).set(id, { ...finger, x, y });
  const next = { ...state, fingers, tap: isFar ? 0 : state.tap };
  const { stage } = state;
  if (stage.at === 'waiting' && stage.id === id && isFar)
    return press(next, isPenMode(state, habits) || state.spaceHeld ? 'hand' : 'tool', pointer);
  if (stage.at === 'pressed' && stage.id === id) {
    const path = stage.path + Math.hypot(x - finger.x, y - finger.y);
    return stepTo({ ...next, stage: { ...stage, path } }, { do: 'drag', pointer });
  }
  if (stage.at !== 'pinch' || (id !== stage.a && id !== stage.b)) return stepTo(next);
  if (!stage.live) return stepTo(isFar ? { ...next, stage: { ...stage, live: true } } : next);
  const still = state.fingers.get(id === stage.a ? stage.b : stage.a);
  return still ? stepTo(next, pinch(finger, pointer, still)) : stepTo(next);
}

export function fingerUp(state: PointerState, pointer: PointerFacts, { taps }: PointerHabits): Step {
  const { stage } = state;
  const left = without(state, pointer.id);
  if (stage.at === 'pressed' && stage.id === pointer.id) return stepTo({ ...rest(left), tap: 0 }, { do: 'release', pointer });
  if (left.fingers.size > 0 || !state.fingers.has(pointer.id)) return stepTo(left);
  const { tap } = state;
  const isTap = taps && (tap === 2 || tap === 3) && pointer.at - state.touchedAt <= TAP_MS;
  return isTap ? stepTo({ ...left, tap: 0 }, { do: 'tap', fingers: tap }) : stepTo({ ...left, tap: 0 });
}

/** The system cancelled a finger. */
export function fingerLost(state: PointerState, id: number): Step {
  const { stage } = state;
  const left = { ...without(state, id), tap: 0 };
  if (stage.at !== 'pressed' || stage.id !== id) return stepTo(left);
  return stepTo(rest(left), { do: 'cancel', reason: 'interrupted' });
}

/** Removes all fingers from the state: no finger is on the glass. */
export function forgetFingers(state: PointerState): Step {
  const ended = state.stage.at === 'pressed' && state.stage.type === 'touch' ? interrupt(state) : stepTo(state);
  return and(ended, (now) => {
    const stage = now.stage.at === 'pressed' ? now.stage : IDLE;
    return stepTo({ ...now, stage, fingers: new Map(), palms: new Set(), tap: 0 });
  });
}

/** The pressing finger is silent. Its ink is kept, and it presses again at its next movement. */
export function fingerSilent(state: PointerState): Step {
  const { stage } = state;
  if (stage.at !== 'pressed' || stage.type !== 'touch') return stepTo(state);
  const finger = state.fingers.get(stage.id);
  const { x = 0, y = 0 } = finger ?? {};
  const fingers = new Map(state.fingers).set(stage.id, { x, y, xDown: x, yDown: y });
  return and(interrupt(state), (now) => stepTo({ ...now, fingers, stage: { at: 'waiting', id: stage.id } }));
}

function isPalm(state: PointerState, { at }: PointerFacts, habits: PointerHabits): boolean {
  if (state.stage.at === 'pressed' && state.stage.type !== 'touch') return true;
  return isPenMode(state, habits) && at - state.penAt < PEN_NEAR_MS;
}

/** Whether the first finger's press so far was only the beginning of a gesture with two fingers. */
function isStray({ role, since, path }: Pressed, at: number): boolean {
  if (role === 'hand' || path <= STRAY.restingPath || at - since <= STRAY.soonMs) return true;
  return at - since <= STRAY.laterMs && path <= STRAY.laterPath;
}

function withPalm(state: PointerState, id: number): PointerState {
  return { ...state, palms: new Set(state.palms).add(id), tap: 0 };
}

function without(state: PointerState, id: number): PointerState {
  const { stage } = state;
  const fingers = new Map(state.fingers);
  const palms = new Set(state.palms);
  fingers.delete(id);
  palms.delete(id);
  const left = { ...state, fingers, palms };
  const isOver =
    stage.at === 'pinch' ? stage.a === id || stage.b === id : stage.at === 'spent' || (stage.at === 'waiting' && stage.id === id);
  return isOver ? rest(left) : left;
}

/** One finger of two has moved. */
function pinch(from: Finger, to: Point, still: Finger): PointerEffect {
  const before = Math.hypot(from.x - still.x, from.y - still.y);
  const after = Math.hypot(to.x - still.x, to.y - still.y);
  const factor = before < 1 || after < 1 ? 1 : after / before;
  return { do: 'pinch', from: middle(from, still), to: middle(to, still), factor };
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
