import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { KeeperMessage, KeeperRequest } from './keeper-messages.ts';

/** What is heard of the keeper. `gone` comes once, last. */
export interface KeeperEars {
  message(message: KeeperMessage): void;
  /** It could not be started, or its line broke. */
  failed(error: Error): void;
  gone(code: number | null, signal: NodeJS.Signals | null): void;
}

/** The keeper, whatever it runs in. */
export interface KeeperChild {
  /** A keeper that is gone hears nothing. */
  send(requests: readonly KeeperRequest[]): void;
  /** It ends when it has answered everything. */
  end(): void;
  readonly isGone: boolean;
}

/** Said to a keeper in a thread, whose line cannot be cut. */
export const END = 'end';

/** Its source beside this one, or the bundle beside the hub's (`build/bundles.ts`). */
const KEEPER = new URL(import.meta.url.endsWith('.ts') ? './keeper.ts' : './inkroom-keeper.js', import.meta.url);

/**
 * A process of its own where this one can start any. In the desktop app the hub is a utility process, whose program is the app's: to start
 * that once more would open another app, so there the keeper is a thread, and a data file that ends it ends the hub, which the app starts anew.
 */
export function startKeeper(args: readonly string[], ears: KeeperEars): KeeperChild {
  return 'parentPort' in process ? inThread(args, ears) : inProcess(args, ears);
}

function inProcess(args: readonly string[], ears: KeeperEars): KeeperChild {
  const child = fork(fileURLToPath(KEEPER), args, {
    serialization: 'advanced',
    execArgv: [],
    // What goes wrong comes as a message; LMDB prints the same once more.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('message', ears.message);
  child.on('error', ears.failed);
  child.on('exit', ears.gone);
  return {
    send(requests) {
      // A line that is cut ends the process too, and the exit answers.
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
  // A thread may not set it: names of rooms are the keys to them, and what is made here is for this user alone.
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
