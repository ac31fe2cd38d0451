/** Runs a task once for all callers that ask for the same key while it runs. They share the result. */
export class SingleFlight<K, V> {
  readonly #running = new Map<K, Promise<V>>();

  /** Number of keys with a running task. */
  get size(): number {
    return this.#running.size;
  }

  /** The running task of this key. */
  of(key: K): Promise<V> | undefined {
    return this.#running.get(key);
  }

  /** Joins the running task of this key, or starts one. */
  run(key: K, work: () => Promise<V>): Promise<V> {
    const running = this.#running.get(key);
    if (running) return running;
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  /** Resolves when all tasks that run now have ended. Rejects when one of them does. */
  async ended(): Promise<void> {
    await Promise.all(this.#running.values());
  }
}
