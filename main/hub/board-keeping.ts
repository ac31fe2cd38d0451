import type { HostedHere } from '../../core/contract/shell-contract.ts';
import { jsonFile } from '../files/json-file.ts';

export interface BoardKeepingOptions {
  /** Where the choice is remembered. */
  readonly file: string;
  /** The hub's data folder; made by the hub. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Whether the app's own hub keeps its boards: in memory until the person says otherwise. */
export interface BoardKeeping {
  /** The flags of a hub that is started now. */
  flags(): readonly string[];
  /** A hub with these flags ended before it could be reached. */
  startFailed(): void;
  choose(keeps: HostedHere['keeps']): void;
  /** `server`: address of the hub that runs. */
  read(server: string): HostedHere;
}

const NOT_KEPT =
  'Boards cannot be kept on this computer: the store could not be opened. Another Inkroom may be using it, or a part of this installation is missing. Boards live in memory only.';

export function boardKeeping({ file, folder, now }: BoardKeepingOptions): BoardKeeping {
  const memory = jsonFile(file, parseChoice);
  let chosen = memory.read()?.boards;
  let trouble: string | undefined;
  let since = now();
  const keeps = (): HostedHere['keeps'] => (trouble === undefined ? (chosen ?? 'memory') : 'memory');
  return {
    flags() {
      since = now();
      return keeps() === 'disk' ? ['--store', 'lmdb', '--data', folder] : [];
    },
    startFailed() {
      if (keeps() === 'disk') trouble = NOT_KEPT;
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
