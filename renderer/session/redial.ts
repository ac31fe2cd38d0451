import { type Disposable, disposable } from '../../core/base/disposable.ts';
import type { Clock, Random } from '../../core/base/host.ts';

/** Milliseconds that one attempt may take: a line that swallows everything answers nothing. */
const ATTEMPT_MS = 3_000;
/** An attempt that is this old when the network, the window or the machine comes back is given up for a new one, milliseconds. */
const STALE_MS = 1_000;
/**
 * The first attempt is made at a random moment within this time: all clients of a hub lose their lines together. Short, so that a
 * dropped socket is back before the pill speaks of it after 300 ms. Milliseconds.
 */
const SPREAD_MS = 50;
/** Wait after the first failed attempt, doubled after each up to the longest, half of it random. Milliseconds. */
const FIRST_WAIT_MS = 150;
const LONGEST_WAIT_MS = 1_000;

export interface Dialling {
  readonly clock: Clock;
  /** Begins to open a socket, as `new WebSocket(url)` does. */
  readonly dial: (url: string) => WebSocket;
}

export interface RedialOptions extends Dialling {
  readonly random: Random;
  /** Resolves when anything at all answers where `url` points to; rejects when nothing does. */
  readonly answers: (url: string, signal: AbortSignal) => Promise<unknown>;
  readonly url: string;
  /** `clock.mono()` after which no further attempt begins. */
  readonly until: number;
  readonly opened: (socket: WebSocket) => void;
  /** Nothing is tried any more. */
  readonly failed: () => void;
}

type Stage =
  | { readonly at: 'waiting'; readonly end: Disposable }
  | { readonly at: 'trying'; readonly startedAt: number; readonly end: Disposable }
  | { readonly at: 'over' };

/**
 * Opens a socket to where one was open before, again and again. The first attempt is made almost at once and blindly. After that it first asks
 * whether anybody answers there: who answers and refuses the socket does not know the connection any more, and trying ends at once.
 */
export class Redial implements Disposable {
  readonly #options: RedialOptions;
  #stage: Stage;
  #failures = 0;

  constructor(options: RedialOptions) {
    const { clock, random } = options;
    this.#options = options;
    this.#stage = { at: 'waiting', end: clock.after(random.next() * SPREAD_MS, () => this.#dial('blindly')) };
  }

  /** The network, the window or the machine came back: waiting is over. */
  wake(): void {
    const { clock } = this.#options;
    if (this.#stage.at === 'over') return;
    if (this.#stage.at === 'trying' && clock.mono() - this.#stage.startedAt < STALE_MS) return;
    this.#stage.end.dispose();
    this.#ask();
  }

  #dial(how: 'blindly' | 'answered'): void {
    const { clock, dial, url, opened } = this.#options;
    const end = dialOnce({
      clock,
      dial,
      url,
      limitMs: ATTEMPT_MS,
      opened: (socket) => {
        this.#stage = { at: 'over' };
        opened(socket);
      },
      failed: (reason) => {
        if (reason === 'refused' && how === 'answered') this.#giveUp();
        else this.#later();
      },
    });
    this.#stage = { at: 'trying', startedAt: clock.mono(), end };
  }

  #ask(): void {
    const { clock, answers, url } = this.#options;
    const asking = new AbortController();
    const limit = clock.after(ATTEMPT_MS, () => asking.abort());
    const end = disposable(() => {
      limit.dispose();
      asking.abort();
    });
    const stage: Stage = { at: 'trying', startedAt: clock.mono(), end };
    this.#stage = stage;
    const answered = (next: () => void) => (): void => {
      limit.dispose();
      if (this.#stage === stage) next();
    };
    answers(url, asking.signal).then(
      answered(() => this.#dial('answered')),
      answered(() => this.#later()),
    );
  }

  #later(): void {
    const { clock, random, until } = this.#options;
    if (clock.mono() >= until) {
      this.#giveUp();
      return;
    }
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
    const end = clock.after(ceiling / 2 + (random.next() * ceiling) / 2, () => this.#ask());
    this.#stage = { at: 'waiting', end };
  }

  #giveUp(): void {
    this.#stage = { at: 'over' };
    this.#options.failed();
  }

  dispose(): void {
    if (this.#stage.at !== 'over') this.#stage.end.dispose();
    this.#stage = { at: 'over' };
  }
}

export interface DialOnce extends Dialling {
  readonly url: string;
  readonly limitMs: number;
  readonly opened: (socket: WebSocket) => void;
  readonly failed: (reason: 'refused' | 'silent') => void;
}

/** One attempt. Disposing it before it is decided gives it up without a word. */
export function dialOnce({ clock, dial, url, limitMs, opened, failed }: DialOnce): Disposable {
  const socket = dial(url);
  socket.binaryType = 'arraybuffer';
  const letGo = (): void => {
    limit.dispose();
    socket.onopen = null;
    socket.onclose = null;
  };
  const giveUp = disposable(() => {
    letGo();
    socket.close();
  });
  const limit = clock.after(limitMs, () => {
    giveUp.dispose();
    failed('silent');
  });
  socket.onopen = () => {
    letGo();
    opened(socket);
  };
  socket.onclose = () => {
    letGo();
    failed('refused');
  };
  return giveUp;
}
