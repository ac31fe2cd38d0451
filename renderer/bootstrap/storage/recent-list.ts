import type { SettingsStorage } from './settings-storage.ts';

type Entry = readonly [name: string, ...facts: unknown[]];

/** A list in the browser's storage that holds the last used entries, the newest first. */
export interface RecentList<E extends Entry> {
  readonly key: string;
  /** Most entries. */
  readonly most: number;
  /** Other entries in the storage are ignored. */
  readonly isEntry: (raw: unknown) => raw is E;
}

function readRecent<E extends Entry>(storage: SettingsStorage | undefined, { key, isEntry }: RecentList<E>): readonly E[] {
  try {
    const raw: unknown = JSON.parse(storage?.getItem(key) ?? '[]');
    return Array.isArray(raw) ? raw.filter(isEntry) : [];
  } catch {
    return [];
  }
}

export function findRecent<E extends Entry>(
  storage: SettingsStorage | undefined,
  list: RecentList<E>,
  name: E[0],
): E | undefined {
  return readRecent(storage, list).find(([other]) => other === name);
}

/** Puts the entry first, in place of an older one of its name. A storage that is full or forbidden stays as it is. */
export function keepRecent<E extends Entry>(storage: SettingsStorage | undefined, list: RecentList<E>, entry: E): void {
  const others = readRecent(storage, list).filter(([name]) => name !== entry[0]);
  try {
    storage?.setItem(list.key, JSON.stringify([entry, ...others].slice(0, list.most)));
  } catch {
    // Full or forbidden.
  }
}
