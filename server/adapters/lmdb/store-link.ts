import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
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
  /** Without it a process that hangs is waited for. */
  readonly clock?: Pick<Clock, 'after'>;
}

/** Longest wait for anything from a process that owes answers, milliseconds. One transaction takes far less, unless the disk hangs. */
export const HANG_MS = 15_000;
const HANGS: StoreTrouble = { kind: 'gone', reason: `the disk of the boards has answered nothing for ${HANG_MS / 1_000} s` };

export function storeLink(folder: string, mode: StoreMode, options: StoreLinkOptions = {}): StoreLink {
  let state: State = { phase: 'idle' };
  let nextId = 1;
  let startedAt = -RESTART_MS;
  const waiting = new Map<number, Waiting>();
  let outgoing: StoreRequest[] = [];
  /** What the process says of its disk. */
  let trouble: StoreTrouble | undefined;
  let hangs = false;
  let deadline: Disposable | undefined;

  const rejectAll = (error: Error): void => {
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { reject } of lost) reject(error);
  };
  const expectAnswer = (): void => {
    deadline = options.clock?.after(HANG_MS, () => {
      deadline = undefined;
      hangs = true;
      options.onTrouble?.(HANGS);
      // What was asked may still be done: who asks again does it twice, which readers allow.
      rejectAll(new Error(HANGS.reason));
    });
  };
  /** Something came from the process, or it is gone. */
  const heard = (): void => {
    deadline?.dispose();
    deadline = undefined;
    if (waiting.size > 0) expectAnswer();
    if (!hangs) return;
    hangs = false;
    options.onTrouble?.(trouble);
  };

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
        else if (message.kind === 'answers') for (const answer of message.answers) settle(answer);
        else {
          ({ trouble } = message);
          if (!hangs) options.onTrouble?.(trouble);
        }
        heard();
      },
      failed: (error) => cannotOpen(error),
      gone(code, signal) {
        gone.resolve();
        const ended = new StoreWorkerEnded(`the process of the store has ended (${signal ?? `code ${code}`})`, signal);
        cannotOpen(ended.isCrash ? damagedFile(folder, signal) : ended);
        if (state.phase !== 'running' || state.child !== child) return;
        state = { phase: 'idle' };
        outgoing = [];
        rejectAll(ended);
        heard();
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
        if (hangs) {
          reject(new Error(HANGS.reason));
          return;
        }
        const id = nextId++;
        if (waiting.size === 0) expectAnswer();
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
