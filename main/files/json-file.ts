import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomicNow } from './atomic-file.ts';

/** Larger than any file that the app writes, so a larger one comes from another program and is ignored. Bytes. */
const MOST_BYTES = 1_024;

/** One small value that the app stores in a file of its own. */
export interface JsonFile<T> {
  /** Undefined for a missing or damaged file. */
  read(): T | undefined;
  /** Synchronous, because the last write may come while the app ends. Throws on failure. */
  write(value: T): void;
}

/** `parse` returns undefined for invalid content. */
export function jsonFile<T>(path: string, parse: (raw: unknown) => T | undefined): JsonFile<T> {
  return {
    read() {
      try {
        const found = statSync(path);
        if (!found.isFile() || found.size > MOST_BYTES) return undefined;
        return parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return undefined;
      }
    },
    write(value) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileAtomicNow(path, JSON.stringify(value));
    },
  };
}
