import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pauseMs } from '../../core/base/backoff.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';

/** Interval of the check, milliseconds. */
const LOOK_MS = 5_000;
/** Bytes of boards that must have gone since the last collection. */
const GONE_BYTES = 64 * 1024 * 1024;
/** Above this size of the remaining boards, a full collection would block the event loop for too long. */
const LEFT_BYTES = 64 * 1024 * 1024;
/** A change of less than this between two checks counts as calm, bytes. */
const CALM_BYTES = 1024 * 1024;
/** The same for the whole process. */
const CALM_PROCESS_BYTES = 8 * 1024 * 1024;
/**
 * Growth of the process over its smallest size that is worth a collection. A flood's connections, messages and requests are not
 * boards.
 */
const GROWN_BYTES = 32 * 1024 * 1024;
/** Above this heap size V8 collects on its own, and a forced collection would block the event loop for too long. */
const HEAP_BYTES = 192 * 1024 * 1024;
/** Pauses before a large process is tried again. */
const PAUSES = { firstMs: 60_000, longestMs: 3_600_000 };
/** A collection that returned less was useless. */
const WORTH_BYTES = 16 * 1024 * 1024;

export interface MemoryReturnOptions {
  readonly clock: Pick<Clock, 'after' | 'mono'>;
  /** Estimated memory of all boards. */
  readonly heldBytes: () => number;
  readonly collect?: (what: Collected) => void;
  readonly measure?: () => ProcessMemory;
}

export interface ProcessMemory {
  /** Pages that the system has given to the process. */
  readonly processBytes: number;
  /** V8's heap, including garbage that was not collected yet. */
  readonly heapBytes: number;
}

/** `garbage` first: returning the pages takes several rounds, which are short once the garbage is gone. */
export type Collected = 'garbage' | 'pages';

/**
 * V8 keeps the pages of a heap that has shrunk, and collects little while little is allocated. After a flood the process would
 * stay as large as the flood made it. When boards of many MiB are gone, or the process has grown much, and it is calm, this
 * collects everything: twice some 50 ms.
 */
export function returnMemory({
  clock,
  heldBytes,
  collect = collectAll,
  measure = processMemory,
}: MemoryReturnOptions): Disposable {
  let most = 0;
  let last = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let lastProcess = 0;
  let phase: 'watching' | 'swept' | 'given' = 'watching';
  let before = 0;
  let inVain = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  let timer: Disposable;

  const look = (): void => {
    const held = heldBytes();
    const { processBytes, heapBytes } = measure();
    most = Math.max(most, held);
    smallest = Math.min(smallest, processBytes);
    const isCalm = Math.abs(held - last) < CALM_BYTES && processBytes - lastProcess < CALM_PROCESS_BYTES;
    last = held;
    lastProcess = processBytes;
    if (phase === 'given') {
      inVain = before - processBytes >= WORTH_BYTES ? 0 : inVain + 1;
      notBefore = clock.mono() + pauseMs(PAUSES, inVain);
      phase = 'watching';
    }
    const hasGrown = processBytes - smallest >= GROWN_BYTES && heapBytes < HEAP_BYTES && clock.mono() >= notBefore;
    if (phase === 'swept') {
      if (isCalm) give(held);
    } else if (isCalm && held < LEFT_BYTES && (most - held >= GONE_BYTES || hasGrown)) {
      before = processBytes;
      collect('garbage');
      phase = 'swept';
    }
    timer = clock.after(LOOK_MS, look);
  };
  const give = (held: number): void => {
    collect('pages');
    most = held;
    phase = 'given';
  };
  timer = clock.after(LOOK_MS, look);
  return { dispose: () => timer.dispose() };
}

function processMemory(): ProcessMemory {
  const { rss, heapUsed } = process.memoryUsage();
  return { processBytes: rss, heapBytes: heapUsed };
}

/** V8 returns its free pages only after the flavor `last-resort`. */
function collectAll(what: Collected): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('globalThis.gc') as ((options: Readonly<Record<string, string>>) => void) | undefined;
  gc?.({ type: 'major', execution: 'sync', flavor: what === 'pages' ? 'last-resort' : 'regular' });
}
