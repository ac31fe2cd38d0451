import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { within } from './deadline.ts';

/** A server under test that this run started. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote so far, both streams. */
  output(): string;
  /** Sends SIGTERM and waits; gives the exit code, or null when it was killed after `waitMs`. */
  stop(waitMs?: number): Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  readonly exited: Promise<number | null>;
}

/** Starts a server that says `Listening: <url>` on a line of its own when ready. */
export async function startServer(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const written: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString('utf8')));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const listening = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      written.push(`${line}\n`);
      const found = /^Listening: (http:\/\/\S+)$/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
    child.on('error', reject);
    exited.then((code) => reject(new Error(`the server ended with ${code} before it listened: ${written.join('')}`)), reject);
  });
  const url = await within(listening, 'the server did not say where it listens', 30_000);
  return {
    url,
    pid: child.pid ?? 0,
    output: () => written.join(''),
    signal: (signal) => void child.kill(signal),
    exited,
    stop: (waitMs = 3_000) => stop(child, exited, waitMs),
  };
}

async function stop(child: ChildProcess, exited: Promise<number | null>, waitMs: number): Promise<number | null> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), waitMs);
  try {
    return await exited;
  } finally {
    clearTimeout(timer);
  }
}
