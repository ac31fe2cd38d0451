import { type Disposable, disposable } from './disposable.ts';

/** Calls its listeners in the order of subscription. A listener may remove itself or others during a call. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();

  on(listener: (event: T) => void): Disposable {
    // One wrapper per subscription, so that a function subscribed twice has two disposables.
    const entry = (event: T): void => listener(event);
    this.#listeners.add(entry);
    return disposable(() => this.#listeners.delete(entry));
  }

  emit(event: T): void {
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener(event);
  }

  get size(): number {
    return this.#listeners.size;
  }
}
