import { errorName } from '../../../../core/base/reason-of.ts';
import type { VaultChanges } from '../../../session/keeping/vault.ts';
import { answerOf, openDatabase } from './indexed-database.ts';

const NAME = 'inkroom-vaults';
/** Key of a part: `[room, identity, name]`. Its value is the bytes. */
const PARTS = 'parts';

type PartKey = readonly [room: string, identity: string, name: string];

/** The vaults of this browser in IndexedDB. Every method may reject: storage can be full, forbidden, or deleted. */
export interface VaultDatabase {
  /** For each identity of a room, the names of its parts. */
  identities(room: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Every identity of every room with a part of this name. */
  withPart(name: string): Promise<readonly { readonly room: string; readonly identity: string }[]>;
  read(room: string, identity: string): Promise<ReadonlyMap<string, Uint8Array>>;
  /** All of the changes or none. `done` is called once. */
  write(room: string, identity: string, changes: VaultChanges, done: (failure: string | undefined) => void): void;
  remove(room: string, identity: string): Promise<void>;
}

/** Rejects without storage. */
export async function openVaultDatabase(factory: IDBFactory): Promise<VaultDatabase> {
  const database = await openDatabase(factory, NAME, [PARTS]);

  const keysIn = async (range: IDBKeyRange | undefined): Promise<readonly PartKey[]> => {
    const store = database.transaction(PARTS).objectStore(PARTS);
    const keys: readonly unknown[] = await answerOf(store.getAllKeys(range));
    return keys.filter(isPartKey);
  };

  return {
    async identities(room) {
      const found = new Map<string, string[]>();
      for (const [, identity, name] of await keysIn(within(room))) {
        const names = found.get(identity) ?? [];
        names.push(name);
        found.set(identity, names);
      }
      return found;
    },
    async withPart(wanted) {
      const keys = await keysIn(undefined);
      return keys.filter(([, , name]) => name === wanted).map(([room, identity]) => ({ room, identity }));
    },
    async read(room, identity) {
      const store = database.transaction(PARTS).objectStore(PARTS);
      const range = within(room, identity);
      const [keys, values] = await Promise.all([answerOf(store.getAllKeys(range)), answerOf(store.getAll(range))]);
      const parts = new Map<string, Uint8Array>();
      keys.forEach((key, i) => {
        const bytes: unknown = values[i];
        if (isPartKey(key) && bytes instanceof Uint8Array) parts.set(key[2], bytes);
      });
      return parts;
    },
    write(room, identity, changes, done) {
      try {
        const transaction = database.transaction(PARTS, 'readwrite');
        transaction.oncomplete = () => done(undefined);
        transaction.onabort = () => done(transaction.error?.name ?? 'aborted');
        const store = transaction.objectStore(PARTS);
        for (const [name, bytes] of changes) {
          if (bytes) store.put(bytes, [room, identity, name]);
          else store.delete([room, identity, name]);
        }
        // Without waiting for the answers, which a closing page does not get.
        transaction.commit();
      } catch (error) {
        done(errorName(error));
      }
    },
    async remove(room, identity) {
      const store = database.transaction(PARTS, 'readwrite').objectStore(PARTS);
      await answerOf(store.delete(within(room, identity)));
    },
  };
}

/** Arrays come after all texts in the order of keys. */
function within(...start: readonly string[]): IDBKeyRange {
  return IDBKeyRange.bound([...start], [...start, []]);
}

function isPartKey(key: unknown): key is PartKey {
  return Array.isArray(key) && key.length === 3 && key.every((part) => typeof part === 'string');
}
