import { statfsSync, statSync } from 'node:fs';
import type { StoreTrouble } from '../../ports/snapshot-store.ts';

/** With less free space than this on the file system, nothing more is written. The smaller of both values counts. */
const LEAST_FREE_BYTES = 1024 * 1024 * 1024;
const LEAST_FREE_PART = 0.05;

/** The current state of the data file and its disk. */
export interface DiskReading {
  /** True when the file name still leads to the open file. */
  readonly isThere: boolean;
  /** Bytes of the file in use. */
  readonly usedBytes: number;
  readonly maxBytes: number;
  readonly freeBytes: number;
  readonly diskBytes: number;
}

/** The reason why nothing should be written now. Undefined: writing is allowed. */
export function troubleOf({ isThere, usedBytes, maxBytes, freeBytes, diskBytes }: DiskReading): StoreTrouble | undefined {
  if (!isThere) {
    const reason =
      'the data file is gone or was replaced: nothing that is drawn now is saved. Put it back, or save the boards and start the hub again';
    return { kind: 'gone', reason };
  }
  if (usedBytes >= maxBytes) {
    return { kind: 'full', reason: 'the data folder holds as much as --max-disk allows. Delete rooms, or allow more' };
  }
  if (freeBytes < Math.min(LEAST_FREE_BYTES, diskBytes * LEAST_FREE_PART)) {
    return { kind: 'full', reason: 'the disk of the data folder is nearly full. Make space on it' };
  }
  return undefined;
}

/**
 * Distinguishes the file opened now from a later file of the same name. A deleted file can still be written, but its data is
 * lost.
 */
export function watchFile(path: string): { isThere(): boolean } {
  const opened = statSync(path, { bigint: true });
  return {
    isThere() {
      const now = statSync(path, { bigint: true, throwIfNoEntry: false });
      return now !== undefined && now.ino === opened.ino && now.dev === opened.dev;
    },
  };
}

/** Of the file system. Infinite where that is unknown. */
export function spaceOf(folder: string): Pick<DiskReading, 'freeBytes' | 'diskBytes'> {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, diskBytes: blocks * bsize };
  } catch {
    return { freeBytes: Number.POSITIVE_INFINITY, diskBytes: Number.POSITIVE_INFINITY };
  }
}
