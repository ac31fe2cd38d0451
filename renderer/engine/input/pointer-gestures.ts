import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { SILENT_MS } from './finger-rules.ts';
import type { PointerEffect, PointerHabits, PointerInput } from './pointer-facts.ts';
import { isWanted, step } from './pointer-machine.ts';
import { START } from './pointer-state.ts';

/** Holds the state of `pointer-machine.ts`, hands on its effects in order, and reports a finger that has been silent for too long. */
export class PointerGestures implements Disposable {
  readonly #carryOut: (effect: PointerEffect) => void;
  readonly #habits: () => PointerHabits;
  readonly #clock: Clock;
  #state = START;
  #heardAt = 0;
  #silence: Disposable | undefined;

  constructor(carryOut: (effect: PointerEffect) => void, habits: () => PointerHabits, clock: Clock) {
    this.#carryOut = carryOut;
    this.#habits = habits;
    this.#clock = clock;
  }

  get spaceHeld(): boolean {
    return this.#state.spaceHeld;
  }
  /** A pen has touched the board. */
  get penSeen(): boolean {
    return this.#state.penSeen;
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

  dispose(): void {
    this.#silence?.dispose();
  }
}
