import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { COMPILE_CACHE } from '../compile-cache.ts';
import { HUB_COMMAND } from '../hub-command.ts';

export interface HubProcess {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  errors(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly exit: Promise<number | string | null>;
}

/** Starts `inkroom` as a process of its own. */
export function startInkroom(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  entry: string = HUB_COMMAND,
): HubProcess {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exit = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string | null);
  return { child, output: () => output, errors: () => errors, exit };
}

/** The link after `Open: `, once it is there; rejects when the process ends before. */
export async function openLink(hub: HubProcess): Promise<string> {
  const ended = hub.exit.then((code) => {
    throw new Error(`it ended with ${code}: ${hub.errors()}`);
  });
  const printed = new Promise<string>((resolve) => {
    const look = (): void => {
      const link = /^Open: (\S+)$/m.exec(hub.output())?.[1];
      if (link) resolve(link);
    };
    hub.child.stdout?.on('data', look);
    look();
  });
  return Promise.race([printed, ended]);
}
