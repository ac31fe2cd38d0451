import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomicNow } from '../files/atomic-file.ts';

/** Where a hub begins to look for a port: links to a board go on working when it is always the same. */
const FIRST_PORT = 7420;
/** Larger than anything that we write: a file that somebody else put there is not taken. */
const MAX_CHARS = 1_024;

/** Remembers the port of this app's hub in a file of its own. */
export interface HostingMemory {
  port(): number | undefined;
  /** Throws when it cannot be written. */
  remember(port: number): void;
}

export function hostingMemory(path: string): HostingMemory {
  return {
    port() {
      try {
        const text = readFileSync(path, 'utf8');
        return text.length > MAX_CHARS ? undefined : parsePort(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
    remember(port) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileAtomicNow(path, JSON.stringify({ port }));
    },
  };
}

/** A damaged file counts as none. */
export function parsePort(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || !('port' in raw)) return undefined;
  const { port } = raw;
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
}

/** The hub's `--port`: the one from before where it is still free, else the next. `asked`: on the app's command line; 0 is any. */
export function portFlag(remembered: number | undefined, asked: number | undefined): string {
  if (asked !== undefined && asked !== 0) return `${asked}+`;
  if (remembered !== undefined) return `${remembered}+`;
  return asked === 0 ? '0' : `${FIRST_PORT}+`;
}
