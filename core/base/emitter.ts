import { type Disposable, disposable } from './disposable.ts';

/** Tells its listeners, in the order they came. A listener may end itself or others while being told. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();

  on(listener: (event: T) => void): Disposable {
    // A wrapper of its own, so that one function subscribed twice has two ends.
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
