import type { ShellEvent } from '../core/contract/desktop/shell-contract.ts';

/** Events for a page that may not listen yet: a double-clicked file comes before the page has loaded, and must not be lost. */
export interface EventQueue {
  tell(event: ShellEvent): void;
  /** The page listens: sends the waiting events, in order. */
  open(): void;
  /** The page is gone; another one may come and listen. */
  close(): void;
}

/** Events of one kind that wait. Any web page may send links, so the oldest are dropped beyond it. */
const MOST_OF_A_KIND = 16;

function mostOf(kind: ShellEvent['kind']): number {
  switch (kind) {
    // Only the newest state counts.
    case 'hosting':
    case 'updates':
    case 'hosted':
    case 'hubRestarts':
    case 'resumed':
      return 1;
    // The person has named each of them.
    case 'openFile':
      return Number.POSITIVE_INFINITY;
    default:
      return MOST_OF_A_KIND;
  }
}

export function eventQueue(send: (event: ShellEvent) => void): EventQueue {
  let listening = false;
  let waiting: ShellEvent[] = [];
  return {
    tell(event) {
      if (listening) {
        send(event);
        return;
      }
      const same = waiting.filter(({ kind }) => kind === event.kind);
      const dropped = same.length >= mostOf(event.kind) ? same[0] : undefined;
      waiting = [...waiting.filter((one) => one !== dropped), event];
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
