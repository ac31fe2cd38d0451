import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Witness, Word } from './crew-messages.ts';

export interface CrewOptions {
  readonly begin: Extract<Order, { kind: 'begin' }>;
  readonly hear: (word: Word) => void;
  /** The process ended although nobody had asked for it. */
  readonly died: (how: string) => void;
}

/** A process with people in it, from the outside. */
export interface Crew {
  order(order: Order): void;
  /** Everything that its people see. Rejects when the process is gone. */
  look(): Promise<readonly Witness[]>;
  /** Stops the process in its tracks, as a closed lid does, and lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Ends it as a crash would. Resolves when it is gone and all its words were heard. */
  kill(): Promise<void>;
  /** Lets its people go. */
  leave(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL('crew-process.ts', import.meta.url));

export function startCrew({ begin, hear, died }: CrewOptions): Crew {
  const child: ChildProcess = fork(ENTRY, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const asked = new Map<number, { give: (witnesses: readonly Witness[]) => void; fail: (reason: Error) => void }>();
  let errors = '';
  let isEnding = false;
  let lastNo = 0;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.on('message', (raw) => {
    const word = raw as Word;
    if (word.kind === 'seen') asked.get(word.no)?.give(word.witnesses);
    else hear(word);
  });
  const disconnected = new Promise<void>((resolve) => child.once('disconnect', () => resolve()));
  const gone = new Promise<void>((resolve) => {
    child.once('close', async (code, signal) => {
      await disconnected;
      for (const { fail } of asked.values()) fail(new Error('the process is gone'));
      if (!isEnding) died(`${code ?? signal}\n${errors}`);
      resolve();
    });
  });
  const endWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  void gone.then(() => process.off('exit', endWithUs));
  const order = (what: Order): void => {
    if (child.connected) child.send(what);
  };
  order(begin);
  return {
    order,
    async look() {
      const no = ++lastNo;
      try {
        return await new Promise<readonly Witness[]>((give, fail) => {
          asked.set(no, { give, fail });
          order({ kind: 'look', no });
          if (!child.connected) fail(new Error('the process is gone'));
        });
      } finally {
        asked.delete(no);
      }
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async kill() {
      isEnding = true;
      child.kill('SIGKILL');
      await gone;
    },
    async leave() {
      isEnding = true;
      child.kill('SIGCONT');
      order({ kind: 'leave' });
      await gone;
    },
  };
}
