import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onParentGone } from './parent-watch.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** A child that is told to end has this long; then it is killed. The hub drains in less. */
const END_LIMIT_MS = 8_000;

export interface RunOptions {
  readonly channel?: 'ipc';
  /** The child's whole environment. Ours unless given. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The processes of a command that starts others: they end with it, however it ends. */
export interface Children {
  /** Aborted once the end has begun. */
  readonly ending: AbortSignal;
  /** Starts a process in the project's folder. Its error output is ours. */
  run(command: string, args: readonly string[], options?: RunOptions): ChildProcess;
  /** Ends every child and then us, once. Nothing keeps the process alive after its children, so no exit is forced on open output. */
  end(code: number): void;
  /** Calls `done` when the end begins; at once when it has begun. */
  onEnd(done: () => void): void;
  /** Resolves when the end has begun and every child is gone. */
  readonly gone: Promise<void>;
}

/** Ends with code 0 when the terminal, a signal or the death of our own parent says so. One for each process. */
export function keepChildren(): Children {
  const running = new Set<ChildProcess>();
  const ending = new AbortController();
  const gone = Promise.withResolvers<void>();

  function end(code: number): void {
    if (ending.signal.aborted) return;
    process.exitCode = code;
    ending.abort();
    if (running.size === 0) gone.resolve();
    for (const child of running) child.kill('SIGTERM');
    const killer = setTimeout(() => {
      for (const child of running) child.kill('SIGKILL');
    }, END_LIMIT_MS);
    killer.unref();
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end(0));
  onParentGone(() => end(0));

  return {
    ending: ending.signal,
    run(command, args, { channel, env } = {}) {
      const child = spawn(command, [...args], {
        cwd: ROOT,
        ...(env ? { env } : {}),
        stdio: ['ignore', 'pipe', 'inherit', channel ?? 'ignore'],
        // Out of the terminal's group: Ctrl-C comes to us, and a child hears of it once. Twice would mean "do not wait".
        detached: process.platform !== 'win32',
      });
      running.add(child);
      child.once('close', () => {
        running.delete(child);
        if (ending.signal.aborted && running.size === 0) gone.resolve();
      });
      // Started by something that was under way when the end began.
      if (ending.signal.aborted) child.kill('SIGTERM');
      child.once('error', (error) => console.error(`${command} could not be started: ${error.message}`));
      return child;
    },
    end,
    onEnd(done) {
      if (ending.signal.aborted) done();
      else ending.signal.addEventListener('abort', done);
    },
    gone: gone.promise,
  };
}

export function eachLine(child: ChildProcess, take: (line: string) => void): void {
  if (child.stdout) createInterface({ input: child.stdout }).on('line', take);
}
