import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answers, FromApp, Outcome, Question, ToApp } from './electron-double/messages.ts';

/** The folder with the built app. */
export const BUILT_APP = fileURLToPath(new URL('../..', import.meta.url));
/** Main's bundle in it. */
const MAIN = 'dist/desktop/main.js';
const REGISTER = new URL('./electron-double/register.ts', import.meta.url).href;

export interface AppStart {
  /** The folder with the app's bundles. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The app's process, with the bundled main code and the double of `electron`: the launcher's end of the channel. */
export class AppProcess {
  readonly child: ChildProcess;
  /** Resolves with the exit code when the process has ended. */
  readonly gone: Promise<number | null>;
  #output = '';
  #lastRequest = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  constructor({ program, args, env }: AppStart, hear: (message: FromApp) => void) {
    const main = join(program, MAIN);
    if (!existsSync(main)) throw new Error('The desktop app is not built: run `npm run build` first.');
    this.child = spawn(process.execPath, ['--import', REGISTER, main, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Keeps bytes as bytes.
      serialization: 'advanced',
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.child.on('message', (message: FromApp) => {
      if (message.kind === 'answer') this.#answered(message.request, message.outcome);
      else hear(message);
    });
    this.gone = new Promise((resolve) => {
      this.child.once('close', (code) => {
        for (const waiting of this.#waiting.values()) waiting.reject(new Error(`The app ended.\n${this.#output}`));
        this.#waiting.clear();
        resolve(code);
      });
    });
  }

  get output(): string {
    return this.#output;
  }

  tell(message: ToApp): void {
    // A page may still send for a moment after its app has ended.
    if (this.child.connected) this.child.send(message, () => {});
  }

  async ask<Ask extends Question['ask']>(question: Extract<Question, { ask: Ask }>): Promise<Answers[Ask]> {
    this.#lastRequest += 1;
    const request = this.#lastRequest;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(request, waiting);
    if (this.child.connected) this.child.send({ kind: 'question', request, question } satisfies ToApp);
    else waiting.reject(new Error(`The app has ended.\n${this.#output}`));
    return (await waiting.promise) as Answers[Ask];
  }

  #answered(request: number, outcome: Outcome): void {
    const waiting = this.#waiting.get(request);
    this.#waiting.delete(request);
    if (outcome.ok) waiting?.resolve(outcome.value);
    else waiting?.reject(new Error(outcome.message));
  }
}
