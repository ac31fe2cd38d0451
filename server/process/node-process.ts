import { type Disposable, disposable } from '../../core/base/disposable.ts';
import { HOST_KEY_VARIABLE } from '../../core/contract/desktop/hub-parent.ts';
import type { ParentApp } from '../cli/parent-talk.ts';
import type { HostProcess } from '../cli/serve.ts';

/** What Electron adds to a utility process. Typed here, because the hub does not depend on Electron. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
}

/**
 * This process as the hub sees it. A parent that started it as an Electron utility process, or with an IPC channel, gets a
 * message when the hub is ready. A second signal ends the process at once.
 */
export function asProcess({ endWithParent = false }: { readonly endWithParent?: boolean } = {}): HostProcess {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  // A parent that stops reading does not end the hub. Only the output is lost.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const endAsked = new Promise<string>((resolve) => {
    let isAsked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (isAsked) process.exit(1);
        isAsked = true;
        resolve(signal);
      });
    }
    if (endWithParent) process.on('disconnect', () => resolve('parent is gone'));
  });
  const hostKey = process.env[HOST_KEY_VARIABLE];
  // Only for this hub: a process that it starts is not the host.
  delete process.env[HOST_KEY_VARIABLE];
  return {
    ...(parentPort && hostKey !== undefined && hostKey !== '' ? { parent: parentFace(parentPort, hostKey) } : {}),
    args: process.argv.slice(2),
    env: process.env,
    print: (text) => void process.stdout.write(text),
    printError: (text) => void process.stderr.write(text),
    onReady(message) {
      parentPort?.postMessage(message);
      process.send?.(message);
    },
    ...(process.stdin.isTTY ? { keys: pressedKeys } : {}),
    endAsked,
  };
}

/** While a command listens, the terminal passes on every key at once, Ctrl+C too. */
function pressedKeys(pressed: (key: string) => void): Disposable {
  const { stdin } = process;
  const onData = (bytes: Buffer): void => pressed(bytes.toString());
  stdin.setRawMode(true);
  stdin.on('data', onData);
  return disposable(() => {
    stdin.off('data', onData);
    stdin.setRawMode(false);
    stdin.pause();
  });
}

function parentFace(port: ParentPort, hostKey: string): ParentApp {
  return {
    hostKey,
    tell: (message) => port.postMessage(message),
    hear: (listener) => port.on('message', ({ data }) => listener(data)),
  };
}

/** Ends the process after its output was written: some systems do not write to pipes at once. */
export async function endProcess(code: number): Promise<never> {
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  await new Promise<void>((resolve) => process.stderr.write('', () => resolve()));
  process.exit(code);
}
