import type { Disposable } from '../../../../core/base/disposable.ts';
import type { Clock } from '../../../../core/base/host.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { PointerSample, ToolHost } from '../tool.ts';
import { TICK_MS } from '../tool.ts';

export type SelectHost = Pick<ToolHost, 'access' | 'clock' | 'scene' | 'selection' | 'zoom' | 'lift' | 'sketch' | 'wake'>;

/** What the select tool does while it drags: one of them from the threshold on. */
export interface SelectGesture {
  readonly cursor: string;
  drag(sample: PointerSample): void;
  release(): void;
  takeBack(): void;
  /** Whether somebody else has changed how it lies: it is in their hands then. */
  isTaken(id: ElementId): boolean;
  drop(gone: readonly ElementId[]): void;
}

/** With more than this many, others see a change when it is finished: 30 times a second would be thousands of ops. */
export const CHANGED_LIVE = 100;

export interface Start {
  readonly xScreen: number;
  readonly yScreen: number;
  readonly xWorld: number;
  readonly yWorld: number;
}

/** Sends at most once in a tick. */
export class Ticker {
  readonly #clock: Clock;
  readonly #send: () => void;
  #timer: Disposable | undefined;

  constructor(clock: Clock, send: () => void) {
    this.#clock = clock;
    this.#send = send;
  }

  soon(): void {
    this.#timer ??= this.#clock.after(TICK_MS, () => {
      this.#timer = undefined;
      this.#send();
    });
  }

  now(): void {
    this.stop();
    this.#send();
  }

  stop(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
