import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomicNow } from './atomic-file.ts';

/** Larger than anything that the app writes into such a file: what another program put there is not taken. Bytes. */
const MOST_BYTES = 1_024;

/** One small value that the app remembers in a file of its own. */
export interface JsonFile<T> {
  /** A file that is missing or damaged counts as none. */
  read(): T | undefined;
  /** At once, because the last write may come while the app ends. Throws when it cannot. */
  write(value: T): void;
}

/** `parse` gives undefined for what it does not take. */
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
