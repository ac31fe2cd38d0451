import type { ShellEvent } from '../core/contract/desktop/shell-contract.ts';

/** Events for a page that may not listen yet: a double-clicked file comes before the page has loaded, and must not be lost. */
export interface EventQueue {
  tell(event: ShellEvent): void;
  /** The page listens: sends the waiting events, in order. */
  open(): void;
  /** The page is gone; another one may come and listen. */
  close(): void;
}

/** More than a person can request while a page loads. Beyond it the oldest are dropped. */
const MAX_WAITING = 16;

export function eventQueue(send: (event: ShellEvent) => void): EventQueue {
  let listening = false;
  let waiting: ShellEvent[] = [];
  return {
    tell(event) {
      if (listening) send(event);
      else waiting = [...waiting, event].slice(-MAX_WAITING);
    },
    open() {
      listening = true;
      const told = waiting;
      waiting = [];
      for (const event of told) send(event);
    },
    close() {
      listening = false;
    },
  };
}
