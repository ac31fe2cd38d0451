import { assertNever } from '../../../core/base/assert-never.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Point } from '../camera.ts';
import { SILENT_MS } from './finger-rules.ts';
import type { PointerEffect, PointerFacts, PointerHabits, PointerInput, Role } from './pointer-facts.ts';
import { isWanted, step } from './pointer-machine.ts';
import { isPenMode, START } from './pointer-state.ts';

/** Receives the recognised gestures. The receiver reads the samples itself. */
export interface GestureReceiver {
  press(role: Role, pointer: PointerFacts): void;
  drag(pointer: PointerFacts): void;
  release(pointer: PointerFacts): void;
  cancel(reason: 'interrupted' | 'gesture'): void;
  hover(pointer: PointerFacts | undefined): void;
  /** Two fingers have moved: the world point that was under `from` moves to `to`, and the zoom is multiplied by `factor`. */
  pinch(from: Point, to: Point, factor: number): void;
  markView(): void;
  restoreView(): void;
  /** A tap with two or three fingers. */
  tap(fingers: 2 | 3): void;
  /** A pen has touched the board for the first time. */
  penSeen(): void;
}

/** Holds the state of `pointer-machine.ts`, carries out its effects, and reports a finger that has been silent for too long. */
export class PointerGestures implements Disposable {
  readonly #to: GestureReceiver;
  readonly #habits: () => PointerHabits;
  readonly #clock: Clock;
  #state = START;
  #heardAt = 0;
  #silence: Disposable | undefined;

  constructor(to: GestureReceiver, habits: () => PointerHabits, clock: Clock) {
    this.#to = to;
    this.#habits = habits;
    this.#clock = clock;
  }

  get busy(): boolean {
    return this.#state.stage.at !== 'idle';
  }
  get spaceHeld(): boolean {
    return this.#state.spaceHeld;
  }
  /** A pen has touched the board. */
  get penSeen(): boolean {
    return this.#state.penSeen;
  }
  /** Only the pen draws, fingers move the board. */
  get penMode(): boolean {
    return isPenMode(this.#state, this.#habits());
  }
  get fingers(): number {
    return this.#state.fingers.size;
  }

  /** True when the pointer's events are needed: capture it. */
  wants(id: number): boolean {
    return isWanted(this.#state, id);
  }

  tell(input: PointerInput): void {
    this.#heardAt = this.#clock.mono();
    const { state, effects } = step(this.#state, input, this.#habits());
    this.#state = state;
    const isTouched = state.stage.at === 'pressed' && state.stage.type === 'touch';
    if (isTouched) this.#silence ??= this.#clock.after(SILENT_MS, this.#listen);
    for (const effect of effects) this.#carryOut(effect);
  }

  readonly #listen = (): void => {
    this.#silence = undefined;
    if (this.#state.stage.at !== 'pressed') return;
    const left = this.#heardAt + SILENT_MS - this.#clock.mono();
    if (left > 0) this.#silence = this.#clock.after(left, this.#listen);
    else this.tell({ kind: 'silent' });
  };

  #carryOut(effect: PointerEffect): void {
    const to = this.#to;
    switch (effect.do) {
      case 'press':
        to.press(effect.role, effect.pointer);
        break;
      case 'drag':
        to.drag(effect.pointer);
        break;
      case 'release':
        to.release(effect.pointer);
        break;
      case 'cancel':
        to.cancel(effect.reason);
        break;
      case 'hover':
        to.hover(effect.pointer);
        break;
      case 'pinch':
        to.pinch(effect.from, effect.to, effect.factor);
        break;
      case 'markView':
        to.markView();
        break;
      case 'restoreView':
        to.restoreView();
        break;
      case 'tap':
        to.tap(effect.fingers);
        break;
      case 'penSeen':
        to.penSeen();
        break;
      default:
        assertNever(effect);
    }
  }

  dispose(): void {
    this.#silence?.dispose();
  }
}
