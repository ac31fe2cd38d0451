import type { Point } from '../camera.ts';

/** The parts of a `PointerEvent` that count, in screen pixels from the top left of the view. */
export interface PointerFacts {
  readonly id: number;
  readonly type: 'mouse' | 'pen' | 'touch';
  /** The button that changed: 0 first, 1 middle, 2 second, 5 a pen's eraser; -1 none. */
  readonly button: number;
  /** The buttons that are down, as bits; 32 is a pen's eraser. */
  readonly buttons: number;
  readonly x: number;
  readonly y: number;
  /** Milliseconds that only grow. */
  readonly at: number;
}

/** Whose gesture it is: the chosen tool's, or one that stands in for it. */
export type Role = 'tool' | 'eraser' | 'hand';

/** What the gesture turned out to mean. The receiver asks for the samples itself. */
export interface GestureReceiver {
  press(role: Role, pointer: PointerFacts): void;
  drag(pointer: PointerFacts): void;
  release(pointer: PointerFacts): void;
  cancel(reason: 'interrupted' | 'gesture'): void;
  hover(pointer: PointerFacts | undefined): void;
  /** Two fingers have moved: the world point that was under `from` is now under `to`, `factor` times as large. */
  pinch(from: Point, to: Point, factor: number): void;
}

type State =
  | { readonly stage: 'idle' }
  | { readonly stage: 'pressed'; readonly id: number; readonly role: Role; readonly since: number; readonly touch: boolean }
  | { readonly stage: 'pinch'; readonly a: number; readonly b: number }
  /** Fingers that mean nothing any more, until all are up. */
  | { readonly stage: 'spent' };

const IDLE: State = { stage: 'idle' };
const SPENT: State = { stage: 'spent' };

/** A second finger this soon after the first makes both a pinch; later it is a palm on the glass and the first goes on. */
const PINCH_WITHIN_MS = 250;

/**
 * Which pointer does what (field-notes A2, A3). One pointer holds the tool; two fingers pinch; middle button, a held space bar and,
 * once a pen has been seen, single fingers move the board; a pen's eraser end erases.
 */
export class PointerGestures {
  readonly #to: GestureReceiver;
  readonly #touches = new Map<number, Point>();
  #state: State = IDLE;
  #penSeen = false;
  /** The space bar is down. */
  spaceHeld = false;

  constructor(to: GestureReceiver) {
    this.#to = to;
  }

  get busy(): boolean {
    return this.#state.stage !== 'idle';
  }
  /** True once a pen has touched the board: fingers then move it instead of drawing. */
  get penSeen(): boolean {
    return this.#penSeen;
  }

  /** True when the pointer is wanted: capture it. */
  down(pointer: PointerFacts): boolean {
    if (pointer.type === 'touch') return this.#touchDown(pointer);
    if (pointer.type === 'pen') this.#penSeen = true;
    const role = this.#roleOf(pointer);
    if (!role) return false;
    // A pen that comes down on a resting hand wins.
    if (this.#state.stage === 'pressed' && pointer.type === 'pen' && this.#state.touch) {
      this.#to.cancel('gesture');
      this.#state = IDLE;
    }
    if (this.#state.stage !== 'idle' && !(this.#state.stage === 'spent' && pointer.type === 'pen')) return false;
    this.#press(role, pointer);
    return true;
  }

  move(pointer: PointerFacts): void {
    const state = this.#state;
    if (state.stage === 'pressed' && state.id === pointer.id) {
      if (pointer.type === 'touch') this.#touches.set(pointer.id, { x: pointer.x, y: pointer.y });
      this.#to.drag(pointer);
    } else if (state.stage === 'pinch' && this.#touches.has(pointer.id)) {
      this.#pinchMove(state.a, state.b, pointer);
    } else if (state.stage === 'idle' && pointer.type !== 'touch') {
      this.#to.hover(pointer);
    }
  }

  up(pointer: PointerFacts): void {
    this.#touches.delete(pointer.id);
    const state = this.#state;
    if (state.stage === 'pressed' && state.id === pointer.id) {
      this.#state = this.#touches.size > 0 ? SPENT : IDLE;
      this.#to.release(pointer);
    }
    this.#lifted();
  }

  /** The system took the pointer (or its window lost it). */
  lost(id: number): void {
    this.#touches.delete(id);
    const state = this.#state;
    if (state.stage === 'pressed' && state.id === id) {
      this.#state = this.#touches.size > 0 ? SPENT : IDLE;
      this.#to.cancel('interrupted');
    }
    this.#lifted();
  }

  left(pointer: PointerFacts): void {
    if (this.#state.stage === 'idle' && pointer.type !== 'touch') this.#to.hover(undefined);
  }

  /** The gesture was taken back (Escape): what is still down means nothing until it is up. */
  abort(): void {
    if (this.#state.stage === 'pressed') this.#state = this.#touches.size > 0 ? SPENT : IDLE;
  }

  #roleOf({ type, button, buttons }: PointerFacts): Role | undefined {
    if (button === 1) return 'hand';
    if (type === 'pen' && (button === 5 || (buttons & 32) !== 0)) return 'eraser';
    if (button !== 0) return undefined;
    return this.spaceHeld ? 'hand' : 'tool';
  }

  #press(role: Role, pointer: PointerFacts): void {
    this.#state = { stage: 'pressed', id: pointer.id, role, since: pointer.at, touch: pointer.type === 'touch' };
    this.#to.press(role, pointer);
  }

  #touchDown(pointer: PointerFacts): boolean {
    const state = this.#state;
    if (state.stage === 'pressed' && !state.touch) return false;
    this.#touches.set(pointer.id, { x: pointer.x, y: pointer.y });
    if (state.stage === 'idle') {
      if (this.#touches.size === 1) this.#press(this.#penSeen || this.spaceHeld ? 'hand' : 'tool', pointer);
      return true;
    }
    if (state.stage === 'pressed' && this.#touches.size === 2) {
      const isPinch = state.role === 'hand' || pointer.at - state.since <= PINCH_WITHIN_MS;
      if (!isPinch) return false;
      this.#to.cancel('gesture');
      this.#state = { stage: 'pinch', a: state.id, b: pointer.id };
      return true;
    }
    return false;
  }

  #pinchMove(a: number, b: number, pointer: PointerFacts): void {
    const fromA = this.#touches.get(a);
    const fromB = this.#touches.get(b);
    if (!fromA || !fromB || (pointer.id !== a && pointer.id !== b)) return;
    const to = { x: pointer.x, y: pointer.y };
    const toA = pointer.id === a ? to : fromA;
    const toB = pointer.id === b ? to : fromB;
    this.#touches.set(pointer.id, to);
    const before = Math.hypot(fromA.x - fromB.x, fromA.y - fromB.y);
    const after = Math.hypot(toA.x - toB.x, toA.y - toB.y);
    const factor = before < 1 || after < 1 ? 1 : after / before;
    this.#to.pinch(middle(fromA, fromB), middle(toA, toB), factor);
  }

  #lifted(): void {
    if (this.#state.stage === 'pinch' && !(this.#touches.has(this.#state.a) && this.#touches.has(this.#state.b)))
      this.#state = SPENT;
    if (this.#state.stage === 'spent' && this.#touches.size === 0) this.#state = IDLE;
  }
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
