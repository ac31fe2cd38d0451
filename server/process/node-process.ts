import { HOST_KEY_VARIABLE } from '../../core/contract/hub-parent.ts';
import type { ParentFace } from '../cli/parent-talk.ts';
import type { ProcessFace } from '../cli/serve.ts';

/** What Electron adds to a utility process. Not typed by Electron here: the hub does not depend on it. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
}

/**
 * This process as the hub sees it. A parent that started it as an Electron utility process or with an IPC channel is told when the hub is
 * ready. A second signal does not wait any more.
 */
export function asProcess({ endWithParent = false }: { readonly endWithParent?: boolean } = {}): ProcessFace {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  // A parent that has stopped reading is no reason to end: what is printed is lost, the hub goes on.
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
  // Only for this hub: what it starts itself is no host.
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
    endAsked,
  };
}

function parentFace(port: ParentPort, hostKey: string): ParentFace {
  return {
    hostKey,
    tell: (message) => port.postMessage(message),
    hear: (listener) => port.on('message', ({ data }) => listener(data)),
  };
}

/** Ends the process when what was printed is out: pipes are not written at once everywhere. */
export async function endProcess(code: number): Promise<never> {
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  await new Promise<void>((resolve) => process.stderr.write('', () => resolve()));
  process.exit(code);
}
