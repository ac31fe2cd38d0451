import type { RoomId } from '../../../../core/board/ids.ts';
import { memoryPictureStore, type PictureStore } from '../../../session/pictures/picture-ports.ts';
import { answerOf, changeBoth, openDatabase } from './indexed-database.ts';

const NAME = 'inkroom-pictures';
const BYTES = 'bytes';
/** Separate from the bytes, so that the whole list can be read without them. */
const FACTS = 'facts';
const STORES = [BYTES, FACTS] as const;
/** Bytes of all pictures on this device. The least recently read are deleted first, but never an unsent one. */
const KEPT_BYTES = 300 * 1024 * 1024;

interface Facts {
  readonly size: number;
  readonly type: string;
  readonly isSent: boolean;
  /** Time of the last use, milliseconds since 1970. */
  readonly at: number;
}

type Key = readonly [room: string, hash: string];

/** Pictures in IndexedDB, or in memory where that is missing or fails. Only one room's pictures are visible through it. */
export async function browserPictureStore(
  factory: IDBFactory | undefined,
  room: RoomId,
  now: () => number,
): Promise<PictureStore> {
  const spare = memoryPictureStore();
  const database = factory && (await openDatabase(factory, NAME, STORES).catch(() => undefined));
  if (!database) return spare;
  const key = (hash: string): Key => [room, hash];
  return {
    async read(hash) {
      try {
        const transaction = database.transaction(STORES, 'readwrite');
        const facts = await answerOf(transaction.objectStore(FACTS).get([...key(hash)]));
        if (!isFacts(facts)) return spare.read(hash);
        transaction.objectStore(FACTS).put({ ...facts, at: now() }, [...key(hash)]);
        const bytes: unknown = await answerOf(transaction.objectStore(BYTES).get([...key(hash)]));
        return bytes instanceof Uint8Array ? { bytes, type: facts.type } : undefined;
      } catch {
        return spare.read(hash);
      }
    },
    async write(hash, picture, isSent) {
      try {
        await makeRoom(database, picture.bytes.length);
        const facts: Facts = { size: picture.bytes.length, type: picture.type, isSent, at: now() };
        await changeBoth(database, STORES, (bytes, factsStore) => {
          bytes.put(picture.bytes, [...key(hash)]);
          factsStore.put(facts, [...key(hash)]);
        });
      } catch {
        await spare.write(hash, picture, isSent);
      }
    },
    async sent(hash) {
      await spare.sent(hash);
      try {
        const store = database.transaction(FACTS, 'readwrite').objectStore(FACTS);
        const facts: unknown = await answerOf(store.get([...key(hash)]));
        if (isFacts(facts)) await answerOf(store.put({ ...facts, isSent: true }, [...key(hash)]));
      } catch {
        // The next session sends it again, which costs one request.
      }
    },
    async unsent() {
      const found = [...(await spare.unsent())];
      try {
        for (const {
          key: [of, hash],
          facts,
        } of await listFacts(database))
          if (of === room && !facts.isSent) found.push(hash);
      } catch {
        // An unreadable picture cannot be sent either.
      }
      return found;
    },
  };
}

async function makeRoom(database: IDBDatabase, bytes: number): Promise<void> {
  const all = await listFacts(database);
  let sum = all.reduce((held, { facts }) => held + facts.size, bytes);
  if (sum <= KEPT_BYTES) return;
  const transaction = database.transaction(STORES, 'readwrite');
  for (const { key, facts } of all.toSorted((a, b) => a.facts.at - b.facts.at)) {
    if (sum <= KEPT_BYTES) break;
    if (!facts.isSent) continue;
    transaction.objectStore(BYTES).delete([...key]);
    transaction.objectStore(FACTS).delete([...key]);
    sum -= facts.size;
  }
}

async function listFacts(database: IDBDatabase): Promise<readonly { readonly key: Key; readonly facts: Facts }[]> {
  const store = database.transaction(FACTS).objectStore(FACTS);
  const [keys, values] = await Promise.all([answerOf(store.getAllKeys()), answerOf(store.getAll())]);
  return keys.flatMap((key, i) => {
    const facts: unknown = values[i];
    return isKey(key) && isFacts(facts) ? [{ key, facts }] : [];
  });
}

function isKey(raw: unknown): raw is Key {
  return Array.isArray(raw) && raw.length === 2 && raw.every((part) => typeof part === 'string');
}

function isFacts(raw: unknown): raw is Facts {
  if (typeof raw !== 'object' || raw === null) return false;
  const { size, type, isSent, at } = raw as Record<string, unknown>;
  return typeof size === 'number' && typeof type === 'string' && typeof isSent === 'boolean' && typeof at === 'number';
}
