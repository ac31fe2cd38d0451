import { AssertionError } from 'node:assert';
import { PATIENCE_MS } from './deadline.ts';

/** Things that arrive in order and are taken in order, each wait with its own end. */
export interface Inbox<T> {
  put(item: T): void;
  /** The next item; fails with `what` after `waitMs`. */
  take(what: string, waitMs?: number): Promise<T>;
  /** The next item, or undefined when none came in `waitMs`. */
  takeOrNothing(waitMs: number): Promise<T | undefined>;
  /** How many wait to be taken. */
  readonly waiting: number;
}

export function createInbox<T>(): Inbox<T> {
  const items: T[] = [];
  const takers: ((item: T) => void)[] = [];

  function takeOrNothing(waitMs: number): Promise<T | undefined> {
    const first = items.shift();
    if (first !== undefined) return Promise.resolve(first);
    return new Promise((resolve) => {
      const taker = (item: T): void => {
        clearTimeout(timer);
        resolve(item);
      };
      const timer = setTimeout(() => {
        takers.splice(takers.indexOf(taker), 1);
        resolve(undefined);
      }, waitMs);
      takers.push(taker);
    });
  }

  return {
    put(item) {
      const taker = takers.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    async take(what, waitMs = PATIENCE_MS) {
      const item = await takeOrNothing(waitMs);
      if (item === undefined) throw new AssertionError({ message: `nothing within ${waitMs} ms: ${what}` });
      return item;
    },
    takeOrNothing,
    get waiting() {
      return items.length;
    },
  };
}
