import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';

/** How often it is looked at, milliseconds. */
const LOOK_MS = 5_000;
/** What must have gone since the last collection, bytes. */
const GONE_BYTES = 64 * 1024 * 1024;
/** With more than this left, a full collection would hold the event loop up for too long. */
const LEFT_BYTES = 64 * 1024 * 1024;
/** Less than this in one look is calm. */
const CALM_BYTES = 1024 * 1024;

export interface MemoryReturnOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** What boards take now, as estimated. */
  readonly heldBytes: () => number;
  readonly collect?: (what: Collected) => void;
}

/** `garbage` first: giving back the pages takes several rounds, which are short once the garbage is gone. */
export type Collected = 'garbage' | 'pages';

/**
 * V8 keeps the pages of a heap that has shrunk, and finds no garbage while little is allocated: after a flood the process would stay as
 * large as the flood made it. When boards of many MiB are gone and it is calm, everything is collected once: twice some 50 ms.
 */
export function returnMemory({ clock, heldBytes, collect = collectAll }: MemoryReturnOptions): Disposable {
  let most = 0;
  let last = 0;
  let isSwept = false;
  let timer: Disposable;
  const look = (): void => {
    const held = heldBytes();
    most = Math.max(most, held);
    const isCalm = Math.abs(held - last) < CALM_BYTES;
    last = held;
    if (isCalm && held < LEFT_BYTES && most - held >= GONE_BYTES) {
      collect(isSwept ? 'pages' : 'garbage');
      if (isSwept) most = held;
      isSwept = !isSwept;
    }
    timer = clock.after(LOOK_MS, look);
  };
  timer = clock.after(LOOK_MS, look);
  return { dispose: () => timer.dispose() };
}

/** `last-resort` is the only flavor after which V8 gives its free pages back. */
function collectAll(what: Collected): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('globalThis.gc') as ((options: Readonly<Record<string, string>>) => void) | undefined;
  gc?.({ type: 'major', execution: 'sync', flavor: what === 'pages' ? 'last-resort' : 'regular' });
}
