import type { HostedHere } from '../../core/contract/desktop/shell-contract.ts';
import { jsonFile } from '../files/json-file.ts';

export interface BoardKeepingOptions {
  /** File with the choice. */
  readonly file: string;
  /** The hub's data folder; the hub creates it. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Whether the app's own hub keeps its boards. In memory until the person chooses otherwise. */
export interface BoardKeeping {
  /** Flags for a hub that starts now. */
  flags(): readonly string[];
  /** A hub with these flags ended before it was reachable. */
  startFailed(): void;
  choose(keeps: HostedHere['keeps']): void;
  /** `server`: address of the running hub. */
  read(server: string): HostedHere;
}

export function boardKeeping({ file, folder, now }: BoardKeepingOptions): BoardKeeping {
  const memory = jsonFile(file, parseChoice);
  let chosen = memory.read()?.boards;
  let trouble: HostedHere['trouble'];
  let since = now();
  const keeps = (): HostedHere['keeps'] => (trouble === undefined ? (chosen ?? 'memory') : 'memory');
  return {
    flags() {
      since = now();
      return keeps() === 'disk' ? ['--store', 'lmdb', '--data', folder] : [];
    },
    startFailed() {
      if (keeps() === 'disk') trouble = 'store';
    },
    choose(next) {
      memory.write({ boards: next });
      chosen = next;
      trouble = undefined;
    },
    read: (server) => ({ server, keeps: keeps(), since, isChosen: chosen !== undefined, trouble }),
  };
}

function parseChoice(raw: unknown): { readonly boards: HostedHere['keeps'] } | undefined {
  const boards = typeof raw === 'object' && raw !== null && 'boards' in raw ? raw.boards : undefined;
  return boards === 'memory' || boards === 'disk' ? { boards } : undefined;
}
