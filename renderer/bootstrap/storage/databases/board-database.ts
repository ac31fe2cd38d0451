import { type BoardCard, type BoardPlace, boardsToDrop, parseBoardCard } from '../../../../core/contract/board-card.ts';
import type { LocalCopies } from '../../../session/keeping/local-copies.ts';
import { answerOf, changeBoth, openDatabase } from './indexed-database.ts';

const NAME = 'inkroom-boards';
/** Key of both: `[server, room]`. Cards are separate, so that a list need not read the copies. */
const CARDS = 'cards';
const COPIES = 'copies';
const STORES = [CARDS, COPIES] as const;

/** The copies of boards in this browser's IndexedDB. Opened on first use, and again after a failure. */
export function browserCopies(factory: () => IDBFactory): LocalCopies {
  let opened: Promise<IDBDatabase> | undefined;
  const database = (): Promise<IDBDatabase> => {
    opened ??= openDatabase(factory(), NAME, STORES).catch((error: unknown) => {
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
      // At once, because the page may be gone before a look-up ends.
      await changeBoth(base, STORES, (cards, copies) => {
        cards.put({ ...card, bytes: bytes.length }, keyOf(card));
        copies.put(bytes, keyOf(card));
      });
      const dropped = boardsToDrop((await allCards(base)).map((known) => ({ ...known, at: known.card.at })));
      if (dropped.length === 0) return;
      await changeBoth(base, STORES, (cards, copies) => {
        for (const { card: old } of dropped) {
          cards.delete(keyOf(old));
          copies.delete(keyOf(old));
        }
      });
    },
    async forget(place) {
      await changeBoth(await database(), STORES, (cards, copies) => {
        cards.delete(keyOf(place));
        copies.delete(keyOf(place));
      });
    },
    async clear() {
      await changeBoth(await database(), STORES, (cards, copies) => {
        cards.clear();
        copies.clear();
      });
    },
  };
}

const keyOf = ({ server, room }: BoardPlace): [string, string] => [server, room];

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
