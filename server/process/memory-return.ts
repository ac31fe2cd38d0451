import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pauseMs } from '../../core/base/backoff.ts';
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
/** The same of the whole process. */
const CALM_PROCESS_BYTES = 8 * 1024 * 1024;
/** The process may be so much larger than it once was: connections, messages and requests of a flood are no boards. */
const GROWN_BYTES = 32 * 1024 * 1024;
/** With a heap of more than this V8 collects by itself, and a collection of ours would hold the event loop up for too long. */
const HEAP_BYTES = 192 * 1024 * 1024;
/** Before a process that has grown is tried again. */
const PAUSES = { firstMs: 60_000, longestMs: 3_600_000 };
/** A collection that gave back less was in vain. */
const WORTH_BYTES = 16 * 1024 * 1024;

export interface MemoryReturnOptions {
  readonly clock: Pick<Clock, 'after' | 'mono'>;
  /** What boards take now, as estimated. */
  readonly heldBytes: () => number;
  readonly collect?: (what: Collected) => void;
  readonly measure?: () => ProcessMemory;
}

export interface ProcessMemory {
  /** Pages that the process has of the system. */
  readonly processBytes: number;
  /** V8's heap, with what is garbage and not found yet. */
  readonly heapBytes: number;
}

/** `garbage` first: giving back the pages takes several rounds, which are short once the garbage is gone. */
export type Collected = 'garbage' | 'pages';

/**
 * V8 keeps the pages of a heap that has shrunk, and finds no garbage while little is allocated: after a flood the process would stay as
 * large as the flood made it. When boards of many MiB are gone, or the process has grown by much, and it is calm, everything is collected
 * once: twice some 50 ms.
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

/** `last-resort` is the only flavor after which V8 gives its free pages back. */
function collectAll(what: Collected): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('globalThis.gc') as ((options: Readonly<Record<string, string>>) => void) | undefined;
  gc?.({ type: 'major', execution: 'sync', flavor: what === 'pages' ? 'last-resort' : 'regular' });
}
