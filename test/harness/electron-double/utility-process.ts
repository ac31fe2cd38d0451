import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { app } from './app.ts';
import { PAGE_ORIGIN } from './messages.ts';

const PARENT_PORT = fileURLToPath(new URL('./parent-port.ts', import.meta.url));

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.on('message', (message) => this.emit('message', message));
    child.on('exit', (code) => this.emit('exit', code ?? 1));
  }
  get pid(): number | undefined {
    return this.#child.pid;
  }
  postMessage(message: unknown): void {
    this.#child.send(message as object);
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

/** Double of `utilityProcess`: a Node process with a parent port. */
export const utilityProcess = {
  fork(
    path: string,
    args: readonly string[] = [],
    options?: { readonly env?: Readonly<Record<string, string>> },
  ): UtilityProcess {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    // The app's hub accepts the harness's pages, as every hub accepts the app's.
    return new UtilityProcess(
      fork(path, [...args, '--allow-origin', PAGE_ORIGIN], {
        execArgv: ['--import', PARENT_PORT],
        ...(options?.env ? { env: options.env } : {}),
        serialization: 'advanced',
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
  },
};
