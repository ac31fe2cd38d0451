import { setFlagsFromString } from 'node:v8';
import { pauseMs } from '../../core/base/backoff.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';

/** Interval of the check, milliseconds. */
const LOOK_MS = 1_000;
/** Bytes of boards that must have gone. */
const GONE_BYTES = 64 * 1024 * 1024;
/** Above this size of the remaining boards, moving what lives together would block the event loop for too long. */
const LEFT_BYTES = 64 * 1024 * 1024;
/** Growth of the boards between two checks that counts as calm, bytes. */
const CALM_BYTES = 1024 * 1024;
/** The same for the whole process. */
const CALM_PROCESS_BYTES = 8 * 1024 * 1024;
/** Growth of the process that is worth the work. A flood's connections, messages and requests are not boards. */
const GROWN_BYTES = 32 * 1024 * 1024;
/**
 * The same while people are served. V8 enlarges its heap for those who draw, and would do so again afterwards: in a room of 50, saving
 * that took a tenth of the hub's time.
 */
const GROWN_BUSY_BYTES = 128 * 1024 * 1024;
/** Share of a core from which a process is busy: some twenty people who draw. */
const BUSY_SHARE = 0.05;
/** How long V8 saves memory: two collections, each in steps between other work. */
const SAVING_MS = 20_000;
/** Pauses before a process that stays large, and grows no further, is tried again. */
const PAUSES = { firstMs: 60_000, longestMs: 3_600_000 };
/** Saving that returned less was useless. */
const WORTH_BYTES = 16 * 1024 * 1024;

export interface MemoryReturnOptions {
  readonly clock: Pick<Clock, 'after' | 'mono'>;
  /** Estimated memory of all boards. */
  readonly heldBytes: () => number;
  /** Tells the engine whether memory matters more than time. */
  readonly save?: (isSaving: boolean) => void;
  /** Pages that the system has given to the process. */
  readonly processBytes?: () => number;
  /** Processor time that the process has used so far, milliseconds. */
  readonly usedMs?: () => number;
}

type Phase =
  | { readonly kind: 'watching' }
  /** `bytes`: of the process at the start. */
  | { readonly kind: 'saving'; readonly since: number; readonly bytes: number };

/**
 * V8 keeps the pages of a heap that has shrunk, and collects little while little is allocated. After a flood the process would
 * stay as large as the flood made it. When boards of many MiB are gone, or the process has grown much, and it is calm, V8 is told
 * to save memory for a while. It then collects in steps of some milliseconds and returns the pages. A collection by force
 * blocks the event loop for a second.
 */
export function returnMemory({
  clock,
  heldBytes,
  save = saveMemory,
  processBytes = process.memoryUsage.rss,
  usedMs = processorTime,
}: MemoryReturnOptions): Disposable {
  let phase: Phase = { kind: 'watching' };
  let most = 0;
  let lastHeld = 0;
  let smallest = Number.POSITIVE_INFINITY;
  /** Smallest size since the last saving. */
  let floor = Number.POSITIVE_INFINITY;
  let last = 0;
  let lastUsedMs = usedMs();
  let inVain = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  let timer: Disposable;

  const look = (): void => {
    const held = heldBytes();
    const bytes = processBytes();
    most = Math.max(most, held);
    smallest = Math.min(smallest, bytes);
    floor = Math.min(floor, bytes);
    const isCalm = held - lastHeld < CALM_BYTES && bytes - last < CALM_PROCESS_BYTES;
    lastHeld = held;
    last = bytes;
    const used = usedMs();
    const worth = used - lastUsedMs < BUSY_SHARE * LOOK_MS ? GROWN_BYTES : GROWN_BUSY_BYTES;
    lastUsedMs = used;
    const mono = clock.mono();
    if (phase.kind === 'saving') {
      if (mono - phase.since >= SAVING_MS || held >= LEFT_BYTES) {
        end(phase.bytes - bytes, held);
        floor = bytes;
      }
    } else if (isCalm && held < LEFT_BYTES) {
      const hasGrown = bytes - floor >= worth || (bytes - smallest >= worth && mono >= notBefore);
      if (hasGrown || most - held >= GONE_BYTES) {
        phase = { kind: 'saving', since: mono, bytes };
        save(true);
      }
    }
    timer = clock.after(LOOK_MS, look);
  };
  const end = (returned: number, held: number): void => {
    save(false);
    phase = { kind: 'watching' };
    most = held;
    inVain = returned >= WORTH_BYTES ? 0 : inVain + 1;
    notBefore = clock.mono() + pauseMs(PAUSES, inVain);
  };
  timer = clock.after(LOOK_MS, look);
  return {
    dispose() {
      timer.dispose();
      if (phase.kind === 'saving') save(false);
    },
  };
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** V8's memory reducer works only while little is allocated, unless this flag says that memory matters. */
function saveMemory(isSaving: boolean): void {
  setFlagsFromString(isSaving ? '--optimize-for-size' : '--no-optimize-for-size');
}
