import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { KeeperMessage, KeeperRequest } from './keeper-messages.ts';

/** Events of the keeper process. `gone` comes once, last. */
export interface KeeperEars {
  message(message: KeeperMessage): void;
  /** It could not be started, or the connection to it broke. */
  failed(error: Error): void;
  gone(code: number | null, signal: NodeJS.Signals | null): void;
}

/** The keeper, as a process or a thread. */
export interface KeeperChild {
  /** A keeper that is gone receives nothing. */
  send(requests: readonly KeeperRequest[]): void;
  /** It ends after it has answered everything. */
  end(): void;
  readonly isGone: boolean;
}

/** Tells a keeper in a thread to end: its channel cannot be closed. */
export const END = 'end';

/** Its source next to this file, or the bundle next to the hub's (`build/bundles.ts`). */
const KEEPER = new URL(import.meta.url.endsWith('.ts') ? './keeper.ts' : './inkroom-keeper.js', import.meta.url);

/**
 * A process of its own where possible. In the desktop app the hub is a utility process whose program is the app itself, and
 * starting that again would open another app. There the keeper is a thread: a data file that crashes it crashes the hub too, and
 * the app restarts the hub.
 */
export function startKeeper(args: readonly string[], ears: KeeperEars): KeeperChild {
  return 'parentPort' in process ? inThread(args, ears) : inProcess(args, ears);
}

function inProcess(args: readonly string[], ears: KeeperEars): KeeperChild {
  const child = fork(fileURLToPath(KEEPER), args, {
    serialization: 'advanced',
    execArgv: [],
    // Errors come as messages. LMDB would print the same again.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('message', ears.message);
  child.on('error', ears.failed);
  child.on('exit', ears.gone);
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

function inThread(args: readonly string[], ears: KeeperEars): KeeperChild {
  // A thread may not set it. Names of rooms are the keys to them, so new files are for this user only.
  process.umask(0o077);
  const thread = new Worker(KEEPER, { argv: [...args], execArgv: [], stdout: true, stderr: true });
  let isGone = false;
  thread.on('message', ears.message);
  thread.on('error', (error: unknown) => ears.failed(error instanceof Error ? error : new Error('unknown')));
  thread.on('exit', (code) => {
    isGone = true;
    ears.gone(code, null);
  });
  return {
    send: (requests) => thread.postMessage(requests),
    end: () => thread.postMessage(END),
    get isGone() {
      return isGone;
    },
  };
}
