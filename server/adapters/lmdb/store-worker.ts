import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { StoreMessage, StoreRequest } from './store-messages.ts';

/** Events of the store worker. `gone` comes once, last. */
export interface StoreWorkerListener {
  message(message: StoreMessage): void;
  /** It could not be started, or the connection to it broke. */
  failed(error: Error): void;
  gone(code: number | null, signal: NodeJS.Signals | null): void;
}

/** The store worker, as a process or a thread. */
export interface StoreWorker {
  /** A worker that is gone receives nothing. */
  send(requests: readonly StoreRequest[]): void;
  /** It ends after it has answered everything. */
  end(): void;
  readonly isGone: boolean;
}

/** Tells a worker in a thread to end: its channel cannot be closed. */
export const END = 'end';

/** Its source next to this file, or the bundle next to the hub's (`build/bundles.ts`). */
const STORE_MAIN = new URL(import.meta.url.endsWith('.ts') ? './store-main.ts' : './inkroom-store.js', import.meta.url);

/**
 * A process of its own where possible. In the desktop app the hub is a utility process whose program is the app itself, and
 * starting that again would open another app. There the worker is a thread: a data file that crashes it crashes the hub too, and
 * the app restarts the hub.
 */
export function startStoreWorker(args: readonly string[], listener: StoreWorkerListener): StoreWorker {
  return 'parentPort' in process ? inThread(args, listener) : inProcess(args, listener);
}

function inProcess(args: readonly string[], listener: StoreWorkerListener): StoreWorker {
  const child = fork(fileURLToPath(STORE_MAIN), args, {
    serialization: 'advanced',
    execArgv: [],
    // Errors come as messages. LMDB would print the same again.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('message', listener.message);
  child.on('error', listener.failed);
  child.on('exit', listener.gone);
  return {
    send(requests) {
      // A closed channel ends the process too, and its exit is the answer.
      if (child.connected) child.send([...requests], () => {});
    },
    end() {
      if (child.connected) child.disconnect();
    },
    get isGone() {
      return child.exitCode !== null || child.signalCode !== null;
    },
  };
}

function inThread(args: readonly string[], listener: StoreWorkerListener): StoreWorker {
  // A thread may not set it. Names of rooms are the keys to them, so new files are for this user only.
  process.umask(0o077);
  const thread = new Worker(STORE_MAIN, { argv: [...args], execArgv: [], stdout: true, stderr: true });
  let isGone = false;
  thread.on('message', listener.message);
  thread.on('error', (error: unknown) => listener.failed(error instanceof Error ? error : new Error('unknown')));
  thread.on('exit', (code) => {
    isGone = true;
    listener.gone(code, null);
  });
  return {
    send: (requests) => thread.postMessage(requests),
    end: () => thread.postMessage(END),
    get isGone() {
      return isGone;
    },
  };
}
