import { type Disposable, disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { stampOf } from './key-files.ts';

/** How often the files are looked at, milliseconds: what is revoked there ends within a second. */
const LOOK_MS = 400;

export interface FollowedFiles {
  readonly files: readonly string[];
  readonly clock: Clock;
  /** Reads the files, and keeps what is in them. Rejects when they cannot be read. */
  read(): Promise<void>;
  /** They have changed, and were read again. */
  changed(): void;
  /** They have changed, and cannot be read: people write them by hand, too. What was read before stays. */
  unreadable(error: unknown): void;
}

/** Reads files of an operator, and again whenever one of them changes, until the result is disposed. Rejects when the first reading does. */
export async function followFiles({ files, clock, read, changed, unreadable }: FollowedFiles): Promise<Disposable> {
  let stamp = '';
  let timer: Disposable | undefined;
  let isOver = false;
  const stampNow = async (): Promise<string> => (await Promise.all(files.map(stampOf))).join(' ');
  const readNow = async (): Promise<void> => {
    // Before the reading: what changes during it is seen with the next look.
    stamp = await stampNow();
    await read();
  };
  const look = async (): Promise<void> => {
    if ((await stampNow()) === stamp) return;
    try {
      await readNow();
      changed();
    } catch (error) {
      unreadable(error);
    }
  };
  const lookLater = (): void => {
    if (!isOver) timer = clock.after(LOOK_MS, () => void look().then(lookLater));
  };
  await readNow();
  lookLater();
  return disposable(() => {
    isOver = true;
    timer?.dispose();
  });
}
