import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomicNow } from '../files/atomic-file.ts';
import { parseWindowState, type WindowState } from './window-bounds.ts';

/** Remembers a window's place in a file of its own. */
export interface WindowMemory {
  read(): WindowState | undefined;
  /** At once, because the last write comes while the app ends. Throws when it cannot. */
  write(state: WindowState): void;
}

/** Larger than any state that we write: a file that somebody else put there is not taken. */
const MAX_CHARS = 4_096;

export function windowMemory(path: string): WindowMemory {
  return {
    read() {
      try {
        const text = readFileSync(path, 'utf8');
        return text.length > MAX_CHARS ? undefined : parseWindowState(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
    write(state) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileAtomicNow(path, JSON.stringify(state));
    },
  };
}
