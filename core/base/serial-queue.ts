/** Runs tasks one after the other, in the order in which they were added. A failed task does not stop the tasks behind it. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Returns the task's result. The task starts when all earlier tasks have ended, and never before this call returns. */
  add<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Resolves when all tasks added so far have ended, successfully or not. */
  async ended(): Promise<void> {
    await this.#last;
  }
}
