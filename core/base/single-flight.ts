/** Runs work once for all who ask for the same key while it runs: they share its result. */
export class SingleFlight<K, V> {
  readonly #running = new Map<K, Promise<V>>();

  /** Keys whose work is running. */
  get size(): number {
    return this.#running.size;
  }

  /** The work that runs for this key. */
  of(key: K): Promise<V> | undefined {
    return this.#running.get(key);
  }

  /** Joins the work that runs for this key, or starts it. */
  run(key: K, work: () => Promise<V>): Promise<V> {
    const running = this.#running.get(key);
    if (running) return running;
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  /** Resolves when all work that runs now has ended. Rejects when one of it does. */
  async ended(): Promise<void> {
    await Promise.all(this.#running.values());
  }
}
