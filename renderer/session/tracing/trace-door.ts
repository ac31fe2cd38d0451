import type { Disposable } from '../../../core/base/disposable.ts';
import type { TraceAnswers, TraceAnswersOptions } from './trace-answers.ts';

/** Loads the answers with the first question, which is rare and can be lost: before it no person watches the room. */
export class TraceDoor implements Disposable {
  readonly #options: TraceAnswersOptions;
  #answers: TraceAnswers | undefined;
  #phase: 'shut' | 'loading' | 'disposed' = 'shut';

  constructor(options: TraceAnswersOptions) {
    this.#options = options;
  }

  asked(raw: Readonly<Record<string, unknown>>): void {
    if (this.#answers) this.#answers.asked(raw);
    else if (this.#phase === 'shut') void this.#load();
  }

  async #load(): Promise<void> {
    this.#phase = 'loading';
    try {
      const { TraceAnswers } = await import('./trace-answers.ts');
      if (!this.#isDisposed()) this.#answers = new TraceAnswers(this.#options);
    } catch {
      // The server may have been updated: the file is gone, and the trace goes on without this client.
    }
  }

  /** Read again after a wait. */
  #isDisposed(): boolean {
    return this.#phase === 'disposed';
  }

  /** A frame is about to be handled. Undefined: no question is about frames. Hot path. */
  frameComes(): number | undefined {
    return this.#answers?.isOn === true ? this.#options.clock.mono() : undefined;
  }

  frameCame(raw: unknown, at: number): void {
    this.#answers?.frameCame(raw, at);
  }

  dispose(): void {
    this.#phase = 'disposed';
    this.#answers?.dispose();
  }
}
