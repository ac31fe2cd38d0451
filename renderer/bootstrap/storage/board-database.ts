import { type BoardCard, type BoardPlace, boardsToDrop, parseBoardCard } from '../../../core/contract/board-card.ts';
import type { BoardShelf } from '../../session/keeping/board-shelf.ts';

const NAME = 'inkroom-boards';
const VERSION = 1;
/** Key of both: `[server, room]`. A list must not read the copies, so cards lie beside them. */
const CARDS = 'cards';
const COPIES = 'copies';

/** The copies of boards in this browser's IndexedDB. Opened when it is first used, and again after it could not be. */
export function browserShelf(factory: () => IDBFactory): BoardShelf {
  let opened: Promise<IDBDatabase> | undefined;
  const database = (): Promise<IDBDatabase> => {
    opened ??= open(factory()).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    async list() {
      return (await allCards(await database())).map(({ card }) => card).sort((a, b) => b.at - a.at);
    },
    async read(place) {
      const bytes: unknown = await answerOf((await database()).transaction(COPIES).objectStore(COPIES).get(keyOf(place)));
      return bytes instanceof Uint8Array ? bytes : undefined;
    },
    async write(card, bytes) {
      const base = await database();
      // At once: the page may be gone before anything could be looked up.
      await change(base, (cards, copies) => {
        cards.put({ ...card, bytes: bytes.length }, keyOf(card));
        copies.put(bytes, keyOf(card));
      });
      const dropped = boardsToDrop((await allCards(base)).map((known) => ({ ...known, at: known.card.at })));
      if (dropped.length === 0) return;
      await change(base, (cards, copies) => {
        for (const { card: old } of dropped) {
          cards.delete(keyOf(old));
          copies.delete(keyOf(old));
        }
      });
    },
    async forget(place) {
      await change(await database(), (cards, copies) => {
        cards.delete(keyOf(place));
        copies.delete(keyOf(place));
      });
    },
    async clear() {
      await change(await database(), (cards, copies) => {
        cards.clear();
        copies.clear();
      });
    },
  };
}

const keyOf = ({ server, room }: BoardPlace): [string, string] => [server, room];

async function open(factory: IDBFactory): Promise<IDBDatabase> {
  const opening = factory.open(NAME, VERSION);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(CARDS);
    opening.result.createObjectStore(COPIES);
  };
  const base = await answerOf(opening);
  base.onversionchange = () => base.close();
  return base;
}

async function allCards(base: IDBDatabase): Promise<readonly { readonly card: BoardCard; readonly bytes: number }[]> {
  const kept: readonly unknown[] = await answerOf(base.transaction(CARDS).objectStore(CARDS).getAll());
  return kept.flatMap((raw) => {
    const card = parseBoardCard(raw);
    return card ? [{ card, bytes: bytesOf(raw) }] : [];
  });
}

function bytesOf(raw: unknown): number {
  const { bytes } = raw as { readonly bytes?: unknown };
  return typeof bytes === 'number' ? bytes : 0;
}

/** All of the changes or none. */
function change(base: IDBDatabase, make: (cards: IDBObjectStore, copies: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = base.transaction([CARDS, COPIES], 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    make(transaction.objectStore(CARDS), transaction.objectStore(COPIES));
    // Without waiting for the answers: a page that goes away does not get them.
    transaction.commit();
  });
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
