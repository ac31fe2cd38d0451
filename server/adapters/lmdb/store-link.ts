import type { StoreTrouble } from '../../ports/snapshot-store.ts';
import type { StoreAnswer, StoreMode, StoreRequest } from './store-messages.ts';
import { type StoreWorker, startStoreWorker } from './store-worker.ts';

/** A request without its id, which the connection adds. */
export type Asked = WithoutId<StoreRequest>;
type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;
type Done = Extract<StoreAnswer, { readonly ok: true }>;

/** The hub's connection to the process that owns the data file. */
export interface StoreLink {
  /** Resolves when the data file is open. Rejects, with a sentence for the operator, when it cannot be opened. */
  ready(): Promise<void>;
  /**
   * Restarts the process when it has ended. Rejects when the process refuses, or with `StoreWorkerEnded` when it ends before the
   * answer.
   */
  ask(asked: Asked): Promise<Done>;
  /** Ends the process after it has answered everything. No request is allowed afterwards. */
  close(): Promise<void>;
}

/** The process has ended, or is ending. Its last request may be done or not. */
export class StoreWorkerEnded extends Error {
  override readonly name = 'StoreWorkerEnded';
  /** True when the system ended it because of invalid pages of the file. */
  readonly isCrash: boolean;

  constructor(message: string, signal: NodeJS.Signals | null = null) {
    super(message);
    this.isCrash = signal !== null && CRASHES.has(signal);
  }
}

const CRASHES: ReadonlySet<NodeJS.Signals> = new Set(['SIGSEGV', 'SIGBUS', 'SIGABRT']);

interface Waiting {
  readonly resolve: (answer: Done) => void;
  readonly reject: (error: Error) => void;
}

type State =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly child: StoreWorker; readonly ready: Promise<void>; readonly gone: Promise<void> }
  | { readonly phase: 'closed' };

/** Least time between two starts of a process that ends again and again. */
const RESTART_MS = 1_000;

export interface StoreLinkOptions {
  /** Most bytes of the data file's content. Default: no limit. */
  readonly maxBytes?: number;
  /** Trouble begins, changes, or ends. */
  readonly onTrouble?: (trouble: StoreTrouble | undefined) => void;
}

export function storeLink(folder: string, mode: StoreMode, options: StoreLinkOptions = {}): StoreLink {
  let state: State = { phase: 'idle' };
  let nextId = 1;
  let startedAt = -RESTART_MS;
  const waiting = new Map<number, Waiting>();
  let outgoing: StoreRequest[] = [];

  const running = (): Extract<State, { phase: 'running' }> => {
    if (state.phase === 'running') return state;
    if (state.phase === 'closed') throw new StoreWorkerEnded('the store is closed');
    if (performance.now() - startedAt < RESTART_MS) throw new StoreWorkerEnded('the process of the store has just ended');
    startedAt = performance.now();
    let isOpen = (): void => {};
    let cannotOpen = (_: Error): void => {};
    const opened = new Promise<void>((resolve, reject) => {
      isOpen = resolve;
      cannotOpen = reject;
    });
    // A caller that does not wait hears of the error with its next request.
    opened.catch(() => {});
    const gone = Promise.withResolvers<void>();
    const child = startStoreWorker([folder, mode, String(options.maxBytes ?? Number.POSITIVE_INFINITY)], {
      message(message) {
        if (message.kind === 'ready') isOpen();
        else if (message.kind === 'failed') cannotOpen(new Error(message.reason));
        else if (message.kind === 'trouble') options.onTrouble?.(message.trouble);
        else for (const answer of message.answers) settle(answer);
      },
      failed: (error) => cannotOpen(error),
      gone(code, signal) {
        gone.resolve();
        const ended = new StoreWorkerEnded(`the process of the store has ended (${signal ?? `code ${code}`})`, signal);
        cannotOpen(ended.isCrash ? damagedFile(folder, signal) : ended);
        if (state.phase !== 'running' || state.child !== child) return;
        state = { phase: 'idle' };
        outgoing = [];
        const lost = [...waiting.values()];
        waiting.clear();
        for (const { reject } of lost) reject(ended);
      },
    });
    state = { phase: 'running', child, ready: opened, gone: gone.promise };
    return state;
  };

  const settle = (answer: StoreAnswer): void => {
    const waiter = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) waiter?.resolve(answer);
    else waiter?.reject(new Error(answer.reason));
  };

  /** The requests of one turn are sent as one message, and written as one transaction. */
  const flush = (child: StoreWorker): void => {
    const requests = outgoing;
    outgoing = [];
    if (requests.length > 0) child.send(requests);
  };

  return {
    async ready() {
      await running().ready;
    },
    async ask(asked) {
      const { child, ready } = running();
      await ready;
      return new Promise((resolve, reject) => {
        if (state.phase !== 'running' || state.child !== child) {
          reject(new StoreWorkerEnded('the process of the store has ended'));
          return;
        }
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        if (outgoing.length === 0) setImmediate(() => flush(child));
        outgoing.push({ ...asked, id });
      });
    },
    async close() {
      if (state.phase !== 'running') {
        state = { phase: 'closed' };
        return;
      }
      const { child, gone } = state;
      flush(child);
      const last = [...waiting.keys()];
      await Promise.all(last.map((id) => answered(waiting, id)));
      state = { phase: 'closed' };
      if (child.isGone) return;
      child.end();
      await gone;
    },
  };
}

/** Resolves when the request is answered, with any result. */
function answered(waiting: Map<number, Waiting>, id: number): Promise<void> {
  return new Promise((resolve) => {
    const waiter = waiting.get(id);
    if (!waiter) {
      resolve();
      return;
    }
    waiting.set(id, {
      resolve: (answer) => {
        waiter.resolve(answer);
        resolve();
      },
      reject: (error) => {
        waiter.reject(error);
        resolve();
      },
    });
  });
}

/** The process was ended while it opened the file. */
function damagedFile(folder: string, signal: NodeJS.Signals | null): Error {
  return new Error(
    `The data file in ${folder} is damaged: reading it was ended by ${signal}. It was left as it is. Put a backup in its place, or start with another folder and keep this one.`,
  );
}
