/** Runs work one piece after the other, in the order in which it was added. Work that fails holds up nothing behind it. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Gives what the work gives. It begins when everything added before has ended, and never before this returns. */
  add<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Resolves when everything added so far has ended, well or not. */
  async ended(): Promise<void> {
    await this.#last;
  }
}
