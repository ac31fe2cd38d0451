/** Something with an end. `dispose` is safe to call twice. */
export interface Disposable {
  dispose(): void;
}

export function disposable(end: () => void): Disposable {
  let ended = false;
  return {
    dispose(): void {
      if (ended) return;
      ended = true;
      end();
    },
  };
}

/** Owns its members and disposes them in reverse order. A member added to a disposed store is disposed at once. */
export class DisposableStore implements Disposable {
  readonly #owned: Disposable[] = [];
  #ended = false;

  add<T extends Disposable>(owned: T): T {
    if (this.#ended) owned.dispose();
    else this.#owned.push(owned);
    return owned;
  }

  dispose(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const owned of this.#owned.reverse()) owned.dispose();
    this.#owned.length = 0;
  }
}
