import type { ProcessFace } from '../cli/serve.ts';

/** What Electron adds to a utility process. Not typed by Electron here: the hub does not depend on it. */
interface ParentPort {
  postMessage(message: unknown): void;
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
  return {
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

/** Ends the process when what was printed is out: pipes are not written at once everywhere. */
export async function endProcess(code: number): Promise<never> {
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  await new Promise<void>((resolve) => process.stderr.write('', () => resolve()));
  process.exit(code);
}
